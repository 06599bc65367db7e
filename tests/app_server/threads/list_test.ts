import { assertEquals } from "@std/assert";
import type { ThreadListParams } from "../../../src/app_server/protocol/params.ts";
import type { ThreadListResponse } from "../../../src/app_server/protocol/results.ts";
import { listThreads } from "../../../src/app_server/threads/list.ts";

/** The id of a thread that was created in this second. */
function idAt(second: number): string {
  const time = (second * 1000).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

Deno.test("listThreads() lists more ids than one request takes, the newest first", async () => {
  const seconds = Array.from({ length: 250 }, (_, second) => second);
  const sizes: number[] = [];
  const list = ({ includedThreadIds }: ThreadListParams): Promise<ThreadListResponse> => {
    const ids = new Set(includedThreadIds);
    sizes.push(ids.size);
    const data = seconds.filter((second) => ids.has(idAt(second))).reverse()
      .map((second) => ({ id: idAt(second), createdAt: second }));
    return Promise.resolve({ data, nextCursor: null } as unknown as ThreadListResponse);
  };
  const ids = seconds.map((second) => idAt(second * 7 % seconds.length));
  const listed = await Array.fromAsync(listThreads(list, { ids }));
  assertEquals(listed.map(({ createdAt }) => createdAt), seconds.toReversed());
  assertEquals(sizes, [100, 100, 50]);
});

Deno.test("listThreads() asks for what its options say, and for no more", async () => {
  const options = {
    archived: true,
    workingDirectory: "/work",
    searchTerm: "a",
    pageSize: 3,
    ids: [idAt(1)],
  };
  const asked: ThreadListParams[] = [];
  const list = (params: ThreadListParams): Promise<ThreadListResponse> => {
    asked.push(params);
    return Promise.resolve({ data: [], nextCursor: null });
  };
  for (const given of [options, {}]) await Array.fromAsync(listThreads(list, given));
  const [all, { sourceKinds, cursor, ...rest } = {} as ThreadListParams] = asked;
  assertEquals<unknown>(all, {
    archived: true,
    cwd: "/work",
    searchTerm: "a",
    includedThreadIds: [idAt(1)],
    limit: 3,
    sourceKinds,
    cursor,
  });
  assertEquals([rest, cursor], [{}, null]);
});
