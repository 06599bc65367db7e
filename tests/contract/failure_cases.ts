/**
 * What the errors of turns tell: the cause, its code, and who asked for the turn.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { CodexError } from "../../mod.ts";
import type { Reply } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { onLive } from "./live_case.ts";
import { impatient, inFolder, onServer } from "./real_case.ts";

const CAUSE = "Reconnecting... waiting for network";
const LAST_ERROR = {
  message: CAUSE,
  code: "connection_failed",
  httpStatus: null,
  retryable: true,
} as const;

type Row = [reply: Reply, code: string, httpStatus: number | null, retryable: boolean];

/** Answers of the service, and what becomes of them. */
function rows({ testing: { cutStream, failed, httpError, incomplete, message } }: Kit): Row[] {
  const over = { message: "over", code: "server_is_overloaded" };
  const limit = JSON.stringify({ error: { type: "usage_limit_reached" } });
  const reached = (kind: string) =>
    httpError(429, { headers: { "x-codex-rate-limit-reached-type": kind }, body: limit });
  return [
    [httpError(400, { message: "no such thing" }), "bad_request", 400, false],
    [httpError(400, { body: "<html>no</html>" }), "bad_request", 400, false],
    [httpError(401, { message: "bad key" }), "unauthorized", 401, false],
    [httpError(403), "unauthorized", 403, false],
    [httpError(404), "bad_request", 404, false],
    [httpError(429), "rate_limited", 429, true],
    [httpError(429, { code: "insufficient_quota" }), "usage_limit_exceeded", null, false],
    [reached("workspace_owner_credits_depleted"), "usage_limit_exceeded", null, false],
    [reached("workspace_member_credits_depleted"), "usage_limit_exceeded", null, false],
    [reached("workspace_owner_usage_limit_reached"), "usage_limit_exceeded", null, false],
    [reached("workspace_member_usage_limit_reached"), "usage_limit_exceeded", null, false],
    [httpError(500), "server_overloaded", 500, true],
    [httpError(502, { body: "<html>no</html>" }), "server_overloaded", 502, true],
    [httpError(503, over), "server_overloaded", null, true],
    [failed({ code: "rate_limit_exceeded", message: "slow down" }), "rate_limited", null, true],
    [
      failed({ code: "context_length_exceeded", message: "long" }),
      "context_window_exceeded",
      null,
      false,
    ],
    [failed({ code: "server_error", message: "no" }), "stream_disconnected", null, true],
    // Without a message, Codex has words of its own.
    [failed({ code: "cyber_policy", message: "" }), "cyber_policy", null, false],
    [
      failed({ code: "misalignment_policy_violation", message: "" }),
      "misalignment_policy",
      null,
      false,
    ],
    [failed({ code: "inference_hook_denied", message: "" }), "inference_hook_denied", null, false],
    [failed({ code: "access_program_not_enabled", message: "" }), "bad_request", null, false],
    [failed({ code: "invalid_prompt", message: "no" }), "other", null, false],
    [incomplete("max_output_tokens"), "other", null, false],
    [cutStream(message("half")), "stream_disconnected", null, true],
  ];
}

/** Runs a turn for each row, its number for the prompt, and holds the errors against the table. */
async function holds(kit: Kit, run: (prompt: string) => Promise<unknown>): Promise<void> {
  // A few at a time: each may be a process.
  const table = [...rows(kit).entries()];
  const lanes = await Promise.allSettled([0, 1, 2].map(async (lane) => {
    for (const [at, [, ...expected]] of table.filter(([at]) => at % 3 === lane)) {
      const error = await assertRejects(() => run(String(at)), kit.sdk.TurnFailedError);
      const { code, httpStatus, retryable, message } = error;
      assertEquals([code, httpStatus, retryable], expected, `${at}: ${message}`);
      // Where there is something to do, the error says that first.
      const said = error.lastError?.message ?? "?";
      assert(message.endsWith(said), `${at}: ${message}`);
      assertEquals(error.lastError, { message: said, code, httpStatus, retryable });
    }
  }));
  for (const lane of lanes) if (lane.status === "rejected") throw lane.reason;
}

const byPrompt = (kit: Kit) => ({ texts }: { readonly texts: readonly string[] }) =>
  rows(kit)[Number(texts.at(-1))]?.[0] as Reply;

