import { assertEquals, assertRejects } from "@std/assert";
import { AppServer } from "../../../src/app_server/app_server.ts";
import { CodexError } from "../../../src/core/vocabulary/errors.ts";
import { FakeProcess } from "./fake_process.ts";

const ID = "01a201f0-88ca-7681-ada4-692e81620abf";
const GOOD = {
  "config/read": { config: {} },
  "thread/start": { thread: { id: ID } },
  "thread/read": { thread: { id: ID } },
  "thread/settings/update": {},
};

interface Row {
  /** The method whose answer is read. */
  readonly method: string;
  /** What is wrong with the answer, in the words of the error. */
  readonly state: string;
  /** Answers of another shape, beside null, a text and a list. */
  readonly answers: readonly unknown[];
  /** What calls it. */
  readonly call: (server: AppServer) => Promise<unknown>;
}

const start = async (server: AppServer) => await server.startThread();
const THREAD = [{}, { thread: null }, { thread: {} }, { thread: { id: 7 } }, {
  thread: { id: "" },
}];

const ROWS: readonly Row[] = [
  { method: "thread/start", state: "has no thread id", answers: THREAD, call: start },
  {
    method: "thread/resume",
    state: "has no thread id",
    answers: THREAD,
    call: (server) => server.resumeThread(ID),
  },
  {
    method: "thread/fork",
    state: "has no thread id",
    answers: THREAD,
    call: (server) => server.forkThread(ID),
  },
  {
    method: "thread/read",
    state: "has no thread id",
    answers: THREAD,
    call: (server) => server.readThread(ID),
  },
  {
    method: "config/read",
    state: "has no config",
    answers: [{}, { config: null }, { config: [] }],
    call: start,
  },
  {
    method: "turn/start",
    state: "has no turn id",
    answers: [{}, { turn: null }, { turn: {} }, { turn: { id: 7 } }],
    call: async (server) => await (await start(server)).run("go"),
  },
  {
    method: "review/start",
    state: "has no turn id",
    answers: [{}, { turn: {} }],
    call: async (server) => await (await start(server)).review({ type: "uncommittedChanges" }),
  },
  {
    method: "thread/list",
    state: "has no data",
    answers: [{}, { data: null }, { data: {} }],
    call: async (server) => await Array.fromAsync(server.listThreads()),
  },
  {
    method: "thread/list",
    state: "has no entry id",
    answers: [{ data: [null] }, { data: [{}] }],
    call: async (server) => await Array.fromAsync(server.listThreads()),
  },
  {
    method: "model/list",
    state: "has no data",
    answers: [{}, { data: 7 }],
    call: (server) => server.listModels(),
  },
  {
    method: "account/read",
    state: "is not an object",
    answers: [],
    call: (server) => server.account(),
  },
];

Deno.test("AppServer names the method whose answer has another shape", async () => {
  for (const { method, state, answers, call } of ROWS) {
    const nothing = state === "has no entry id" ? [] : [null, "text", []];
    for (const answer of [...nothing, ...answers]) {
      const process = new FakeProcess({ ...GOOD, [method]: answer });
      const server = await AppServer.start({ spawn: process.spawn, env: {} });
      const error = await assertRejects(() => call(server), CodexError);
      assertEquals(
        error.message,
        `Cannot ${method}: the app-server's answer ${state}`,
        JSON.stringify(answer),
      );
      await server.close();
    }
  }
});
