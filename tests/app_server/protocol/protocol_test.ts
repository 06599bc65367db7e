/**
 * Holds src/app_server/protocol.ts, and what the client sends, against the schema that the
 * installed Codex emits, so that a new Codex shows where it differs.
 */
import { assert, assertEquals } from "@std/assert";
import { detectHost } from "../../../src/adapters/detect.ts";
import { Launcher } from "../../../src/launch/launcher.ts";

interface Schema {
  readonly $ref?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** Makes Codex write its schema, and reads the files that are asked for. */
async function schemas(names: readonly string[]): Promise<Record<string, Schema>> {
  const folder = await Deno.makeTempDir();
  try {
    const launcher = new Launcher({}, detectHost);
    const { command } = await launcher.command(await launcher.host(), {
      args: [],
      detached: false,
      files: [],
    });
    const args = ["app-server", "generate-json-schema", "--experimental", "--out", folder];
    const { code, stderr } = await new Deno.Command(command, { args }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    const read = async (name: string): Promise<[string, Schema]> => [
      name,
      JSON.parse(await Deno.readTextFile(`${folder}/${name}.json`)),
    ];
    return Object.fromEntries(await Promise.all(names.map(read)));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const V2 = "codex_app_server_protocol.v2.schemas";
const ASKED = [
  "CommandExecutionRequestApprovalParams",
  "CommandExecutionRequestApprovalResponse",
  "DynamicToolCallParams",
  "DynamicToolCallResponse",
  "FileChangeRequestApprovalParams",
  "FileChangeRequestApprovalResponse",
  "McpServerElicitationRequestParams",
  "McpServerElicitationRequestResponse",
  "PermissionsRequestApprovalParams",
  "PermissionsRequestApprovalResponse",
  "ToolRequestUserInputParams",
  "ToolRequestUserInputResponse",
];
const all = await schemas([V2, "ServerRequest", "ServerNotification", "ClientRequest", ...ASKED]);
const definitions = {
  ...all[V2]?.definitions,
  ...Object.fromEntries(ASKED.map((name) => [name, all[name] ?? {}])),
};

/** The definition of a type; `Type.variant` is the member of a union with that `type`. */
function definition(name: string): Schema {
  const [type = "", variant] = name.split(".");
  const schema = definitions[type];
  assert(schema !== undefined, `the schema has no ${type}`);
  if (variant === undefined) return schema;
  const found = [...schema.oneOf ?? [], ...schema.anyOf ?? []].find(({ properties }) =>
    [properties?.type, properties?.mode].some((tag) =>
      tag?.enum?.includes(variant) || tag?.const === variant
    )
  );
  assert(found !== undefined, `${type} has no variant ${variant}`);
  return found;
}

/** The words of an enumeration, inline or behind a reference. */
function words(schema: Schema | undefined): unknown[] {
  if (schema === undefined) return [];
  const inside = [...schema.oneOf ?? [], ...schema.anyOf ?? [], ...schema.allOf ?? []];
  const name = schema.$ref?.split("/").at(-1);
  return [
    ...schema.enum ?? [],
    ...schema.const === undefined ? [] : [schema.const],
    ...inside.flatMap(words),
    ...name === undefined ? [] : words(definitions[name]),
  ];
}

/** What the client reads: fields that must be there, and those that may be missing (marked "?"). */
const READ: Readonly<Record<string, string>> = {
  TokenUsageBreakdown:
    "inputTokens cachedInputTokens cacheWriteInputTokens? outputTokens reasoningOutputTokens",
  ThreadTokenUsage: "total last",
  FileUpdateChange: "path kind diff",
  "ThreadItem.agentMessage": "type id text",
  "ThreadItem.reasoning": "type id summary?",
  "ThreadItem.commandExecution": "type id command aggregatedOutput? exitCode? status",
  "ThreadItem.fileChange": "type id changes status",
  "ThreadItem.mcpToolCall": "type id server tool status arguments result? error?",
  "ThreadItem.webSearch": "type id query action?",
  "ThreadItem.collabAgentToolCall":
    "type id tool status senderThreadId receiverThreadIds prompt? agentsStates",
  CollabAgentState: "status message?",
  McpToolCallResult: "content structuredContent? _meta?",
  McpToolCallError: "message",
  "WebSearchAction.search": "query? queries?",
  "WebSearchAction.openPage": "url?",
  "WebSearchAction.findInPage": "url? pattern?",
  TurnError: "message additionalDetails?",
  Turn: "id status items error?",
  TurnStartedNotification: "threadId turn",
  TurnCompletedNotification: "threadId turn",
  TurnDiffUpdatedNotification: "threadId turnId diff",
  TurnPlanUpdatedNotification: "threadId turnId explanation? plan",
  TurnPlanStep: "step status",
  ItemStartedNotification: "threadId turnId item",
  ItemCompletedNotification: "threadId turnId item",
  AgentMessageDeltaNotification: "threadId turnId itemId delta",
  ReasoningSummaryTextDeltaNotification: "threadId turnId itemId delta summaryIndex",
  CommandExecutionOutputDeltaNotification: "threadId turnId itemId delta",
  ThreadTokenUsageUpdatedNotification: "threadId turnId tokenUsage",
  ErrorNotification: "threadId turnId error willRetry",
  WarningNotification: "threadId? message",
  Thread: "id name? preview cwd source ephemeral createdAt updatedAt forkedFromId? turns",
  Model:
    "id displayName description isDefault hidden supportedReasoningEfforts defaultReasoningEffort",
  ReasoningEffortOption: "reasoningEffort",
  GetAccountResponse: "account? requiresOpenaiAuth",
  "Account.apiKey": "type",
  "Account.chatgpt": "type email planType",
  TurnStartResponse: "turn",
  ReviewStartResponse: "turn",
  ThreadStartResponse: "thread",
  ThreadResumeResponse: "thread",
  ThreadForkResponse: "thread",
  ThreadReadResponse: "thread",
  ThreadListResponse: "data nextCursor?",
  ThreadTurnsListResponse: "data nextCursor?",
  ModelListResponse: "data nextCursor?",
  ConfigReadResponse: "config",
  Config: "sandbox_mode? sandbox_workspace_write?",
  SandboxWorkspaceWrite:
    "writable_roots? network_access? exclude_tmpdir_env_var? exclude_slash_tmp?",
  CommandExecutionRequestApprovalParams:
    "threadId turnId itemId kind? command? cwd? reason? proposedExecpolicyAmendment? networkApprovalContext? additionalPermissions? availableDecisions?",
  FileChangeRequestApprovalParams: "threadId turnId itemId reason? grantRoot?",
  PermissionsRequestApprovalParams: "threadId turnId cwd reason? permissions",
  McpServerElicitationRequestParams: "threadId turnId? serverName",
  "McpServerElicitationRequestParams.form": "mode message requestedSchema _meta?",
  "McpServerElicitationRequestParams.url": "mode message url",
  ToolRequestUserInputParams: "threadId questions",
  DynamicToolCallParams: "threadId callId tool arguments",
};

/** What the client sends: fields that the server must know. Those it requires must be among them. */
const SENT: Readonly<Record<string, string>> = {
  ThreadStartParams:
    "model cwd approvalPolicy sandbox config developerInstructions baseInstructions modelProvider serviceTier approvalsReviewer permissions ephemeral threadSource dynamicTools",
  ThreadResumeParams:
    "threadId excludeTurns model cwd approvalPolicy sandbox config developerInstructions baseInstructions modelProvider serviceTier approvalsReviewer permissions",
  ThreadForkParams:
    "threadId excludeTurns model cwd approvalPolicy sandbox config developerInstructions baseInstructions modelProvider serviceTier approvalsReviewer permissions ephemeral threadSource",
  TurnStartParams:
    "threadId input sandboxPolicy permissions approvalPolicy model effort serviceTier summary outputSchema cyberAccessProgram",
  TurnSteerParams: "threadId expectedTurnId input",
  TurnInterruptParams: "threadId turnId",
  ReviewStartParams: "threadId target",
  "ReviewTarget.baseBranch": "type branch",
  "ReviewTarget.commit": "type sha title",
  "ReviewTarget.custom": "type instructions",
  ThreadCompactStartParams: "threadId",
  ThreadListParams: "sourceKinds archived cwd searchTerm limit cursor",
  ThreadReadParams: "threadId",
  ThreadTurnsListParams: "threadId itemsView sortDirection cursor",
  ThreadArchiveParams: "threadId",
  ThreadUnarchiveParams: "threadId",
  ThreadDeleteParams: "threadId",
  ThreadSetNameParams: "threadId name",
  ThreadRevertParams: "threadId beforeTurnId",
  ModelListParams: "includeHidden cursor",
  ConfigReadParams: "cwd includeLayers",
  "SandboxPolicy.readOnly": "type networkAccess",
  "SandboxPolicy.dangerFullAccess": "type",
  "SandboxPolicy.workspaceWrite":
    "type writableRoots networkAccess excludeTmpdirEnvVar excludeSlashTmp",
  "UserInput.text": "type text",
  "UserInput.localImage": "type path",
  "DynamicToolSpec.function": "type name description inputSchema",
  "DynamicToolCallOutputContentItem.inputText": "type text",
  "DynamicToolCallOutputContentItem.inputImage": "type imageUrl",
  DynamicToolCallResponse: "success contentItems",
  CommandExecutionRequestApprovalResponse: "decision",
  FileChangeRequestApprovalResponse: "decision",
  PermissionsRequestApprovalResponse: "permissions scope",
  McpServerElicitationRequestResponse: "action content _meta",
  ToolRequestUserInputResponse: "answers",
};

/** Words of the protocol that the client knows, in full: a new one has to be looked at. */
const WORDS: Readonly<Record<string, string>> = {
  CommandExecutionStatus: "inProgress completed failed declined",
  PatchApplyStatus: "inProgress completed failed declined",
  McpToolCallStatus: "inProgress completed failed",
  CollabAgentToolCallStatus: "inProgress completed failed interrupted",
  TurnStatus: "completed interrupted failed inProgress",
  TurnPlanStepStatus: "pending inProgress completed",
  SandboxMode: "read-only workspace-write danger-full-access",
  CommandExecutionApprovalKind: "command writeStdin humanCommand",
};

/** Item types, split into those that become items and those that are left out. */
const ITEM_TYPES =
  "agentMessage reasoning commandExecution fileChange mcpToolCall webSearch collabAgentToolCall " +
  "userMessage hookPrompt functionCallOutput plan dynamicToolCall subAgentActivity imageView sleep " +
  "imageGeneration enteredReviewMode exitedReviewMode contextCompaction";

const sorted = (list: Iterable<unknown>) => [...new Set(list)].map(String).sort();

/** The methods of a union of messages. */
const methodsOf = (name: string) =>
  (all[name]?.oneOf ?? []).flatMap(({ properties }) => words(properties?.method));

Deno.test("the protocol gives all that the client reads, as often as it relies on it", () => {
  for (const [name, fields] of Object.entries(READ)) {
    const { properties = {}, required = [] } = definition(name);
    for (const field of fields.split(" ")) {
      const plain = field.replace("?", "");
      assert(plain in properties, `${name} has no ${plain}`);
      if (!field.endsWith("?")) assert(required.includes(plain), `${name}.${plain} may be missing`);
    }
  }
});

Deno.test("the protocol takes all that the client sends, and asks for no more", () => {
  for (const [name, fields] of Object.entries(SENT)) {
    const { properties = {}, required = [] } = definition(name);
    const sent = fields.split(" ");
    for (const field of sent) assert(field in properties, `${name} does not know ${field}`);
    for (const field of required) assert(sent.includes(field), `${name} needs ${field}`);
  }
});

Deno.test("the protocol says the words that the client knows", () => {
  for (const [name, known] of Object.entries(WORDS)) {
    const found = words(
      definitions[name] ?? all.CommandExecutionRequestApprovalParams?.definitions?.[name],
    );
    assertEquals(sorted(found), sorted(known.split(" ")), name);
  }
  const types = (definitions.ThreadItem?.oneOf ?? []).flatMap(({ properties }) =>
    words(properties?.type)
  );
  assertEquals(sorted(types), sorted(ITEM_TYPES.split(" ")), "ThreadItem");
  const kinds = words(definitions.ThreadSourceKind);
  for (const kind of ["cli", "vscode", "exec", "appServer"]) assert(kinds.includes(kind), kind);
});

Deno.test("the protocol has the methods that the client calls, hears and answers", () => {
  const calls = "initialize account/login/start account/read config/read model/list review/start " +
    "thread/start thread/resume thread/fork thread/list thread/read thread/turns/list thread/archive " +
    "thread/unarchive thread/delete thread/name/set thread/revert thread/compact/start turn/start " +
    "turn/steer turn/interrupt";
  const heard =
    "turn/started turn/completed turn/diff/updated turn/plan/updated item/started item/completed " +
    "item/agentMessage/delta item/reasoning/summaryTextDelta item/commandExecution/outputDelta " +
    "thread/tokenUsage/updated error warning";
  const has = (union: string, methods: string) => {
    const known = methodsOf(union);
    for (const method of methods.split(" ")) assert(known.includes(method), `${union}: ${method}`);
  };
  has("ClientRequest", calls);
  has("ServerNotification", heard);
  // All that there are: a new one has to be answered. Some are of 0.169 alone, such as `currentTime/read`.
  const asked =
    "item/commandExecution/requestApproval item/fileChange/requestApproval item/tool/call " +
    "item/permissions/requestApproval item/tool/requestUserInput mcpServer/elicitation/request " +
    "applyPatchApproval execCommandApproval account/chatgptAuthTokens/refresh attestation/generate " +
    "currentTime/read";
  const known = new Set(asked.split(" "));
  assertEquals(sorted(methodsOf("ServerRequest")).filter((method) => !known.has(method)), []);
});