/** The frames of a stack name a function, which the bundler may have numbered. */
const names = (error: CodexError, name: string) =>
  assert(new RegExp(`\\bat .*\\b${name}\\d*\\b`).test(error.stack ?? ""), error.stack);

/** Cases. */
export const FAILURE_CASES: readonly Case[] = [
  {
    name: "TurnFailedError has a code, a status, and whether a retry helps, of each failure",
    run(kit) {
      return onServer(kit, byPrompt(kit), async ({ server, codex }) => {
        const config = impatient(server.url);
        await holds(
          kit,
          (prompt) => codex.startThread(inFolder(kit, { config, ephemeral: true })).run(prompt),
        );
      });
    },
  },
  {
    name: "live: TurnFailedError has the codes of exec",
    run(kit) {
      return onLive(kit, byPrompt(kit), async ({ server, start }) => {
        const config = impatient(server.url);
        await holds(kit, async (prompt) => {
          return await (await start({ config, ephemeral: true })).run(prompt);
        });
      });
    },
  },
  {
    name: "TurnFailedError.resetsAt tells when a usage limit ends, and only then a retry helps",
    run(kit) {
      const resetsAt = Date.UTC(2031, 4, 23, 22, 25);
      const { httpError } = kit.testing;
      // Codex words it by the plan; an API key has none.
      const limit = (plan?: string) => {
        const error = { type: "usage_limit_reached", plan_type: plan, resets_at: resetsAt / 1000 };
        return httpError(429, { body: JSON.stringify({ error }) });
      };
      const script = [
        limit("plus"),
        limit("enterprise"),
        limit(),
        httpError(429, { type: "usage_limit_reached" }),
      ];
      return onServer(kit, script, async ({ server, codex }) => {
        const thread = codex.startThread(inFolder(kit, { config: impatient(server.url) }));
        for (const plan of ["plus", "enterprise", "none"]) {
          const told = await assertRejects(() => thread.run(plan), kit.sdk.TurnFailedError);
          assertEquals([told.code, told.retryable], ["usage_limit_exceeded", true], told.message);
          assertEquals(told.resetsAt?.getTime(), resetsAt);
        }
        const untold = await assertRejects(() => thread.run("b"), kit.sdk.TurnFailedError);
        assertEquals([untold.code, untold.retryable], ["usage_limit_exceeded", false]);
        assertEquals(untold.resetsAt, null);
      });
    },
  },
  {
    name: "every error of an unfinished turn tells the last error event",
    async run({ sdk, testing }) {
      const { cut, event, exits, fakeCodex, hangs, line, stderr, turn } = testing;
      const reconnecting = [
        event({ type: "error", message: "Reconnecting... 5/5" }),
        event({ type: "error", message: CAUSE }),
      ];
      const abort = new AbortController();
      const table = [
        [[cut()], sdk.IncompleteTurnError, true],
        [[exits(1)], sdk.ExitError, true],
        [[stderr("Reading prompt from stdin...\n"), exits(1)], sdk.ExitError, true],
        [[exits(null, "SIGKILL")], sdk.ExitError, true],
        [[hangs()], sdk.TimeoutError, true],
        [[line("garbage")], sdk.DecodeError, false],
        [[hangs()], sdk.AbortError, false],
      ] as const;
      for (const [end, kind, inMessage] of table) {
        const spawn = fakeCodex([turn(...reconnecting, ...end)]);
        const { events } = await new sdk.Codex({ spawn }).startThread().runStreamed("go", {
          ...(kind === sdk.TimeoutError ? { timeoutMs: 50 } : {}),
          ...(kind === sdk.AbortError ? { signal: abort.signal } : {}),
        });
        const read = async () => {
          for await (const event of events) {
            if (kind === sdk.AbortError && "message" in event && event.message === CAUSE) {
              abort.abort();
            }
          }
        };
        const error = await assertRejects(read, kind as typeof sdk.ExitError);
        assertEquals(error.lastError, LAST_ERROR, error.name);
        if (inMessage) assert(error.message.endsWith(CAUSE), error.message);
      }
      const quiet = new sdk.Codex({ spawn: fakeCodex([turn(exits(1))]) }).startThread();
      assertEquals((await assertRejects(() => quiet.run("go"), sdk.ExitError)).lastError, null);
    },
  },
  {
    name: "a service that is not there: the errors of both transports tell so",
    async run(kit) {
      const url = "http://127.0.0.1:9/v1";
      const stops = async (
        run: (signal: AbortSignal) => Promise<{ events: AsyncIterable<{ type: string }> }>,
      ) => {
        const abort = new AbortController();
        const { events } = await run(abort.signal);
        const read = async () => {
          for await (const { type } of events) if (type === "error") abort.abort();
        };
        const { lastError } = await assertRejects(read, kit.sdk.AbortError);
        assertEquals([lastError?.code, lastError?.retryable], ["connection_failed", true]);
        assertStringIncludes(lastError?.message ?? "", "Reconnecting... ");
      };
      const options = { baseUrl: url, config: impatient(url, { stream_max_retries: 9 }) };
      await onServer(kit, [], async ({ codex }) => {
        const thread = codex.startThread(inFolder(kit, { ephemeral: true }));
        await stops((signal) => thread.runStreamed("go", { signal }));
      }, options);
      await onLive(kit, [], async ({ start }) => {
        const thread = await start({ ephemeral: true });
        await stops((signal) => thread.runStreamed("go", { signal }));
      }, options);
    },
  },
  {
    name: "repair is refused on an ephemeral thread over exec, which Codex cannot resume",
    async run({ sdk, live, testing: { fakeCodex, item, turn } }) {
      const spawn = fakeCodex([turn(item.agentMessage("one")), turn(item.agentMessage("{}"))]);
      const thread = new sdk.Codex({ spawn }).startThread({ ephemeral: true });
      const outputSchema = sdk.jsonSchema({ type: "object", properties: {} });
      const options = { outputSchema, repair: 1 };
      const error = await assertRejects(() => thread.run("go", options), sdk.InvalidInputError);
      assertEquals([error.option, spawn.calls.length], ["repair", 0]);
      // As the real one: the thread has no file.
      await thread.run("go");
      const gone = await assertRejects(() => thread.run("again"), sdk.ResumeError);
      assertEquals(gone.reason, "not_found");
      const server = await live.AppServer.start({
        spawn: fakeCodex([turn(item.agentMessage("no")), turn(item.agentMessage("{}"))]),
      });
      try {
        const live = await server.startThread({ ephemeral: true });
        assertEquals((await live.run("go", options)).output, {});
      } finally {
        await server.close();
      }
    },
  },
];

