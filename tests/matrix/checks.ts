/**
 * What is tried with each pair of runtime and Codex. Needs of the SDK only what it is given.
 *
 * @module
 */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { Thread, ThreadOptions } from "../../mod.ts";
import type { Reply, ResponsesServer } from "../../src/testing/mod.ts";

/** What a check works with. */
export interface Bench {
  readonly sdk: typeof import("../../mod.ts");
  readonly testing: typeof import("../../src/testing/mod.ts");
  /** A folder for everything. */
  readonly folder: string;
}

/** Something to try. */
export interface Check {
  readonly name: string;
  /** The Codex it takes; an older one has to refuse it in good order. */
  readonly since?: string;
  run(bench: Bench): Promise<void>;
}

type Client = InstanceType<Bench["sdk"]["Codex"]>;

/** Runs `use` with a client on a server that gives the answers. */
async function turns(
  { sdk, testing, folder }: Bench,
  answers: readonly Reply[],
  use: (codex: Client, server: ResponsesServer) => Promise<void>,
): Promise<void> {
  const server = await testing.ResponsesServer.start(answers);
  // Windows has no network without SystemRoot.
  const { PATH = "", SystemRoot } = process.env;
  // No TMPDIR: an empty one makes Codex's sandbox panic, and the default will do.
  const env = {
    PATH,
    CODEX_HOME: join(folder, "home"),
    HOME: folder,
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
  };
  try {
    await mkdir(join(folder, "home"), { recursive: true });
    await use(new sdk.Codex({ baseUrl: server.url, apiKey: "sk-offline", env }), server);
    assert.deepEqual(server.unexpected, []);
  } finally {
    await server.close();
  }
}

const inFolder = ({ folder }: Bench, options: ThreadOptions = {}): ThreadOptions => ({
  workingDirectory: folder,
  skipGitRepoCheck: true,
  ...options,
});

const SCHEMA = {
  type: "object",
  properties: { a: { type: "string" } },
  required: ["a"],
  additionalProperties: false,
};

function formatOf(server: ResponsesServer, index: number): unknown {
  return (server.requests[index]?.body.text as Record<string, unknown> | undefined)?.format;
}

/** A thread that has had its first turn. */
async function begun(bench: Bench, codex: Client, options: ThreadOptions = {}): Promise<Thread> {
  const thread = codex.startThread(inFolder(bench, options));
  await thread.run("first");
  return thread;
}

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async function imageOnSecondTurn(bench: Bench): Promise<void> {
  const { message, reply } = bench.testing;
  await turns(bench, [reply(message("a")), reply(message("b"))], async (codex, server) => {
    const path = join(bench.folder, "pixel.png");
    await writeFile(path, PNG, "base64");
    const thread = await begun(bench, codex);
    await thread.run([{ type: "text", text: "look" }, { type: "local_image", path }]);
    assert.deepEqual(server.requests[1]?.images, [`data:image/png;base64,${PNG}`]);
  });
}

