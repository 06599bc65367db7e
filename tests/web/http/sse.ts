/**
 * A reader of server-sent events, as a browser reads them.
 *
 * @module
 */
import type { HubEntry } from "../../../src/web/mod.ts";

/** Reads until an event of that type, and leaves. */
export async function readSse(response: Response, last: string): Promise<HubEntry[]> {
  if (response.status !== 200 || response.body === null) {
    throw new Error(`no events: ${response.status} ${await response.text()}`);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const seen: HubEntry[] = [];
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream ended without ${last}: ${JSON.stringify(seen)}`);
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, n] = /^id: (\d+)$/m.exec(block) ?? [];
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (data === undefined) continue;
      seen.push({ n: Number(n), event: JSON.parse(data) });
      if (seen.at(-1)?.event.type !== last) continue;
      await reader.cancel();
      return seen;
    }
  }
}
