/**
 * What a far side may try: the scripts of examples/_far_scripts.ts in each shell, and commands of the model's that would
 * mislead the watch.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { spawn as start, spawnSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { BOOT, encode, run } from "../examples/_far_scripts.ts";
import { inShell, overSsh } from "../examples/_far_shell.ts";
import { withoutEnd } from "../examples/_far_streams.ts";
import { AbortError, Codex } from "../mod.ts";
import { AppServer, insideWorkspace, pathsOf } from "../src/app_server/mod.ts";
import { message, patch, reply, shell, stall } from "../src/testing/mod.ts";
import { caseFolder } from "./contract/case.ts";
import { testOptions } from "./contract/posix.ts";
import { CLASSIC } from "./contract/real_case.ts";
import { children, NO_PROC, NO_SSH, onStage, until, WAYS } from "./elsewhere_stage.ts";

const [IN_SHELL, OVER_SSH] = WAYS;
assert(IN_SHELL !== undefined && OVER_SSH !== undefined);

for (const way of [IN_SHELL, OVER_SSH, ...WAYS.filter(({ engine }) => engine)]) {
  Deno.test({
    ...testOptions(
      `elsewhere() stops a Codex whose sandboxed command tampers with the run's folder, ${way.name}`,
      way.missing ?? NO_PROC,
    ),
    sanitizeResources: !way.server,
    async fn() {
      const decoy = start("sleep", ["302"]);
      const ended = new Promise((resolve) => decoy.once("exit", resolve));
      // A name that reads like the process table's own columns.
      const odd = "./'a\nb) S 1 (c'";
      const command =
        `cd "$CODEX_FAR_RUN" && for name in status ../end/status; do echo 0 > $name; done
echo ${decoy.pid} > pid; mv "$CODEX_FAR_RUN" "$CODEX_FAR_RUN.gone"; cd "$OLDPWD"; ${odd} 300 & touch tampered; sleep 300`;
      try {
        await onStage(way, [
          reply(shell(command, { yieldMs: 60_000 })),
          stall(),
        ], async ({ spawn, options, folder, alive }) => {
          const work = join(folder, "work");
          await mkdir(work);
          const sleep = await realpath(
            ["/usr/bin/sleep", "/bin/sleep"].find((path) => existsSync(path)) ?? "/bin/sleep",
          );
          copyFileSync(sleep, join(work, "a\nb) S 1 (c"));
          const abort = new AbortController();
          const failed = new Codex({ ...options, spawn }).startThread({
            workingDirectory: work,
            skipGitRepoCheck: true,
            sandboxMode: "workspace-write",
          }).run("Sleep", { signal: abort.signal }).then(() => null, (error) => error);
          await until(() => existsSync(join(work, "tampered")));
          abort.abort();
          assert(await failed instanceof AbortError);
          await until(() => alive().length === 0);
          assertEquals(decoy.exitCode ?? decoy.signalCode, null);
        });
      } finally {
        decoy.kill("SIGKILL");
        await ended;
      }
    },
  });
}

Deno.test({
  ...testOptions("elsewhere() holds no path for inside that leads through a link there", NO_PROC),
  async fn() {
    const paths = [["in.txt", true], ["link/a.txt", false], ["new/in.txt", true]] as const;
    const script = paths.flatMap(([path]) => [
      reply(patch(`*** Begin Patch\n*** Add File: ${path}\n+x\n*** End Patch\n`)),
      reply(message("done")),
    ]);
    await onStage(IN_SHELL, script, async ({ spawn, options, folder }) => {
      const work = join(folder, "work");
      for (const name of ["work", "out"]) await mkdir(join(folder, name));
      await Deno.symlink("../out", join(work, "link"));
      const server = await AppServer.start({ ...options, spawn });
      try {
        const thread = await server.startThread({
          workingDirectory: work,
          sandboxMode: "workspace-write",
          approvalPolicy: "untrusted",
          model: CLASSIC,
        });
        for (const [path, inside] of paths) {
          const asked: unknown[] = [];
          await thread.run("go", {
            onApproval: (request) => {
              asked.push([pathsOf(request), insideWorkspace(request)]);
              return "decline";
            },
          });
          assertEquals(asked, [[[join(work, path)], inside]]);
        }
      } finally {
        await server.close();
      }
    });
  },
});

Deno.test({
  ...testOptions("inShell() rejects where a file that goes along cannot be read", NO_PROC),
  async fn() {
    const { path, remove } = await caseFolder();
    try {
      const missing = join(path, "none.png");
      const command = { command: "cat", args: [missing], files: [missing] };
      const rest = { env: {}, inheritEnv: false, detached: false };
      await assertRejects(
        () => Promise.resolve(inShell()({ ...command, ...rest })),
        Error,
        `Cannot copy ${missing}: Error: ENOENT`,
      );
      // What was begun is ended in the background.
      await until(() => children().length === 0);
    } finally {
      await remove();
    }
  },
});

for (const words of [["sh"], ["bash"], ["bash", "--posix"], ["dash"], ["busybox", "sh"]]) {
  const missing = spawnSync(words[0] ?? "", ["-c", ":"]).error === undefined
    ? null
    : "it is missing";
  Deno.test({
    ...testOptions(
      `run() sets what a shell lets be set, and goes where it is told, in ${words.join(" ")}`,
      missing,
    ),
    async fn() {
      const { path, remove } = await caseFolder();
      try {
        for (const name of ["-", "plain"]) await mkdir(join(path, name));
        const env = {
          ...{
            UID: "5",
            EUID: "5",
            PPID: "1",
            SHELLOPTS: "x",
            BASHOPTS: "x",
            OPTIND: "x",
            IFS: "/",
          },
          ...{ CODEX_FAR_RUN: "/", CDPATH: "/:/tmp", A: "it's\n$A", "no-name": "x" },
        };
        for (const cwd of ["-", "plain"]) {
          const script = run(
            "/run",
            ["/bin/sh", "-c", 'printf "%s|" "$PWD" "$A" "$CODEX_FAR_RUN"; exit 7'],
            env,
            cwd,
            "nonce",
          );
          const { stdout, stderr } = spawnSync(words[0] ?? "", [...words.slice(1), "-c", BOOT], {
            input: `${encode(script)}go\n`,
            cwd: path,
            encoding: "utf8",
          });
          const [head, rest] = stdout.split("\n", 1).concat(stdout.slice(stdout.indexOf("\n") + 1));
          assertEquals(/^codex-far-shell \d+$/.test(head ?? ""), true, stdout + stderr);
          assertEquals(rest, `${join(path, cwd)}|it's\n$A|/run|`);
          assertEquals(stderr, "\nnonce 7\n");
        }
        const silent = spawnSync(words[0] ?? "", [...words.slice(1), "-c", BOOT], {
          input: encode(run("/run", ["/bin/echo", "started"], {}, undefined, "nonce")),
          encoding: "utf8",
        });
        assertEquals(silent.stdout.includes("started"), false);
      } finally {
        await remove();
      }
    },
  });
}

Deno.test({
  ...testOptions('overSsh("--", host) takes a host for a host, whatever it looks like', NO_SSH),
  async fn() {
    const { path, remove } = await caseFolder();
    try {
      const made = join(path, "made");
      const spawn = overSsh("-F", "/dev/null", "--", `-oProxyCommand=touch ${made}`);
      const error = await new Codex({ spawn }).startThread().run("x").then(
        () => null,
        (error) => error,
      );
      assertStringIncludes(String(error), "ssh ended with 255");
      assertEquals(existsSync(made), false);
    } finally {
      await remove();
    }
  },
});

Deno.test("withoutEnd() takes the status off the end, however it comes, and nothing else", async () => {
  const never = new Promise<void>(() => {});
  const cases: readonly (readonly [string, string, number | null])[] = [
    ["oh\n\nNONCE 3\n", "oh\n", 3],
    ["\nNONCE 0\n", "", 0],
    ["no line break\nNONCE 255\n", "no line break", 255],
    ["lost", "lost", null],
    ["lost\nNONCE 1", "lost\nNONCE 1", null],
    ["\nNONCE none\n", "\nNONCE none\n", null],
    ["", "", null],
    ["\nnonce 0\n\n\nNONC\nNONCE 9\n", "\nnonce 0\n\n\nNONC", 9],
  ];
  for (const [text, shown, status] of cases) {
    for (const size of [1, 2, 7, 100]) {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      const source = Readable.from(pieces.map((piece) => new TextEncoder().encode(piece)), {
        objectMode: false,
      });
      const end = withoutEnd(source, "NONCE", never);
      assertEquals(await new Response(end.stream).text(), shown);
      assertEquals(await end.status, status, JSON.stringify(text));
    }
  }
});

Deno.test("withoutEnd() reads on when nobody wants to", async () => {
  const source = new PassThrough();
  const end = withoutEnd(source, "NONCE", Promise.resolve());
  await end.stream.cancel();
  for (let size = 0; size < 1_000_000; size += 1_000) source.write("x".repeat(1_000));
  source.end("\nNONCE 4\n");
  assertEquals(await end.status, 4);
});
