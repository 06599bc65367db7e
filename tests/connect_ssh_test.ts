/**
 * `AppServer.connect()` through a port that ssh forwards, to a Codex that listens at a port or at a unix socket over there.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { nativeCodex } from "../.ci/command.ts";
import { AppServer } from "../src/app_server/mod.ts";
import { message, reply, ResponsesServer, shell } from "../src/testing/mod.ts";
import { caseFolder, hostEnv } from "./contract/case.ts";
import { testOptions } from "./contract/posix.ts";
import { NO_PROC, NO_SSH, until } from "./elsewhere_stage.ts";
import { CONFIG, quiet } from "./quiet.ts";
import { startSshServer } from "./ssh_server.ts";
import { within } from "./within.ts";

const TOKEN = "token-0123456789";

for (const [name, listens] of [["a port", "ws"], ["a unix socket", "unix"]] as const) {
  Deno.test({
    ...testOptions(`connect() goes through ssh to a Codex at ${name}`, NO_SSH ?? NO_PROC),
    // ssh2 never closes its ciphers.
    sanitizeResources: false,
    fn: () => within(60_000, () => throughSsh(listens)),
  });
}

async function throughSsh(listens: "ws" | "unix"): Promise<void> {
  const { path: folder, remove } = await caseFolder();
  const [home, temp] = [join(folder, "home"), join(folder, "tmp")];
  for (const path of [home, temp]) await mkdir(path);
  const model = await ResponsesServer.start([reply(shell("pwd")), reply(message("Hello"))]);
  await writeFile(
    join(home, "config.toml"),
    `openai_base_url = ${JSON.stringify(model.url)}\n${CONFIG}`,
  );
  await writeFile(join(folder, "token"), TOKEN);
  const { PATH = "" } = hostEnv();
  const ssh = await startSshServer({ PATH });
  const socket = join(folder, "s");
  const codex = spawn(nativeCodex(), [
    "app-server",
    ...listens === "unix"
      ? ["--listen", `unix://${socket}`]
      : ["--listen", "ws://127.0.0.1:0", "--ws-auth", "capability-token"],
    ...listens === "unix" ? [] : ["--ws-token-file", join(folder, "token")],
  ], {
    env: { PATH, ...quiet(), HOME: folder, CODEX_HOME: home, TMPDIR: temp },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(codex, "exit");
  let tunnel: ChildProcess | null = null;
  try {
    const there = await (listens === "unix" ? atSocket(socket) : atPort(codex));
    const port = await freePort();
    const words = ["-N", "-o", "ExitOnForwardFailure=yes", "-L", `127.0.0.1:${port}:${there}`];
    const tell = ["-o", "PermitLocalCommand=yes", "-o", "LocalCommand=echo up"];
    const forwarding = tunnel = spawn("ssh", [...words, ...tell, ...ssh.args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(forwarding.stdout, "data");
    const url = `ws://127.0.0.1:${port}`;
    if (listens === "ws") {
      const error = await assertRejects(() => AppServer.connect({ url }));
      assertStringIncludes(String(error), "401");
    }
    await using server = await AppServer.connect({
      url,
      token: listens === "ws" ? TOKEN : undefined,
      apiKey: "sk-connect-0123456789",
    });
    const thread = await server.startThread({ workingDirectory: folder });
    const { items, finalResponse } = await thread.run("Where are you?");
    assertEquals(finalResponse, "Hello");
    const [command] = items;
    assertEquals(command?.type === "command_execution" && command.aggregated_output, `${folder}\n`);
  } finally {
    codex.kill("SIGKILL");
    if (tunnel !== null && tunnel.kill()) await once(tunnel, "exit");
    await ended;
    await ssh.close();
    await model.close();
    await remove();
  }
}

/** Where Codex says that it listens. */
async function atPort(codex: ChildProcessByStdio<null, null, Readable>): Promise<string> {
  for await (const line of createInterface({ input: codex.stderr })) {
    const [, address] = line.match(/ws:\/\/(127\.0\.0\.1:\d+)/) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error("Codex ended");
}

/** A socket that is there: Codex does not say when. */
async function atSocket(socket: string): Promise<string> {
  await until(() => existsSync(socket));
  return socket;
}

/** A port that was free a moment ago: ssh does not choose one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
