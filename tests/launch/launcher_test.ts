import { assertEquals, assertStrictEquals } from "@std/assert";
import type { Host } from "../../src/core/ports/host.ts";
import type { Subprocess } from "../../src/core/vocabulary/spawn.ts";
import { isOld, Launcher } from "../../src/launch/launcher.ts";

Deno.test("isOld() knows the versions that take the base URL from the environment only", () => {
  const table: [version: string | null, old: boolean][] = [
    ["0.65.0", true],
    ["0.98.0-alpha.3", true],
    ["0.119.9", true],
    ["0.120.0", false],
    ["0.120.0-alpha.1", false],
    ["0.169.0", false],
    ["1.0.0", false],
    ["1.119.0", false],
    // One that cannot be told is taken for new.
    [null, false],
    ["nightly", false],
  ];
  for (const [version, old] of table) assertEquals(isOld(version), old, String(version));
});

Deno.test("spawn() hands the streams on as they are, unless somebody is to be told", async () => {
  const child: Subprocess = {
    stdin: new WritableStream(),
    stdout: new ReadableStream(),
    stderr: new ReadableStream(),
    exited: new Promise(() => {}),
    kill: () => {},
  };
  const host = { env: () => undefined } as Partial<Host> as Host;
  const command = {
    command: "c",
    args: [],
    env: {},
    inheritEnv: false,
    detached: false,
    files: [],
  };
  const spawned = async (options: { debug?: () => void }) =>
    await new Launcher(
      { spawn: () => Promise.resolve(child), ...options },
      () => Promise.resolve(host),
    )
      .spawn(host, command);
  const plain = await spawned({});
  for (const name of ["stdin", "stdout", "stderr"] as const) {
    assertStrictEquals(plain[name], child[name]);
  }
  assertEquals((await spawned({ debug: () => {} })).stdout === child.stdout, false);
});

Deno.test("keepSecret() takes a secret that came later out of texts as well", () => {
  const launcher = new Launcher({ apiKey: "sk-first-key" }, () => Promise.reject(new Error()));
  const { redact } = launcher;
  launcher.keepSecret("sk-later-key");
  assertEquals(redact("sk-first-key sk-later-key"), "[redacted] [redacted]");
});

Deno.test("Launcher keeps the secrets of its client and of threads in use, however many threads there were", () => {
  const mcpServers = { one: { url: "https://host", headers: { token: "secret-of-client" } } };
  const launcher = new Launcher({ mcpServers }, () => Promise.reject(new Error()));
  for (let thread = 0; thread < 2_000; thread++) {
    launcher.hide(["secret-of-each", `secret-of-thread-${thread}`]);
  }
  const shown = "secret-of-client secret-of-each secret-of-thread-1999 secret-of-thread-0";
  assertEquals(launcher.redact(shown), "[redacted] [redacted] [redacted] secret-of-thread-0");
});

Deno.test("Launcher hides the tokens of MCP servers that its environment has", () => {
  const server = (bearerTokenEnvVar: string) => ({ url: "https://host", bearerTokenEnvVar });
  const env = { ONE: "token-of-client", TWO: "token-of-thread", THREE: "no-token" };
  const options = { env, mcpServers: { one: server("ONE") } };
  const launcher = new Launcher(options, () => Promise.reject(new Error()));
  launcher.hideServers({ two: server("TWO"), none: server("NONE") });
  const shown = launcher.redact("token-of-client token-of-thread no-token");
  assertEquals(shown, "[redacted] [redacted] no-token");
});
