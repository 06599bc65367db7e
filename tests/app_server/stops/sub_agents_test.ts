import { assert, assertEquals } from "@std/assert";
import type { ThreadScope } from "../../../src/app_server/asks/scope.ts";
import type { Turn, TurnStatus } from "../../../src/app_server/protocol/common.ts";
import type { SubAgent } from "../../../src/app_server/stops/sub_agent.ts";
import { SubAgents } from "../../../src/app_server/stops/sub_agents.ts";

/** The agents of a thread "ours", whose turn is "root", and what they have told. */
function agents(): { readonly agents: SubAgents; readonly told: unknown[]; root: ThreadScope } {
  const told: unknown[] = [];
  const root: ThreadScope = {
    turn: {
      ended: new AbortController(),
      openItem: () => undefined,
      openItems: () => [],
      itemId: () => null,
      say: (...words) => Promise.resolve(void told.push(words)),
      interruptQuietly: () => Promise.resolve(void told.push("the root was interrupted")),
      async answering(answer) {
        told.push("the root's clock waits");
        return await answer;
      },
    },
    givenUp: (turnId) => turnId === "given up",
    places: null,
    tools: [],
    onUserInput: () => null,
  };
  const tell = (what: string) => ({ threadId }: SubAgent) => void told.push([what, threadId]);
  return {
    agents: new SubAgents({
      scope: (threadId) => threadId === "ours" ? root : null,
      root: (turnId) => turnId === "missed root" ? root : null,
      interrupt: (agent) => Promise.resolve(tell("interrupt")(agent)),
      late: tell("late"),
    }),
    told,
    root,
  };
}

const started = (agents: SubAgents, threadId: string, id: string, rootTurnId: string) =>
  agents.notify("turn/started", { threadId, turn: { id, rootTurnId } });
const ended = (agents: SubAgents, threadId: string, id: string, status = "completed") =>
  agents.notify("turn/completed", { threadId, turn: { id, status } });

Deno.test("SubAgents.scope() is that of the turn that an agent works for", async () => {
  const { agents: all, told, root } = agents();
  started(all, "ours", "root", "root");
  started(all, "agent", "its turn", "root");
  started(all, "stranger", "its turn", "another root");
  for (const unknown of ["stranger", "nobody", undefined, 7]) {
    assertEquals(all.scope(unknown), null);
  }
  const scope = all.scope("agent");
  assert(scope !== null);
  assert(scope.onUserInput === root.onUserInput && scope.tools === root.tools);
  assertEquals(await scope.turn?.answering(Promise.resolve("answer")), "answer");
  scope.turn?.interruptQuietly();
  await scope.turn?.say("agent", "its turn", "why not");
  assertEquals(told, ["the root's clock waits", ["interrupt", "agent"], [
    "agent",
    "its turn",
    "why not",
  ]]);
  assertEquals(scope.givenUp("its turn"), false);
  assertEquals(scope.turn?.ended.signal.aborted, false);
  ended(all, "agent", "its turn");
  assertEquals(scope.turn?.ended.signal.aborted, true);
});

Deno.test("SubAgents.scope() has what was given up with the turn that an agent works for", () => {
  const { agents: all } = agents();
  started(all, "ours", "given up", "given up");
  started(all, "agent", "its turn", "given up");
  assertEquals(all.scope("agent")?.givenUp("its turn"), true);
});

Deno.test("SubAgents shows the patches of an agent while they are under way", () => {
  const { agents: all } = agents();
  started(all, "ours", "root", "root");
  started(all, "agent", "its turn", "root");
  const item = { type: "fileChange", id: "patch", changes: [] };
  all.notify("item/started", { threadId: "agent", item });
  assertEquals(all.scope("agent")?.turn?.openItem("patch")?.type, "fileChange");
  all.notify("item/completed", { threadId: "agent", item });
  assertEquals(all.scope("agent")?.turn?.openItem("patch"), undefined);
});

Deno.test("SubAgents forgets those who are done, and keeps those who work on", () => {
  const { agents: all } = agents();
  started(all, "ours", "root", "root");
  started(all, "done", "a", "root");
  started(all, "working", "b", "root");
  ended(all, "done", "a");
  assertEquals(all.of("root").map(({ threadId, isOver }) => [threadId, isOver]), [
    ["done", true],
    ["working", false],
  ]);
  ended(all, "ours", "root");
  assertEquals(all.of("root").map(({ threadId }) => threadId), ["working"]);
  // Whom it spawns has the same callbacks still.
  started(all, "grandchild", "c", "root");
  assert(all.scope("grandchild") !== null);
  ended(all, "working", "b");
  ended(all, "grandchild", "c");
  assertEquals(all.of("root"), []);
});

Deno.test("SubAgents knows that a review is over, whose turn has another id than its end", async () => {
  const { agents: all } = agents();
  started(all, "ours", "its turn", "review");
  const [review] = all.of("review");
  ended(all, "ours", "review", "interrupted");
  await review?.over;
  assertEquals([review?.isOver, all.threads], [true, []]);
});

Deno.test("SubAgents.begun() waits for those who were spawned; late ones are told", async () => {
  const { agents: all, told } = agents();
  started(all, "ours", "root", "root");
  const item = { type: "subAgentActivity", id: "x", kind: "started", agentThreadId: "agent" };
  all.notify("item/started", { threadId: "ours", turnId: "root", item });
  let begun = false;
  const waiting = all.begun("root").then(() => begun = true);
  await all.begun("another");
  assertEquals(begun, false);
  started(all, "agent", "its turn", "root");
  await waiting;
  all.stopped("root");
  all.settled("root");
  started(all, "latecomer", "its turn", "root");
  assertEquals(told, [["late", "latecomer"]]);
});

