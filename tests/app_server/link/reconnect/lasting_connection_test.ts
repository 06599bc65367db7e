import { assertEquals, assertRejects } from "@std/assert";
import { AppServer } from "../../../../src/app_server/app_server.ts";
import type { ServerEnd } from "../../../../src/app_server/link/end.ts";
import { LastingConnection } from "../../../../src/app_server/link/reconnect/lasting_connection.ts";
import type { ServerLink } from "../../../../src/app_server/link/server_link.ts";
import { ConnectionClosedError } from "../../../../src/app_server/link/rpc_errors.ts";
import type { LiveThread } from "../../../../src/app_server/threads/live_thread.ts";
import type { SpawnCommand } from "../../../../src/core/vocabulary/spawn.ts";
import { FakeProcess } from "../fake_process.ts";
import { type Message, soon } from "../line_pairs.ts";
import { ANSWERS, tell, THREAD } from "../../turns/fake_turn.ts";

/** Stands for "it dies instead of answering". */
const DIES = Symbol("dies");
const OPENED = { thread: { id: THREAD }, initialTurnsPage: { data: [] } };

/** A server with requests that it does not survive. */
class Mortal extends FakeProcess {
  override say(...messages: readonly (string | Message)[]): void {
    if (messages.some((said) => Object(said).result === DIES)) this.exit(1);
    else super.say(...messages);
  }
}

/** A server that is started again, and dies each time when it hears a method. */
async function dyingOf(method: string) {
  const processes: FakeProcess[] = [];
  const spawn = (command: SpawnCommand) => {
    const process = new Mortal({
      ...ANSWERS,
      "thread/resume": OPENED,
      "thread/read": OPENED,
      "thread/turns/list": { data: [] },
      [method]: DIES,
    });
    processes.push(process);
    return process.spawn(command);
  };
  const server = await AppServer.start({ spawn, env: {}, restart: true });
  const asked = () =>
    processes.flatMap(({ heard }) => heard.filter((message) => message.method === method)).length;
  return { server, processes, asked };
}

type Asked = (server: AppServer, thread: LiveThread) => Promise<unknown>;

const ASKS: readonly (readonly [string, Asked])[] = [
  ["model/list", (server) => server.request("model/list", {})],
  ["turn/start", (_, thread) => thread.run("go")],
];

for (const [method, ask] of ASKS) {
  Deno.test(`a server that dies of ${method} each time is asked six times, and lives on`, async () => {
    const { server, processes, asked } = await dyingOf(method);
    const thread = await server.startThread();
    // The thread is stored, so that it is resumed.
    for (const told of ["turn/started", "turn/completed"]) {
      tell(processes[0] as FakeProcess, told, { turn: { id: "earlier", status: "completed" } });
    }
    await soon();
    await assertRejects(() => ask(server, thread), ConnectionClosedError);
    assertEquals(asked(), 6);
    assertEquals((await server.readThread(thread.id)).id, thread.id);
    await server.close();
  });
}

Deno.test("a server whose output ends again and again is given up, however long it takes to kill", async () => {
  let opened = 0;
  let end = () => {};
  const open = (): ServerLink => {
    opened++;
    const ended = new Promise<void>((resolve) => end = resolve);
    const killed = ended.then(() => new Promise<void>((resolve) => setTimeout(resolve, 1_100)));
    const incoming = async function* (): AsyncGenerator<string> {
      yield* await ended.then((): string[] => []);
    };
    return {
      lines: { incoming: incoming(), send: () => Promise.resolve() },
      exited: killed.then(() => ({ code: null, signal: "SIGKILL" })),
      stderr: () => "",
      below: () => null,
      stop: () => killed,
    };
  };
  const closed = new Promise<[number, ServerEnd?]>((resolve) => {
    const connection = new LastingConnection(open(), () => Promise.resolve(open()), {
      notification() {},
      request: () => Promise.reject(new Error("unused")),
      malformed() {},
      greet: () => Promise.resolve(),
      lost() {},
      resume: () => Promise.resolve(),
      closed: (_, end) => resolve([opened, end]),
      // There are two attempts after the first link.
      changed: (state) =>
        opened > 3 ? resolve([opened]) : state === "connected" ? end() : undefined,
      redact: (text) => text,
    }, {
      reconnect: { attempts: 2, minDelayMs: 1 },
      timeoutMs: 1_000,
      keepAlive: false,
      shown: null,
    });
    void connection.greet().then(() => end());
  });
  assertEquals(await closed, [
    3,
    { reason: "exited", exitCode: null, signal: "SIGKILL", stderr: "" },
  ]);
});
