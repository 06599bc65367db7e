/**
 * The `spawn` of examples/elsewhere.ts with the real Codex, behind a shell of this machine and over ssh.
 *
 * The variable CODEX_TEST_SSH may hold arguments of `ssh` that reach this machine by a server of its own.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { overSsh } from "../examples/_far_shell.ts";
import {
  AbortError,
  Codex,
  CodexNotFoundError,
  ExitError,
  IncompleteTurnError,
  SpawnError,
} from "../mod.ts";
import { AppServer } from "../src/app_server/mod.ts";
import { message, reply, type ResponsesScript, shell, stall } from "../src/testing/mod.ts";
import { testOptions } from "./contract/posix.ts";
import { PNG } from "./contract/real_case.ts";
import {
  children,
  fake,
  KEY,
  NO_PROC,
  NO_SSH,
  onStage,
  read,
  sleepers,
  type Stage,
  until,
  type Way,
  WAYS,
} from "./elsewhere_stage.ts";

/** A daemon: its parent is gone, and so is its session. */
const DAEMON = "(setsid sleep 300 < /dev/null > /dev/null 2>&1 &)";

for (const way of WAYS) {
  type Run = (stage: Stage) => Promise<void>;
  const testAlways = (name: string, script: ResponsesScript, run: Run) =>
    Deno.test({
      ...testOptions(`${name}, ${way.name}`, way.missing ?? NO_PROC),
      // ssh2 never closes its ciphers.
      sanitizeResources: !way.server,
      fn: () => onStage(way, script, run),
    });
  // What has nothing to do with the connection is not tried on a shared one, too.
  const test: typeof testAlways = (...args) => way.shares ? undefined : testAlways(...args);

  testAlways(
    "elsewhere() brings prompt, image and schema there, and no secret into an argument",
    [
      // It waits for the test to let it go on.
      reply(shell(`pwd; printf %s "$ODD"; cat ../go`, { yieldMs: 30_000 })),
      reply(message('{"answer":"Ё"}')),
    ],
    async ({ spawn, options, server, folder, ssh, alive }) => {
      const picture = join(folder, "a 'picture' of $HOME.png");
      await writeFile(picture, Buffer.from(PNG, "base64"));
      const work = join(folder, "it's Ё \\n work");
      await mkdir(work);
      execFileSync("mkfifo", [join(folder, "go")]);
      const odd = "two\nlines, \\n, 'quotes', \"$HOME\" and Ё";
      const codex = new Codex({ ...options, spawn, env: { ...options.env, ODD: odd } });
      const thread = codex.startThread({
        workingDirectory: work,
        skipGitRepoCheck: true,
        sandboxMode: "danger-full-access",
      });
      const running = thread.run([
        { type: "text", text: "What do you see?\n'Ё'" },
        { type: "local_image", path: picture },
      ], {
        outputSchema: {
          type: "object",
          properties: { answer: { type: "string" } },
          required: ["answer"],
        },
      });
      running.catch(() => {});
      // Opens when the command has opened its end.
      const go = await Promise.race([open(join(folder, "go"), "w"), running.then(() => null)]);
      assert(go !== null, "the turn waits for its command");
      const lines = [...alive(), ...children()].map((pid) => read(`/proc/${pid}/cmdline`)).join(
        "\n",
      );
      assertStringIncludes(lines, "IFS= read");
      assertStringIncludes(lines, "exec\0--experimental-json");
      assert(!lines.includes(KEY));
      // Both sides are this machine: without the copies Codex would find the files all the same.
      assert(!lines.includes(picture));
      assert(lines.includes("/run/1.json"), "the schema is a copy");
      await go.close();
      const turn = await running;
      assertEquals(turn.output, { answer: "Ё" });
      if (way.shares) assertEquals(ssh?.connections, 1);
      const [request] = server.requests;
      assertEquals(request?.texts.at(-1), "What do you see?\n'Ё'");
      assertEquals(request?.images, [`data:image/png;base64,${PNG}`]);
      assertStringIncludes(JSON.stringify(request?.body.text), '"answer"');
      assertEquals(request?.headers.authorization, `Bearer ${KEY}`);
      const [command] = turn.items;
      assert(command?.type === "command_execution");
      assertEquals(command.aggregated_output, `${work}\n${odd}`);
    },
  );

  testAlways(
    "elsewhere() ends all that Codex has started at a stop",
    [
      reply(
        shell(`sleep 300 & setsid sleep 300 & ${DAEMON}; echo begun; wait`, { yieldMs: 60_000 }),
      ),
      stall(),
    ],
    async ({ spawn, options, folder, alive }) => {
      const abort = new AbortController();
      const turn = new Codex({ ...options, spawn }).startThread({
        workingDirectory: folder,
        skipGitRepoCheck: true,
        sandboxMode: "danger-full-access",
      }).run("Sleep", { signal: abort.signal });
      const failed = turn.then(() => null, (error) => error);
      await until(() => sleepers(alive) === 3);
      abort.abort();
      assert(await failed instanceof AbortError);
      await until(() => alive().length === 0);
    },
  );

  test(
    "elsewhere() ends a Codex that will not be stopped, and what it has started",
    [],
    async ({ spawn, options, folder, alive }) => {
      const codexPathOverride = await fake(
        folder,
        "trap '' INT TERM; setsid sh -c \"trap '' INT TERM; sleep 300; sleep 300\" & sleep 300; sleep 300",
      );
      const abort = new AbortController();
      let started = false;
      const codex = new Codex({
        ...options,
        codexPathOverride,
        // A stop does not wait for a `spawn` that has not come back yet.
        spawn: async (command) => {
          const child = await spawn(command);
          started = true;
          return child;
        },
      });
      const turn = codex.startThread().run("Sleep", { signal: abort.signal, killGraceMs: 200 });
      const failed = turn.then(() => null, (error) => error);
      await until(() => started && sleepers(alive) === 2);
      abort.abort();
      assert(await failed instanceof AbortError);
      await until(() => alive().length === 0);
    },
  );

  const { lost } = way;
  if (lost !== undefined) {
    testAlways(
      "elsewhere() ends all when the connection is lost",
      [reply(shell("sleep 300 & setsid sleep 300; wait", { yieldMs: 60_000 })), stall()],
      async ({ spawn, options, folder, alive, cut }) => {
        const turn = new Codex({ ...options, spawn }).startThread({
          workingDirectory: folder,
          skipGitRepoCheck: true,
          sandboxMode: "danger-full-access",
        }).run("Sleep");
        const failed = turn.then(() => null, (error) => error);
        await until(() => sleepers(alive) === 2);
        cut();
        const error = await failed;
        assert(error instanceof IncompleteTurnError, String(error));
        assertStringIncludes(error.message, `the connection was lost: ${lost}`);
        await until(() => alive().length === 0);
      },
    );

    test(
      "elsewhere() ends what a Codex has left that died as the connection was lost",
      [],
      async ({ spawn, options, folder, alive, cut }) => {
        // It dies at a write, before anybody can look for its children: as Codex does, or of SIGPIPE.
        for (const dies of ["trap '' PIPE", ":"]) {
          const codexPathOverride = await fake(
            folder,
            `cat > /dev/null; setsid sleep 300 & ${dies}
while echo '{"type":"turn.started"}' 2> /dev/null; do sleep 0.01; done; exit 101`,
          );
          const failed = new Codex({ ...options, spawn, codexPathOverride }).startThread().run("x")
            .then(() => null, (error) => error);
          await until(() => sleepers(alive) > 0);
          cut();
          const error = await failed;
          assert(error instanceof IncompleteTurnError, String(error));
          await until(() => alive().length === 0);
        }
      },
    );
  }

  test(
    "elsewhere() ends all when this program dies",
    [],
    async ({ options, folder, alive, far: { how, args } }) => {
      const codexPathOverride = await fake(
        folder,
        `trap '' INT TERM HUP PIPE; setsid sleep 300 & ${DAEMON}; sleep 300`,
      );
      const program = join(folder, "program.ts");
      const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
      await writeFile(
        program,
        `import { Codex } from ${module("../mod.ts")};
import { ${how} } from ${module("../examples/_far_shell.ts")};
const [options, args] = JSON.parse(Deno.args[0]);
await new Codex({ ...options, spawn: ${how}(...args) }).startThread().run("x");
`,
      );
      // The program lies outside of the project, and the example in it imports this package by its name.
      const config = fileURLToPath(new URL("../deno.json", import.meta.url));
      const child = new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          "--config",
          config,
          program,
          JSON.stringify([{ ...options, codexPathOverride }, args]),
        ],
      }).spawn();
      await until(() => sleepers(alive) === 3);
      child.kill("SIGKILL");
      await child.status;
      await until(() => alive().length === 0);
    },
  );

  test(
    "elsewhere() tells Codex's exit code, and its signal",
    [],
    async ({ spawn, options, folder }) => {
      for (
        const [script, code, signal] of [["exit 255", 255, null], ["kill -9 $$", null, "SIGKILL"]]
      ) {
        const codexPathOverride = await fake(folder, `cat > /dev/null; echo oh >&2; ${script}`);
        const error = await new Codex({ ...options, spawn, codexPathOverride }).startThread().run(
          "x",
        )
          .then(() => null, (error) => error);
        assert(error instanceof ExitError, String(error));
        assertEquals([error.exitCode, error.signal, error.stderr], [code, signal, "oh\n"]);
      }
    },
  );

  test(
    "elsewhere() tells that there is no Codex",
    [],
    async ({ spawn, options, folder }) => {
      const noProgram = join(folder, "no program");
      await writeFile(noProgram, "");
      for (const codexPathOverride of ["no-such-codex", join(folder, "none"), noProgram]) {
        const error = await new Codex({ ...options, spawn, codexPathOverride }).startThread().run(
          "x",
        )
          .then(() => null, (error) => error);
        assert(error instanceof CodexNotFoundError, String(error));
        assertStringIncludes(error.message, `there is no ${codexPathOverride} behind `);
        assertEquals(error.searched, [codexPathOverride]);
      }
    },
  );

  test(
    "elsewhere() runs live sessions",
    () => reply(message("Hello from there")),
    async ({ spawn, options, folder, alive }) => {
      const server = await AppServer.start({ ...options, spawn });
      try {
        const thread = await server.startThread({ workingDirectory: folder });
        assertEquals((await thread.run("Hi")).finalResponse, "Hello from there");
        assertEquals((await thread.run("Hi")).finalResponse, "Hello from there");
        assert(alive().length > 0);
      } finally {
        await server.close();
      }
      await until(() => alive().length === 0);
    },
  );
}

Deno.test({
  ...testOptions("overSsh() tells why there is no connection", NO_SSH),
  async fn() {
    const spawn = overSsh("-F", "/dev/null", "-p", "1", "codex@127.0.0.1");
    const error = await new Codex({ spawn }).startThread().run("x").then(
      () => null,
      (error) => error,
    );
    assert(error instanceof SpawnError, String(error));
    assertStringIncludes(
      error.message,
      "ssh ended with 255: ssh: connect to host 127.0.0.1 port 1",
    );
  },
});

Deno.test({
  ...testOptions("overSsh() works with a login shell that talks", NO_SSH ?? NO_PROC),
  sanitizeResources: false,
  fn: () =>
    onStage(
      { ...WAYS[1] as Way, login: ["/bin/sh", "-c", 'echo Welcome!; eval "$0"'] },
      [],
      async ({ spawn, options, folder }) => {
        const codexPathOverride = await fake(folder, "exit 3");
        const error = await new Codex({ ...options, spawn, codexPathOverride }).startThread().run(
          "x",
        )
          .then(() => null, (error) => error);
        assertEquals(error?.exitCode, 3);
      },
    ),
});
