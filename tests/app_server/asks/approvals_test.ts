import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ApprovalDecision, ApprovalRequest, OnApproval } from "../../../src/app_server/mod.ts";
import type { LiveCallbacks } from "../../../src/app_server/asks/callbacks.ts";
import type { ThreadScope } from "../../../src/app_server/asks/scope.ts";
import { placesHere } from "../../../src/app_server/asks/places.ts";
import { answerRequest } from "../../../src/app_server/asks/requests.ts";
import { SILENCE } from "../../../src/app_server/link/connection.ts";

type Answer = ApprovalDecision | "nothing" | "throw" | "nonsense";

const AT = { threadId: "thread", turnId: "turn" };

/** A request of the server, and its answer for each decision; the rest is as "decline". */
const KINDS: readonly {
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly asks: Record<string, unknown>;
  readonly answers: { readonly [answer in Answer]?: unknown } & { readonly decline: unknown };
}[] = [
  {
    // Proposed, but not among the answers that are offered: it cannot be given.
    method: "item/commandExecution/requestApproval",
    params: {
      ...AT,
      itemId: "call",
      command: "touch x",
      cwd: "/work",
      reason: "why",
      proposedExecpolicyAmendment: ["touch"],
      availableDecisions: ["accept", "cancel"],
    },
    asks: {
      kind: "command",
      itemId: "item_call",
      workspace: ["/real/work"],
      action: "run",
      command: "touch x",
      cwd: "/work",
      reason: "why",
      proposedAmendment: null,
      network: null,
      additionalPermissions: null,
    },
    answers: {
      accept: { decision: "accept" },
      accept_for_session: { decision: "acceptForSession" },
      cancel: { decision: "cancel" },
      decline: { decision: "decline" },
    },
  },
  {
    method: "item/commandExecution/requestApproval",
    params: {
      ...AT,
      itemId: "call",
      command: "rm x",
      cwd: "/work",
      reason: "why",
      proposedExecpolicyAmendment: ["rm"],
    },
    asks: {
      kind: "command",
      action: "run",
      command: "rm x",
      cwd: "/work",
      reason: "why",
      proposedAmendment: ["rm"],
      network: null,
      additionalPermissions: null,
    },
    answers: {
      accept: { decision: "accept" },
      accept_for_session: { decision: "acceptForSession" },
      accept_with_amendment: {
        decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["rm"] } },
      },
      cancel: { decision: "cancel" },
      decline: { decision: "decline" },
    },
  },
  {
    method: "item/commandExecution/requestApproval",
    params: {
      ...AT,
      kind: "writeStdin",
      networkApprovalContext: { host: "example.com", protocol: "https" },
    },
    asks: {
      kind: "command",
      action: "write_input",
      command: "",
      cwd: null,
      reason: null,
      network: { host: "example.com", protocol: "https" },
      proposedAmendment: null,
    },
    answers: {
      accept: { decision: "accept" },
      accept_for_session: { decision: "acceptForSession" },
      cancel: { decision: "cancel" },
      decline: { decision: "decline" },
    },
  },
  {
    method: "item/fileChange/requestApproval",
    params: { ...AT, itemId: "patch", grantRoot: "/root", reason: null },
    asks: {
      kind: "file_change",
      itemId: "item_patch",
      workspace: ["/real/work"],
      changes: [{
        path: "a",
        kind: "add",
        movePath: null,
        diff: "+a",
        absolutePath: "/real/work/a",
        absoluteMovePath: null,
      }],
      grantRoot: "/root",
    },
    answers: {
      accept: { decision: "accept" },
      accept_for_session: { decision: "acceptForSession" },
      cancel: { decision: "cancel" },
      decline: { decision: "decline" },
    },
  },
  {
    method: "item/permissions/requestApproval",
    params: { ...AT, cwd: "/work", permissions: { network: { enabled: true }, fileSystem: null } },
    asks: { kind: "permissions", itemId: null, cwd: "/work" },
    answers: {
      accept: { permissions: { network: { enabled: true } }, scope: "turn" },
      accept_for_session: { permissions: { network: { enabled: true } }, scope: "session" },
      decline: { permissions: {}, scope: "turn" },
    },
  },
  {
    method: "item/permissions/requestApproval",
    params: { ...AT, cwd: "/work", permissions: null },
    asks: { kind: "permissions", itemId: null, cwd: "/work" },
    answers: {
      accept: { permissions: {}, scope: "turn" },
      accept_for_session: { permissions: {}, scope: "session" },
      decline: { permissions: {}, scope: "turn" },
    },
  },
  {
    method: "mcpServer/elicitation/request",
    params: {
      ...AT,
      serverName: "demo",
      message: "Allow?",
      _meta: { codex_approval_kind: "mcp_tool_call", tool_name: "remove", tool_params: { a: 1 } },
    },
    asks: {
      kind: "mcp_tool",
      itemId: "item_mcp",
      server: "demo",
      tool: "remove",
      arguments: { a: 1 },
      message: "Allow?",
    },
    answers: {
      accept: { action: "accept", content: {}, _meta: null },
      accept_for_session: { action: "accept", content: {}, _meta: { persist: "session" } },
      cancel: { action: "cancel", content: null, _meta: null },
      decline: { action: "decline", content: null, _meta: null },
    },
  },
];