/** What is in a stack is the runtime's doing. */
export const STACK_CASES: readonly Case[] = [
  {
    name: "the stack of a turn's error names who asked for the turn, over both transports",
    async run({ sdk, live, testing: { exits, fails, fakeCodex, item, turn } }) {
      const outputSchema = sdk.jsonSchema({ type: "object", properties: {} });
      const script = [turn(fails("boom")), turn(item.agentMessage("no JSON")), turn(fails("boom"))];
      const server = await live.AppServer.start({ spawn: fakeCodex(script) });
      try {
        const lost = new sdk.Codex({ spawn: fakeCodex([turn(exits(1))]) }).startThread();
        const threads = [
          new sdk.Codex({ spawn: fakeCodex(script) }).startThread(),
          await server.startThread(),
        ];
        for (const thread of threads) {
          // Named functions: of an asynchronous arrow function Bun's frame has the place, and no name.
          const asksForIt = async function asksForIt(options = {}) {
            await Promise.resolve();
            return await thread.run("go", options);
          };
          names(await assertRejects(() => asksForIt(), sdk.TurnFailedError), "asksForIt");
          names(
            await assertRejects(() => asksForIt({ outputSchema }), sdk.OutputError),
            "asksForIt",
          );
          const streamsIt = async function streamsIt() {
            const { events } = await thread.runStreamed("go");
            return events;
          };
          const events = await streamsIt();
          const read = async () => {
            while (!(await events.next()).done);
          };
          const error = await assertRejects(read, sdk.TurnFailedError);
          names(error, "streamsIt");
          assert(!Object.keys(error).includes("stack"), "as with any other error");
          assertEquals(error.stack?.split("\n")[0], "TurnFailedError: boom");
        }
        const losesIt = async function losesIt() {
          return await lost.run("go");
        };
        names(await assertRejects(losesIt, sdk.ExitError), "losesIt");
      } finally {
        await server.close();
      }
    },
  },
];
