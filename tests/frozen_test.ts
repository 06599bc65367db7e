import { assertEquals } from "@std/assert";
import { ENTRIES } from "../.ci/entries.ts";
import { must, ROOT } from "../.ci/command.ts";

/** As programs do that harden themselves against prototype pollution. */
const FREEZE = `
  for (const shared of [Object, Function, Array, String, Error, TypeError, Promise, RegExp, Map]) {
    Object.freeze(shared.prototype);
  }
`;

Deno.test("every entry loads, and a turn runs, where all prototypes are frozen", async () => {
  const urls = Object.values(ENTRIES).map((path) => new URL(path, `file://${ROOT}`).href);
  const program = `${FREEZE}
    for (const url of ${JSON.stringify(urls)}) await import(url);
    const { Codex, CodexError, InvalidInputError } = await import("${ROOT}/mod.ts");
    const { fakeCodex, item, turn } = await import("${ROOT}/src/testing/mod.ts");
    const { WebClientError } = await import("${ROOT}/src/web/client/mod.ts");
    const spawn = fakeCodex([turn(item.agentMessage("Hello"))]);
    const thread = new Codex({ spawn }).startThread();
    console.log((await thread.run("Hi")).finalResponse);
    const error = await thread.run("").catch((error) => error);
    console.log(error instanceof InvalidInputError, error.name, new CodexError("m").name);
    console.log(new WebClientError("m", 404, "not_found").name);`;
  assertEquals(
    await must(Deno.execPath(), ["eval", "--no-lock", program]),
    "Hello\ntrue InvalidInputError CodexError\nWebClientError\n",
  );
});
