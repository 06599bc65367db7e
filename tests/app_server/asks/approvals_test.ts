import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ApprovalDecision, ApprovalRequest, OnApproval } from "../../../src/app_server/mod.ts";
import type { LiveCallbacks } from "../../../src/app_server/asks/callbacks.ts";
import type { ThreadScope } from "../../../src/app_server/asks/scope.ts";
import { answerRequest } from "../../../src/app_server/asks/requests.ts";

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
      changes: [{ path: "/work/a", kind: "add", diff: "+a" }],
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
    asks: { kind: "permissions", cwd: "/work" },
    answers: {
      accept: { permissions: { network: { enabled: true } }, scope: "turn" },
      accept_for_session: { permissions: { network: { enabled: true } }, scope: "session" },
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

const CHANGES = [{ path: "/work/a", kind: { type: "add" }, diff: "+a" }];

/** A turn with a patch under way. */
const SCOPE = {
  turn: {
    ended: new AbortController(),
    interruptQuietly: () => {},
    mapper: { openItem: () => ({ type: "fileChange", id: "patch", changes: CHANGES }) },
  },
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
