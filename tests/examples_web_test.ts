/**
 * The page of examples/web, served on each runtime, and asked as a browser asks. tests/browser looks at it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bunPath } from "../.ci/consumer.ts";
import { IDEAS } from "../examples/web/script.ts";
import { exact } from "../examples/web/text.js";
import { unwrapped } from "../examples/web/tool_items.js";
import { WebClient } from "../src/web/client/mod.ts";
import { POSIX, skipReason, testOptions } from "./contract/posix.ts";
import { fillProject } from "./examples/project.ts";
import { quiet } from "./quiet.ts";
import { within } from "./within.ts";

const MAIN = fileURLToPath(new URL("../examples/web/main.ts", import.meta.url));
/** In a project of a user's. */
const COPY = join("..", "project", "web", "main.ts");
const CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));

interface Start {
  readonly command: string;
  readonly args: readonly string[];
}

/** How each runtime starts it, or why it does not. Node and Bun run the copy in a project. */
const STARTS: Readonly<Record<string, () => Promise<Start | string>>> = {
  Deno: () =>
    Promise.resolve({
      command: Deno.execPath(),
      args: ["run", "--quiet", "-A", `--config=${CONFIG}`, MAIN],
    }),
  Bun: async () => ({ command: await bunPath(), args: [COPY] }),
  async Node() {
    const { stdout } = await new Deno.Command("node", { args: ["--version"] }).output();
    const version = new TextDecoder().decode(stdout).trim();
    const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
    if (major > 22 || (major === 22 && minor >= 18)) return { command: "node", args: [COPY] };
    return `Node ${version} runs no TypeScript, 22.18 does`;
  },
};

Deno.test("exact() shows what is not seen", () => {
  const unseen = ["\u00ad", "\u115f", "\u3164", "\u206a", "\ufe0f", "\ufff9", "\u{e0041}"];
  for (const character of unseen) {
    const code = character.codePointAt(0)?.toString(16);
    assertEquals(exact(`rm ${character}-r`), `rm \\u{${code}}-r`);
  }
  assertEquals(exact("\u202egnp \x1b[2J é 漢 👍"), "\\u202egnp \\u001b[2J é 漢 👍");
});

Deno.test("unwrapped() leaves out a shell of the system's, and no other that is called so", () => {
  assertEquals(unwrapped("/bin/bash -lc 'sh greet.sh'"), "sh greet.sh");
  assertEquals(unwrapped("/usr/bin/zsh -lc ls"), "ls");
  for (const command of ["./bash -lc ls", "/tmp/evilsh -lc 'ls'", "bash -lc ls", "ls"]) {
    assertEquals(unwrapped(command), command);
  }
});

for (const [runtime, startOf] of Object.entries(STARTS)) {
  const start = await startOf();
  const name = `examples/web/main.ts serves its page on ${runtime}, and leaves nothing behind`;
  const reason = typeof start === "string" ? start : skipReason(POSIX.shell);
  Deno.test(testOptions(name, reason), async () => {
    if (typeof start === "string") return;
    const root = await mkdtemp(join(await realpath(tmpdir()), "codex-page-"));
    try {
      const [work, temp] = [join(root, "work"), join(root, "tmp")];
      for (const folder of [work, temp]) await mkdir(folder);
      if (start.args.includes(COPY)) await fillProject(join(root, "project"));
      await within(120_000, () => serve(start, work, temp));
      assertEquals([await readdir(work), await readdir(temp)], [[], []]);
    } finally {
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

async function serve({ command, args }: Start, cwd: string, temp: string): Promise<void> {
  const env = {
    ...quiet(),
    TMPDIR: temp,
    CODEX_HOME: join(temp, "none"),
    CODEX_API_KEY: "sk-real",
  };
  const child = new Deno.Command(command, {
    args: [...args],
    cwd,
    env,
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  const read = async (until: string) => {
    while (!said.includes(until)) {
      const { done, value } = await lines.read();
      if (done) throw new Error(`It has ended:\n${said}`);
      said += value;
    }
  };
  try {
    await read("Ctrl-C ends the program.\n");
    // Offline, whatever login there is.
    assertMatch(said, /^Model: offline, /);
    const [link = ""] = said.match(/http:\S+\?token=\S+/) ?? [];
    assert(link.startsWith("http://127.0.0.1:"), said);
    await visit(link);
  } finally {
    child.kill("SIGINT");
  }
  await read("Goodbye.");
  await lines.cancel();
  assertEquals((await child.status).code, 0);
  assert(!existsSync(env.CODEX_HOME));
}

/** Does what the page does: logs in, loads, runs a turn with all that is asked allowed. */
async function visit(link: string): Promise<void> {
  const login = await fetch(link, { redirect: "manual" });
  await login.body?.cancel();
  const setCookie = login.headers.get("set-cookie") ?? "";
  assertMatch(setCookie, /^codex_page=\S+; Path=\/; HttpOnly; SameSite=Strict$/);
  const cookie = setCookie.split(";")[0] ?? "";
  const { origin } = new URL(link);
  const page = await fetch(origin, { headers: { cookie } });
  const policy = page.headers.get("content-security-policy") ?? "";
  assert(policy.includes("default-src 'none'") && !policy.includes("unsafe"), policy);
  assertMatch(await page.text(), /<title>Codex<\/title>/);
  const code = await fetch(`${origin}/client.js`, { headers: { cookie } });
  assertMatch(await code.text(), /WebClient/);

  const client = new WebClient(`${origin}/codex`, { headers: { cookie } });
  const thread = await client.open();
  await thread.send(IDEAS[0] ?? "");
  const exits: (number | null | undefined)[] = [];
  let end = "";
  for await (const { event } of thread.events()) {
    if (event.type === "question") await thread.answer(event.question.id, "accept");
    if (event.type === "item.completed" && event.item.type === "command_execution") {
      exits.push(event.item.exit_code);
    }
    if (!/^turn\.(completed|failed|interrupted)$/.test(event.type)) continue;
    end = event.type;
    break;
  }
  assertEquals([exits, end], [[1, 0], "turn.completed"]);
}