const ANSWERS: readonly Answer[] = [
  "accept",
  "accept_for_session",
  "accept_with_amendment",
  "decline",
  "cancel",
  "nothing",
  "throw",
  "nonsense",
];

const CHANGES = [{ path: "a", kind: { type: "add" }, diff: "+a" }];
const CALL = { type: "mcpToolCall", id: "mcp", server: "demo", tool: "remove" };

/** A turn with a patch and a call under way, and what was said to its model. */
const SAID: unknown[] = [];
const SCOPE = {
  turn: {
    ended: new AbortController(),
    interruptQuietly: () => Promise.resolve(),
    openItem: () => ({ type: "fileChange", id: "patch", changes: CHANGES }),
    openItems: () => [{ ...CALL, arguments: { a: 1 } }, { ...CALL, id: "b", arguments: { a: 2 } }],
    itemId: (id: string) => `item_${id}`,
    say: (...said: unknown[]) => Promise.resolve(void SAID.push(said)),
  },
  places: placesHere({ writtenPath: (path) => Promise.resolve(`/real${path}`) }, ["/work"]),
  tools: [],
  givenUp: () => false,
} as unknown as ThreadScope;

/** A callback that answers so, and what it was asked. */
function callback(answer: Answer, asked: ApprovalRequest[]): LiveCallbacks {
  if (answer === "nothing") return {};
  const onApproval: OnApproval = (request) => {
    asked.push(request);
    if (answer === "throw") throw new Error("no idea");
    return answer as ApprovalDecision;
  };
  return { onApproval };
}

Deno.test("answerRequest() words each decision on each kind of approval, and declines in doubt", async () => {
  for (const { method, params, asks, answers } of KINDS) {
    for (const answer of ANSWERS) {
      const asked: ApprovalRequest[] = [];
      const got = await answerRequest(method, params, SCOPE, callback(answer, asked));
      assertEquals(got, answers[answer] ?? answers.decline, `${method} ${answer}`);
      if (answer === "nothing") continue;
      const [request] = asked;
      assert(request !== undefined);
      const fields = request as unknown as Record<string, unknown>;
      const seen = Object.fromEntries(Object.keys(asks).map((name) => [name, fields[name]]));
      assertEquals(seen, asks, method);
      assertEquals([request.threadId, request.turnId], ["thread", "turn"]);
      assertEquals(request.signal.aborted, false);
    }
  }
});

