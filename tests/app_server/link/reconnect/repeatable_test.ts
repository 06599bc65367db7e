import { assertEquals } from "@std/assert";
import { isRepeatable } from "../../../../src/app_server/link/reconnect/repeatable.ts";

Deno.test("isRepeatable() is true of what reads or leaves the same behind, and of nothing that adds", () => {
  const may = [
    "initialize",
    "thread/read",
    "thread/list",
    "thread/turns/list",
    "thread/resume",
    "thread/unsubscribe",
    "thread/start",
    "thread/name/set",
    "thread/settings/update",
    "thread/archive",
    "turn/interrupt",
    "thread/backgroundTerminals/clean",
    "model/list",
    "config/read",
    "account/read",
    "account/rateLimits/read",
    "fs/readFile",
    "fs/writeFile",
    "mcpServerStatus/list",
  ];
  const mayNot = [
    "turn/start",
    "turn/steer",
    "review/start",
    "thread/compact/start",
    "thread/fork",
    "thread/revert",
    "thread/delete",
    "thread/inject_items",
    "account/login/start",
    "command/exec",
    "mcpServer/tool/call",
    "fs/copy",
    "fs/remove",
    "config/value/write",
  ];
  assertEquals(may.filter((method) => !isRepeatable(method)), []);
  assertEquals(mayNot.filter((method) => isRepeatable(method)), []);
});
