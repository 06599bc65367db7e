import { assertEquals } from "@std/assert";
import { listPages } from "../../../src/app_server/link/pages.ts";

/** The ids that are listed, and the cursors that were asked for. */
async function listed(pages: Readonly<Record<string, readonly [string[], string | null]>>) {
  const cursors: (string | null)[] = [];
  const ids: string[] = [];
  const entries = listPages((cursor) => {
    cursors.push(cursor);
    const [page, nextCursor] = pages[cursor ?? "first"] ?? [[], null];
    return Promise.resolve({ data: page.map((id) => ({ id })), nextCursor });
  });
  for await (const { id } of entries) ids.push(id);
  return { ids, cursors };
}

Deno.test("listPages() lists the entries of all pages, each id once", async () => {
  assertEquals(await listed({ first: [["a", "b"], "2"], 2: [["b", "c"], null] }), {
    ids: ["a", "b", "c"],
    cursors: [null, "2"],
  });
});

Deno.test("listPages() ends at a page that names itself as the next one", async () => {
  assertEquals(await listed({ first: [["a"], "2"], 2: [["b"], "2"] }), {
    ids: ["a", "b"],
    cursors: [null, "2"],
  });
});