Deno.test("SubAgents.below() knows whom a thread has spawned, and whom they have, until they are unloaded", async () => {
  const { agents: all } = agents();
  for (const [spawner, agent] of [["ours", "child"], ["child", "grandchild"], ["other", "far"]]) {
    const item = { type: "subAgentActivity", id: agent, kind: "started", agentThreadId: agent };
    all.notify("item/started", { threadId: spawner, turnId: "root", item });
  }
  started(all, "child", "a", "root");
  started(all, "grandchild", "b", "root");
  ended(all, "child", "a");
  const below = all.below("ours");
  assertEquals(below, ["child", "grandchild"]);
  assertEquals(all.atWork(below).map(({ threadId }) => threadId), ["grandchild"]);
  let unloaded = false;
  const waiting = all.unloaded(below).then(() => unloaded = true);
  all.notify("thread/closed", { threadId: "grandchild" });
  await all.unloaded(["grandchild"]);
  assertEquals([unloaded, all.below("ours")], [false, ["child"]]);
  all.notify("thread/archived", { threadId: "child" });
  await waiting;
  assertEquals(all.below("ours"), []);
});

Deno.test("SubAgents.below() names each thread once, whoever is told to have spawned whom", () => {
  const { agents: all } = agents();
  for (const [spawner, agent] of [["ours", "a"], ["a", "b"], ["b", "ours"], ["c", "c"]]) {
    const item = { type: "subAgentActivity", id: agent, kind: "started", agentThreadId: agent };
    all.notify("item/started", { threadId: spawner, turnId: "root", item });
  }
  assertEquals(all.below("ours"), ["a", "b"]);
  assertEquals(all.below("c"), []);
});

Deno.test("SubAgents.scope() is that of who follows the turn, even if the agent began before", () => {
  const { told, root } = agents();
  let scope: ThreadScope = { ...root, turn: null };
  const all = new SubAgents({
    scope: (threadId) => threadId === "ours" ? scope : null,
    root: () => null,
    interrupt: () => Promise.resolve(),
    late: () => {},
  });
  started(all, "ours", "root", "root");
  started(all, "agent", "its turn", "root");
  void all.scope("agent")?.turn?.say("to", "nobody", "yet");
  assertEquals(told, []);
  scope = root;
  const turn = { id: "root", rootTurnId: "root", items: [], status: "inProgress" };
  all.found("ours", turn as unknown as Turn);
  void all.scope("agent")?.turn?.say("agent", "its turn", "now");
  assertEquals(told, [["agent", "its turn", "now"]]);
});

Deno.test("SubAgents.left() lets go of those of a turn that was left, and of no others", async () => {
  const { agents: all, root } = agents();
  started(all, "ours", "root", "root");
  started(all, "agent", "its turn", "root");
  const [agent] = all.of("root");
  assert(root.turn !== null && agent !== undefined);
  all.left({ ...root.turn });
  assertEquals([agent.isOver, all.threads], [false, ["agent"]]);
  all.left(root.turn);
  await agent.over;
  assertEquals([all.scope("agent"), all.threads], [null, []]);
});

Deno.test("SubAgents.lose() lets nobody wait", async () => {
  const { agents: all } = agents();
  started(all, "ours", "root", "root");
  started(all, "agent", "its turn", "root");
  const item = { type: "subAgentActivity", id: "x", kind: "started", agentThreadId: "other" };
  all.notify("item/started", { threadId: "ours", turnId: "root", item });
  const [agent] = all.of("root");
  const waiting = Promise.all([agent?.over, all.begun("root"), all.unloaded(["other"])]);
  all.lose();
  await waiting;
});

Deno.test("SubAgents.found() makes up for what was missed of an agent, and keeps what is known", () => {
  const { agents: all } = agents();
  const turn = (id: string, status: TurnStatus, items: readonly unknown[] = []): Turn => ({
    id,
    rootTurnId: "root",
    status,
    items: items as Turn["items"],
  });
  const spawned = (agentThreadId: string) => ({
    type: "subAgentActivity",
    kind: "started",
    id: `call ${agentThreadId}`,
    agentThreadId,
  });
  const patch = (id: string, status: string) => ({ type: "fileChange", id, status, changes: [] });
  all.found("ours", turn("root", "inProgress", [spawned("one"), spawned("two")]));
  assertEquals(all.threads, ["one", "two"]);
  all.found(
    "one",
    turn("its turn", "inProgress", [patch("a", "completed"), patch("b", "inProgress")]),
  );
  const scope = all.scope("one");
  assertEquals(scope?.turn?.openItems().map(({ id }) => id), ["b"]);
  all.found("one", turn("its turn", "inProgress"));
  assertEquals(scope?.turn?.ended.signal.aborted, false);
  // It has ended before anybody here knew of it.
  all.found("two", turn("short", "completed"));
  assertEquals(all.threads, ["one"]);
  all.found("ours", turn("root", "inProgress", [spawned("one"), spawned("two")]));
  assertEquals(all.threads, ["one"]);
  all.found("one", turn("its turn", "completed"));
  assertEquals([scope?.turn?.ended.signal.aborted, all.threads], [true, []]);
});

Deno.test("SubAgents.scope() is that of a turn of ours whose beginning was missed", () => {
  const { agents: all, root } = agents();
  started(all, "agent", "its turn", "missed root");
  assert(all.scope("agent")?.tools === root.tools);
  started(all, "stranger", "its turn", "root");
  assertEquals(all.scope("stranger"), null);
  // Known by then.
  started(all, "ours", "root", "root");
  assert(all.scope("stranger")?.tools === root.tools);
});
