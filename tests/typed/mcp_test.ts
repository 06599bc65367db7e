import { assertEquals } from "@std/assert";
import {
  type ContentBlock,
  ContentBlockSchema,
} from "npm:@modelcontextprotocol/sdk@1.32.2/types.js";
import type { McpContentBlock } from "../../mod.ts";

const BLOCKS: McpContentBlock[] = [
  {
    type: "text",
    text: "Sunny",
    annotations: { audience: ["user"], priority: 0.5, lastModified: "2026-11-29T00:00:00Z" },
    _meta: { source: "station" },
  },
  { type: "image", data: "AAAA", mimeType: "image/png" },
  { type: "audio", data: "AAAA", mimeType: "audio/wav" },
  {
    type: "resource_link",
    uri: "file:///report.pdf",
    name: "report",
    size: 42,
    icons: [{ src: "https://example.com/a.png", sizes: ["48x48"], theme: "dark" }],
  },
  { type: "resource", resource: { uri: "file:///a.txt", text: "A" } },
  { type: "resource", resource: { uri: "file:///a.bin", blob: "AAAA" } },
];

Deno.test("McpContentBlock is what the protocol's own SDK takes for content, and gives", () => {
  const theirs: ContentBlock[] = BLOCKS;
  const ours: McpContentBlock[] = theirs.map((block) => ContentBlockSchema.parse(block));
  assertEquals(ours, BLOCKS);
});