/** Every check; each is a column of the table. */
export const CHECKS: readonly Check[] = [
  {
    name: "plain turn",
    run: (bench) =>
      turns(bench, [bench.testing.reply(bench.testing.message("hi"))], async (codex, server) => {
        const turn = await codex.startThread(inFolder(bench)).run("hello");
        assert.equal(turn.finalResponse, "hi");
        assert.equal(turn.usage?.input_tokens, 42);
        assert.equal(server.requests[0]?.texts.at(-1), "hello");
        assert.equal(server.requests[0]?.headers.authorization, "Bearer sk-offline");
      }),
  },
  {
    name: "shell",
    run(bench) {
      const { message, reply, shell } = bench.testing;
      const answers = [reply(shell("echo hi; exit 3")), reply(message("done"))];
      return turns(bench, answers, async (codex) => {
        const { items } = await codex.startThread(inFolder(bench)).run("go");
        const command = items.find((item) => item.type === "command_execution");
        assert.deepEqual([command?.status, command?.exit_code], ["failed", 3]);
        assert.match(command?.aggregated_output ?? "", /hi/);
      });
    },
  },
  {
    name: "key hidden",
    run(bench) {
      const { message, reply, shell } = bench.testing;
      return turns(bench, [reply(shell("env")), reply(message("done"))], async (codex, server) => {
        await codex.startThread(inFolder(bench)).run("go");
        const output = server.requests[1]?.outputs[0]?.text ?? "";
        assert.match(output, /PATH=/);
        assert.doesNotMatch(output, /sk-offline/);
      });
    },
  },
  {
    name: "patch",
    run(bench) {
      const { message, patch, reply } = bench.testing;
      const text = `*** Begin Patch\n*** Add File: ${crypto.randomUUID()}\n+a\n*** End Patch\n`;
      return turns(bench, [reply(patch(text)), reply(message("done"))], async (codex) => {
        const thread = codex.startThread(inFolder(bench, { sandboxMode: "workspace-write" }));
        const { items } = await thread.run("go");
        assert.equal(items.find((item) => item.type === "file_change")?.status, "completed");
      });
    },
  },
  {
    name: "schema",
    run(bench) {
      const { message, reply } = bench.testing;
      return turns(bench, [reply(message('{"a":"b"}'))], async (codex, server) => {
        await codex.startThread(inFolder(bench)).run("go", { outputSchema: SCHEMA });
        const format = formatOf(server, 0);
        assert.deepEqual((format as Record<string, unknown> | undefined)?.schema, SCHEMA);
      });
    },
  },
  {
    name: "resume",
    run(bench) {
      const { message, reply } = bench.testing;
      return turns(bench, [reply(message("a")), reply(message("b"))], async (codex, server) => {
        const first = await begun(bench, codex);
        const options = inFolder(bench, {
          sandboxMode: "workspace-write",
          additionalDirectories: [bench.folder],
        });
        const second = codex.resumeThread(first.id ?? "", options);
        assert.equal((await second.run("second")).finalResponse, "b");
        assert.equal(second.id, first.id);
        assert.deepEqual(server.requests[1]?.answers, ["a"]);
      });
    },
  },
  {
    name: "resume with schema",
    run(bench) {
      const { message, reply } = bench.testing;
      return turns(bench, [reply(message("a")), reply(message("{}"))], async (codex, server) => {
        const thread = await begun(bench, codex);
        await thread.run("second", { outputSchema: SCHEMA });
        const format = formatOf(server, 1);
        assert.deepEqual((format as Record<string, unknown> | undefined)?.schema, SCHEMA);
      });
    },
  },
  { name: "resume with image", since: "0.98.0", run: imageOnSecondTurn },
  {
    name: "resume unknown id",
    async run(bench) {
      const { message, reply } = bench.testing;
      // An old Codex starts a new thread: whether or not it asks the model, the SDK stops it.
      await turns(bench, [reply(message("new"))], async (codex) => {
        const id = "01a201f0-88ca-7681-ada4-692e81620abf";
        const run = codex.resumeThread(id, inFolder(bench)).run("go");
        await assert.rejects(run, bench.sdk.ResumeError);
      });
    },
  },
  {
    name: "ephemeral",
    since: "0.120.0",
    run(bench) {
      const { message, reply } = bench.testing;
      return turns(bench, [reply(message("a"))], async (codex) => {
        const thread = await begun(bench, codex, { ephemeral: true });
        await assert.rejects(thread.run("second"), bench.sdk.ResumeError);
      });
    },
  },
  {
    name: "fork",
    since: "0.169.0",
    run(bench) {
      const { message, reply } = bench.testing;
      return turns(bench, [reply(message("a")), reply(message("b"))], async (codex, server) => {
        const first = await begun(bench, codex);
        const fork = codex.forkThread(first.id ?? "", inFolder(bench));
        await fork.run("second");
        assert.notEqual(fork.id, first.id);
        assert.deepEqual(server.requests[1]?.answers, ["a"]);
      });
    },
  },
  {
    name: "abort",
    run(bench) {
      const { stall } = bench.testing;
      return turns(bench, [stall()], async (codex, server) => {
        const abort = new AbortController();
        const run = codex.startThread(inFolder(bench)).run("go", { signal: abort.signal });
        const rejected = assert.rejects(run, bench.sdk.AbortError);
        await server.waitForRequests(1);
        abort.abort();
        await rejected;
      });
    },
  },
];