Deno.test("answerRequest() says the words of a refusal to the model, before it refuses", async () => {
  for (const { method, params, answers } of KINDS) {
    const onApproval: OnApproval = () => ({ decision: "decline", message: "use the other file" });
    const got = await answerRequest(method, params, SCOPE, { onApproval });
    assertEquals(got, answers.decline, method);
    assertEquals(SAID.splice(0), [["thread", "turn", "use the other file"]], method);
  }
  const [first] = KINDS;
  assert(first !== undefined);
  // What is no refusal with words says nothing, and allows nothing.
  for (
    const answer of [
      { decision: "accept" },
      { decision: "accept", message: "go" },
      { decision: "decline" },
      { decision: "decline", message: " " },
      { decision: "decline", message: 1 },
      ["accept"],
      {},
    ]
  ) {
    const onApproval = () => answer as unknown as ApprovalDecision;
    assertEquals(await answerRequest(first.method, first.params, SCOPE, { onApproval }), {
      decision: "decline",
    });
  }
  assertEquals(SAID, []);
});

Deno.test("answerRequest() cancels once the server has heard of the interrupt, where Codex has no such answer", async () => {
  for (const method of ["item/permissions/requestApproval", "mcpServer/elicitation/request"]) {
    const kind = KINDS.find((kind) => kind.method === method);
    assert(kind !== undefined);
    const steps: string[] = [];
    const heard = Promise.withResolvers<void>();
    const interrupted = Promise.withResolvers<void>();
    const interruptQuietly = () => (interrupted.resolve(), heard.promise);
    const scope = { ...SCOPE, turn: { ...SCOPE.turn, interruptQuietly } } as unknown as ThreadScope;
    const answer = answerRequest(method, kind.params, scope, { onApproval: () => "cancel" })
      .finally(() => steps.push("answered"));
    await interrupted.promise;
    await new Promise((resolve) => setTimeout(resolve));
    steps.push("heard");
    heard.resolve();
    assertEquals(await answer, kind.answers.cancel ?? kind.answers.decline);
    assertEquals(steps, ["heard", "answered"], method);
  }
});

Deno.test("answerRequest() tells of both ends of a move, and of no workspace where nobody can tell", async () => {
  const moved = { type: "update", move_path: "/out/secret/b" };
  const changes = [{ path: "/work/a", kind: moved, diff: "Moved to: /work/b" }];
  const turn = { ...SCOPE.turn, openItem: () => ({ type: "fileChange", id: "patch", changes }) };
  const writtenPath = (path: string) => Promise.resolve(path.includes("secret") ? null : path);
  for (
    const [places, workspace] of [[placesHere({ writtenPath }, ["/work"]), []], [null, []]] as const
  ) {
    const asked: ApprovalRequest[] = [];
    const scope = { ...SCOPE, turn, places } as unknown as ThreadScope;
    const method = "item/fileChange/requestApproval";
    await answerRequest(method, { ...AT, itemId: "patch" }, scope, callback("accept", asked));
    const [request] = asked;
    assert(request?.kind === "file_change");
    assertEquals(request.workspace, workspace);
    assertEquals(request.changes, [{
      path: "/work/a",
      kind: "update",
      movePath: "/out/secret/b",
      diff: "Moved to: /work/b",
      absolutePath: "/work/a",
      absoluteMovePath: "/out/secret/b",
    }]);
  }
});

Deno.test("answerRequest() asks nobody to allow a file change that it cannot show", async () => {
  const asked: ApprovalRequest[] = [];
  const method = "item/fileChange/requestApproval";
  const answer = await answerRequest(
    method,
    { ...AT, itemId: "x" },
    null,
    callback("accept", asked),
  );
  assertEquals([answer, asked], [{ decision: "decline" }, []]);
});

