/**
 * A reader of server-sent events, as a browser reads them.
 *
 * @module
 */
import type { HubEntry } from "../src/web/mod.ts";

/** The events of an answer, one by one; who leaves cancels it. */
export async function* sseOf(response: Response): AsyncGenerator<HubEntry> {
  if (response.status !== 200 || response.body === null) {
    throw new Error(`no events: ${response.status} ${await response.text()}`);
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        // Lines end at line feeds alone: U+2028, which JSON leaves as it is, is none.
        const lines = block.split("\n");
        const of = (field: string) =>
          lines.find((line) => line.startsWith(field))?.slice(field.length);
        const [n, data] = [of("id: "), of("data: ")];
        if (data !== undefined) yield { n: Number(n), event: JSON.parse(data) };
      }
    }
  } finally {
    await reader.cancel();
  }
}

/** Reads until an event of that type, and leaves. */
export async function readSse(response: Response, last: string): Promise<HubEntry[]> {
  const seen: HubEntry[] = [];
  for await (const entry of sseOf(response)) {
    seen.push(entry);
    if (entry.event.type === last) return seen;
  }
  throw new Error(`the stream ended without ${last}: ${JSON.stringify(seen)}`);
}
