/**
 * What an error of a process that could not be started tells.
 *
 * @module
 */
import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { type Case, hostEnv, type Kit } from "./case.ts";
import { POSIX } from "./posix.ts";

/** Files that are no programs, by the system's code for it. */
async function noPrograms({ folder }: Kit): Promise<readonly (readonly [string, string])[]> {
  const [still, lost] = [join(folder, "no-run-bit"), join(folder, "no-interpreter")];
  await writeFile(still, "#!/bin/sh\n");
  await writeFile(lost, "#!/no/such/interpreter\n");
  await chmod(still, 0o644);
  await chmod(lost, 0o755);
  return [["EACCES", still], ["ENOENT", lost]];
}

/** Cases. */
export const SECRET_CASES: readonly Case[] = [
  {
    name: "a process that cannot be started tells no key, password or configuration in its error",
    posix: POSIX.script,
    async run(kit) {
      const { Codex, SpawnError } = kit.sdk;
      for (const [code, codexPathOverride] of await noPrograms(kit)) {
        const options = {
          codexPathOverride,
          apiKey: "sk-SECRET-1",
          baseUrl: "http://ada:SECRET-2@127.0.0.1:9/v1",
          config: { mcp_servers: { a: { command: "b", env: { TOKEN: "SECRET-3" } } } },
          configOverrides: ['mcp_servers.c.http_headers={"X-Key"="SECRET-4"}'],
          env: { ...hostEnv(), OPENAI_API_KEY: "SECRET-5" },
        };
        const calls = [
          () => new Codex(options).startThread({ skipGitRepoCheck: true }).run("hello"),
          () => kit.live.AppServer.start(options),
        ];
        for (const call of calls) {
          const error = await assertRejects<Error>(call, SpawnError);
          assertInstanceOf(error, SpawnError);
          assertEquals([error.code, error.command], [code, codexPathOverride]);
          const told = inspect(error, { depth: 20, showHidden: true }) + String(error.stack);
          assertEquals(told.match(/SECRET-\d/g), null, told);
        }
      }
    },
  },
];
