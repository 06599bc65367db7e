/**
 * Questions in durable turns.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ApprovalRequest } from "../../src/app_server/mod.ts";
import type { RecordedRequest, ResponsesScript } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { onFleet, ran, stopUntold, TOLD_COMMAND } from "./durable_turn_cases.ts";
import { endLeft, nothingLeft, startWorker } from "./durable_worker.ts";
import { spawning } from "./live_agent_cases.ts";
import { POSIX } from "./posix.ts";
import { until } from "./real_case.ts";

/** A model that wants a command, and wants it again when it is asked to go on. */
function twice({ testing: { message, reply, shell } }: Kit): ResponsesScript {
  return [
    reply(shell("echo one >> log")),
    reply(shell("echo one >> log")),
    reply(message("done")),
  ];
}

export const DURABLE_QUESTION_CASES: readonly Case[] = [
  {
    name: "runDurableTurn() gives each question of a sub-agent an id, and an answer, of its own",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const agent = ({ outputs }: RecordedRequest) => {
        const step = ["one", "two"][outputs.length];
        return reply(step === undefined ? message("helped") : shell(`echo ${step} >> log`));
      };
      return onFleet(kit, spawning(kit, agent), async ({ base }) => {
        const asked = new Map<string, ApprovalRequest>();
        const questions = {
          ask: (id: string, request: ApprovalRequest) => {
            // As a table would: what it has under an id, it keeps.
            if (!asked.has(id)) asked.set(id, request);
            return Promise.resolve();
          },
          answer: (id: string) => {
            const request = asked.get(id);
            const isFirst = request?.kind === "command" && request.command.includes("one");
            return Promise.resolve(isFirst ? "accept" as const : "decline" as const);
          },
        };
        const threadOptions = {
          workingDirectory: kit.folder,
          sandboxMode: "danger-full-access",
          approvalPolicy: "untrusted",
        } as const;
        const call = { ...base, threadOptions, messageId: "m-1", input: "Do it", questions };
        const turn = await kit.durable.runDurableTurn(call);
        assertEquals(turn.finalResponse, "the agent is done");
        assertEquals([asked.size, await ran(kit)], [2, ["one"]]);
      });
    },
  },
  {
    name: "runDurableTurn() asks anew once a command has ended, however long onEvent takes",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell, stall } = kit.testing;
      const again = reply(shell(TOLD_COMMAND));
      const script = [again, stall(), again, reply(message("done"))];
      return onFleet(kit, script, async ({ server, base }) => {
        const ids: string[] = [];
        const questions = {
          ask: (id: string) => Promise.resolve(void ids.push(id)),
          answer: () => Promise.resolve("accept" as const),
        };
        const threadOptions = { ...base.threadOptions, approvalPolicy: "untrusted" } as const;
        const call = { ...base, threadOptions, messageId: "m-1", input: "Do it", questions };
        await stopUntold(kit, server, call, '"over"');
        const turn = await kit.durable.runDurableTurn(call);
        assertEquals([turn.finalResponse, await ran(kit)], ["done", ["one", "one"]]);
        assertEquals([ids.length, new Set(ids).size], [2, 2]);
      });
    },
  },
  {
    name: "runDurableTurn() asks again under the same id when its Codex has died",
    posix: POSIX.processes,
    run(kit) {
      return onFleet(kit, twice(kit), async ({ server, base }) => {
        const ids: string[] = [];
        const questions = {
          ask: (id: string) => Promise.resolve(void ids.push(id)),
          answer: async () => {
            if (ids.length > 1) return "accept" as const;
            await endLeft(server);
            return await new Promise<never>(() => {});
          },
        };
        const threadOptions = {
          workingDirectory: kit.folder,
          sandboxMode: "danger-full-access",
          approvalPolicy: "untrusted",
        } as const;
        const codex = { ...base.codex, restart: true };
        const call = { ...base, codex, threadOptions, messageId: "m-1", input: "Do it", questions };
        await assertRejects(
          () => kit.durable.runDurableTurn(call),
          kit.live.ConnectionClosedError,
        );
        const turn = await kit.durable.runDurableTurn(call);
        assertEquals([turn.finalResponse, await ran(kit)], ["done", ["one"]]);
        assertEquals([ids.length, new Set(ids).size], [2, 1]);
      });
    },
  },
  {
    name: "runDurableTurn() asks again under the same id after a restart, and an answer counts",
    posix: POSIX.processes,
    run(kit) {
      return onFleet(kit, twice(kit), async ({ server, base }) => {
        const { store: _store, ...rest } = base;
        const questions = join(kit.folder, "questions");
        const threadOptions = {
          workingDirectory: kit.folder,
          sandboxMode: "workspace-write",
          approvalPolicy: "untrusted",
        } as const;
        const job = { ...rest, threadOptions, messageId: "m-1", input: "Do it", questions };
        const worker = await startWorker(kit, job);
        const asked = () => readFile(join(questions, "asked"), "utf8").catch(() => "");
        await until(async () => await asked() === "" ? null : true);
        worker.child.kill("SIGKILL");
        await worker.ended;
        await nothingLeft(server);
        // Given while nobody runs.
        await writeFile(join(questions, "answer"), "accept");
        const next = await startWorker(kit, job);
        await next.ended;
        const end = next.said.at(-1);
        assert(end?.type === "result", JSON.stringify(end));
        assertEquals([end.turn.finalResponse, await ran(kit)], ["done", ["one"]]);
        const [first, second, third] = (await asked()).split("\n");
        assertEquals(first, second);
        assertEquals(third, "");
        assert(/^[^/]+\/[^/]+$/.test(JSON.parse(first ?? "{}").id), first);
      }, ["home-"]);
    },
  },
];