Deno.test("answerRequest() answers questions of the model and of MCP servers", async () => {
  const questions = { ...AT, questions: [{ id: "a" }, { id: "b" }] };
  const form = { ...AT, serverName: "demo", mode: "form", message: "Who?", requestedSchema: {} };
  const boom = () => {
    throw new Error("no idea");
  };
  const decline = { action: "decline", content: null, _meta: null };
  const rows: readonly [string, Record<string, unknown>, LiveCallbacks, unknown][] = [
    ["item/tool/requestUserInput", questions, {}, { answers: {} }],
    ["item/tool/requestUserInput", questions, { onUserInput: boom }, { answers: {} }],
    ["item/tool/requestUserInput", questions, { onUserInput: () => null }, { answers: {} }],
    [
      "item/tool/requestUserInput",
      questions,
      { onUserInput: () => ({ a: "yes", b: ["one", "two"] }) },
      { answers: { a: { answers: ["yes"] }, b: { answers: ["one", "two"] } } },
    ],
    // What is no answer costs none of the others theirs: Codex takes all or none.
    ...[
      { a: "yes", b: null, c: 5, d: undefined, e: [["deep"]], f: {} },
      Object.assign([undefined], { a: "yes" }),
    ].map((given): [string, Record<string, unknown>, LiveCallbacks, unknown] => [
      "item/tool/requestUserInput",
      questions,
      { onUserInput: () => given as never },
      { answers: { a: { answers: ["yes"] } } },
    ]),
    ["item/tool/requestUserInput", questions, { onUserInput: () => "yes" as never }, {
      answers: {},
    }],
    ["mcpServer/elicitation/request", form, {}, decline],
    ["mcpServer/elicitation/request", form, { onElicitation: boom }, decline],
    [
      "mcpServer/elicitation/request",
      form,
      { onElicitation: () => ({ action: "cancel" }) },
      { ...decline, action: "cancel" },
    ],
    [
      "mcpServer/elicitation/request",
      form,
      {
        onElicitation: ({ server, message }) => ({
          action: "accept",
          content: { server, message },
        }),
      },
      { action: "accept", content: { server: "demo", message: "Who?" }, _meta: null },
    ],
    // What asks for approval is not for onElicitation.
    [
      "mcpServer/elicitation/request",
      { ...form, _meta: { codex_approval_kind: "mcp_tool_call" } },
      { onElicitation: () => ({ action: "accept" }) },
      decline,
    ],
    ["applyPatchApproval", {}, {}, { decision: "denied" }],
    ["execCommandApproval", {}, {}, { decision: "denied" }],
  ];
  for (const [method, params, callbacks, answer] of rows) {
    assertEquals(await answerRequest(method, params, null, callbacks), answer, method);
  }
});

Deno.test("answerRequest() says nothing once the turn is over for this client, and asks nobody then", async () => {
  for (const { method, params } of KINDS) {
    const ended = new AbortController();
    const turn = { ...SCOPE.turn, ended };
    const scope = { ...SCOPE, turn } as unknown as ThreadScope;
    let asked = 0;
    const asking = Promise.withResolvers<void>();
    const onApproval: OnApproval = () => (asked++, asking.resolve(), new Promise(() => {}));
    const answer = answerRequest(method, params, scope, { onApproval });
    await asking.promise;
    ended.abort();
    assertEquals(await answer, SILENCE, method);
    assertEquals(await answerRequest(method, params, scope, { onApproval }), SILENCE, method);
    assertEquals(asked, 1, method);
  }
});

Deno.test("answerRequest() rejects for what nobody can answer, and fails calls of unknown tools", async () => {
  for (const method of ["attestation/generate", "currentTime/read", "something/new"]) {
    await assertRejects(
      () => answerRequest(method, {}, null, {}),
      Error,
      `this client does not support ${method}`,
    );
  }
  assertEquals(await answerRequest("item/tool/call", { ...AT, tool: "none" }, null, {}), {
    success: false,
    contentItems: [{ type: "inputText", text: "Error: the host has no tool none" }],
  });
});

Deno.test("answerRequest() gives the address that an MCP server wants to have opened, if it is a text", async () => {
  for (const [given, url] of [["https://mcp.test/login", "https://mcp.test/login"], [7, null]]) {
    const urls: unknown[] = [];
    const params = { ...AT, serverName: "demo", mode: "url", message: "Log in", url: given };
    await answerRequest("mcpServer/elicitation/request", params, null, {
      onElicitation: ({ url }) => {
        urls.push(url);
        return { action: "accept" };
      },
    });
    assertEquals(urls, [url]);
  }
});
