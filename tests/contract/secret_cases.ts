/**
 * What an error tells of a process that could not be started, or a server that could not be reached.
 *
 * @module
 */
import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { once } from "node:events";
import { chmod, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { inspect } from "node:util";
import { type Case, hostEnv, type Kit } from "./case.ts";
import { POSIX } from "./posix.ts";
import { socketFor } from "./remote_case.ts";

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
  {
    name: "connect() tells no token, header or query of an address that does not answer",
    async run(kit) {
      const server = createServer((_, response) => void response.writeHead(404).end());
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      assert(typeof address === "object" && address !== null);
      const options = { token: "SECRET-1", headers: { "X-Key": "SECRET-2" }, ...socketFor(kit) };
      try {
        for (const place of [`127.0.0.1:${address.port}/a?key=SECRET-3`, "127.0.0.1:1?SECRET-4"]) {
          const url = `ws://${place}`;
          const call = () => kit.live.AppServer.connect({ url, ...options });
          const error = await assertRejects<Error>(call, kit.sdk.CodexError, "Cannot connect");
          const told = inspect(error, { depth: 20, showHidden: true }) + String(error.stack);
          assertEquals(told.match(/SECRET-\d/g), null, told);
        }
      } finally {
        server.close();
      }
    },
  },
];
