import { assertEquals } from "@std/assert";
import { NotificationHub } from "../../../../src/app_server/link/notifications/hub.ts";

const warning = (summary: string) => ({ method: "configWarning", params: { summary } });

/** What a listener that begins now gets once the hub has ended. */
async function heard(hub: NotificationHub, methods?: readonly string[]): Promise<unknown[]> {
  const messages = hub.listen(methods);
  hub.end();
  const told: unknown[] = [];
  for await (const message of messages) told.push(message);
  return told;
}

Deno.test("NotificationHub.listen() begins with the warnings about the configuration", async () => {
  for (
    const [methods, expected] of [
      [undefined, [warning("a"), warning("b")]],
      [["configWarning"], [warning("a"), warning("b")]],
      [["thread/started"], []],
    ] as const
  ) {
    const hub = new NotificationHub();
    for (const message of [warning("a"), { method: "account/updated", params: {} }, warning("b")]) {
      hub.tell(message);
    }
    assertEquals<unknown>(await heard(hub, methods), expected);
  }
});

Deno.test("NotificationHub.listen() leaves out the warnings of an earlier link", async () => {
  const hub = new NotificationHub();
  hub.tell(warning("a"));
  hub.greeted();
  hub.tell(warning("b"));
  assertEquals(await heard(hub), [warning("b")]);
});

Deno.test("NotificationHub.listen() begins with no more than the newest hundred warnings", async () => {
  const hub = new NotificationHub();
  const all = Array.from({ length: 250 }, (_, index) => warning(`${index}`));
  for (const message of all) hub.tell(message);
  assertEquals<unknown>(await heard(hub), all.slice(-100));
});
