import { assertEquals, assertRejects } from "@std/assert";
import { openWebSocket } from "../../../../src/app_server/link/remote/web_socket.ts";
import { CodexError } from "../../../../mod.ts";

const TARGET = { url: "ws://there", headers: {}, ready: null };

/** A WebSocket that opens at once, says one message, and is closed. */
function closing(event: { readonly code: number; readonly reason: string }) {
  return class extends EventTarget {
    constructor() {
      super();
      queueMicrotask(() => {
        this.dispatchEvent(new Event("open"));
        this.dispatchEvent(new MessageEvent("message", { data: "{}" }));
        this.dispatchEvent(Object.assign(new Event("close"), event));
      });
    }

    send(): void {}
    close(): void {}
  };
}

Deno.test("openWebSocket() gives what came in before it tells why no more does", async () => {
  const heard = async (code: number, reason: string) => {
    const lines: string[] = [];
    const socket = closing({ code, reason });
    const link = await openWebSocket(TARGET, socket, "there", (text) => text.replace("key", "***"));
    try {
      for await (const line of link.lines.incoming) lines.push(line);
    } finally {
      assertEquals(lines, ["{}"]);
    }
  };
  await heard(1000, "");
  await heard(1006, "");
  await assertRejects(() => heard(1009, ""), CodexError, "code 1009");
  await assertRejects(() => heard(1008, "no key\x1b[0m"), CodexError, "no *** (code 1008)");
  await assertRejects(() => heard(1001, "I am going"), CodexError, "I am going");
});
