import { assertEquals } from "@std/assert";
import { anyItem } from "../../../../src/app_server/events/items/any_item.ts";
import type { Item } from "../../../../src/app_server/protocol/items.ts";

for (
  const [name, fields, expected] of [
    ["data that was not saved", { result: "iVBORw0KGgo=" }, { result: "iVBORw0KGgo=" }],
    ["no second copy of a saved image", { savedPath: "/a.png", result: "iVBORw0KGgo=" }, {
      saved_path: "/a.png",
    }],
    ["its id in the store of attachments", { fileId: "file_1", result: "" }, { file_id: "file_1" }],
  ] as const
) {
  Deno.test(`anyItem() keeps of a generated image ${name}`, () => {
    const item: Item = { type: "imageGeneration", id: "a", status: "completed", ...fields };
    assertEquals(anyItem(item, "a") as unknown, {
      id: "a",
      type: "image_generation",
      status: "completed",
      saved_path: null,
      revised_prompt: null,
      failure: null,
      input_images: [],
      transparent_background: null,
      generation_id: null,
      ...expected,
    });
  });
}
