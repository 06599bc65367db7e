import { assertEquals } from "@std/assert";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { POSIX, skipReason, testOptions } from "../contract/posix.ts";

const MOD = new URL("../../mod.ts", import.meta.url).href;
const TESTING = new URL("../../src/testing/mod.ts", import.meta.url).href;

/** What a program prints that has only these permissions, and `folder` for its home and temporary files. */
async function printed(
  body: string,
  flags: (folder: string) => readonly string[] = () => [],
): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "codex-js-permissions-")));
  try {
    const script = join(folder, "main.ts");
    await Deno.writeTextFile(
      script,
      `import { Codex } from ${JSON.stringify(MOD)};
import { fakeCodex, fakeCodexBinary, item, ResponsesServer, turn } from ${JSON.stringify(TESTING)};
const script = [turn(item.agentMessage("hello"))];
try { ${body} } catch (error) { console.log(error.message); }\n`,
    );
    const fixed = ["run", "--quiet", "--no-config", "--no-lock", "--no-prompt", "--no-check"];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...fixed, ...flags(folder), script],
      env: {
        NO_COLOR: "1",
        HOME: folder,
        USERPROFILE: folder,
        TMPDIR: folder,
        TMP: folder,
        TEMP: folder,
      },
      stdin: "null",
    }).output();
    return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const SAYS = `console.log((await codex.startThread().run("hi")).finalResponse);`;

Deno.test("fakeCodex() needs no permission", async () => {
  assertEquals(
    await printed(`const codex = new Codex({ spawn: fakeCodex(script) }); ${SAYS}`),
    "hello\n",
  );
});

const binary = testOptions(
  "fakeCodexBinary() needs the permissions that its documentation names",
  skipReason(POSIX.script),
);
Deno.test(binary, async () => {
  const body = `const binary = await fakeCodexBinary(script);
const codex = new Codex({ codexPathOverride: binary.path }); ${SAYS} await binary.close();`;
  const flags = (folder: string) => [
    "--allow-env",
    "--allow-run",
    `--allow-read=${folder}`,
    `--allow-write=${folder}`,
  ];
  assertEquals(await printed(body, flags), "hello\n");
});

Deno.test("ResponsesServer needs the permissions that its documentation names", async () => {
  const start = `const server = await ResponsesServer.start([]);`;
  const end = `await server.close(); console.log("closed");`;
  assertEquals(
    await printed(`${start} ${end}`),
    "Cannot start the server: --allow-net=127.0.0.1 is missing\n",
  );
  const net = "--allow-net=127.0.0.1";
  assertEquals(await printed(`${start} ${end}`, () => [net]), "closed\n");
  const home = (folder: string) => join(folder, ".cache", "codex-js-sdk");
  const flags = (folder: string) => [
    net,
    "--allow-env",
    "--allow-sys=homedir",
    `--allow-read=${home(folder)}`,
    `--allow-write=${home(folder)}`,
  ];
  assertEquals(await printed(`${start} server.options(); ${end}`, flags), "closed\n");
});
