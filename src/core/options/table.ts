/**
 * Every option, where it belongs, and what it takes. Whatever is not listed here is not an option.
 *
 * @module
 */
import type { CodexOptions, ThreadOptions, TurnOptions } from "../vocabulary/options.ts";
import {
  ANYTHING,
  approvals,
  BOOLEAN,
  CLIENT_INFO,
  COUNT,
  DURATION,
  either,
  ENVIRONMENT,
  FUNCTION,
  HEADERS,
  type Kind,
  LIMIT,
  NAME,
  oneOf,
  SECRET,
  SECRETS,
  SIGNAL,
  STRING,
  STRINGS,
  TABLE,
  TEXT,
  TOOLS,
  URL_TEXT,
} from "./kinds.ts";
import { CONFIG } from "./config_kind.ts";
import { ENVIRONMENTS } from "./environment_kind.ts";
import { MCP_SERVERS } from "./mcp_kind.ts";

/** Options by name. */
export type Options = Readonly<Record<string, Kind>>;

/** What options belong to. */
export type Level =
  | "client"
  | "thread"
  | "turn"
  | "liveClient"
  | "streamClient"
  | "connection"
  | "reconnect"
  | "liveThread"
  | "liveFork"
  | "liveTurn"
  | "liveTask"
  | "attach"
  | "threadList"
  | "threadRead"
  | "modelList"
  | "notifications"
  | "request"
  | "retry"
  | "traced"
  | "allow"
  | "jsonSchema"
  | "durable"
  | "folderStore"
  | "hub"
  | "handler"
  | "turnLimits";

const newer = (key: string) => (value: unknown) =>
  typeof value === "string" ? `; pass a value of a newer Codex as config.${key}` : "";

const EFFORT = oneOf(
  ["minimal", "low", "medium", "high", "xhigh", "max", "ultra", "persistent"],
  newer("model_reasoning_effort"),
);

const SUMMARY = oneOf(
  ["auto", "concise", "detailed", "none"],
  newer("model_reasoning_summary"),
);

const CLIENT: Record<keyof CodexOptions, Kind> = {
  codexPathOverride: STRING,
  baseUrl: URL_TEXT,
  apiKey: SECRET,
  config: CONFIG,
  mcpServers: MCP_SERVERS,
  configOverrides: SECRETS,
  env: ENVIRONMENT,
  spawn: FUNCTION,
  debug: FUNCTION,
  allowWritableCodex: BOOLEAN,
};

const THREAD: Record<keyof ThreadOptions, Kind> = {
  model: STRING,
  threadSource: STRING,
  sandboxMode: oneOf(["read-only", "workspace-write", "danger-full-access"]),
  workingDirectory: STRING,
  skipGitRepoCheck: BOOLEAN,
  modelReasoningEffort: EFFORT,
  networkAccessEnabled: BOOLEAN,
  webSearchMode: oneOf(["disabled", "cached", "indexed", "live"], newer("web_search")),
  webSearchEnabled: BOOLEAN,
  approvalPolicy: approvals(oneOf(["never", "on-request", "on-failure", "untrusted"])),
  approvalsReviewer: oneOf(["user", "auto_review"]),
  permissionProfile: STRING,
  developerInstructions: TEXT,
  baseInstructions: STRING,
  modelProvider: STRING,
  serviceTier: STRING,
  summary: SUMMARY,
  verbosity: oneOf(["low", "medium", "high"], newer("model_verbosity")),
  additionalDirectories: STRINGS,
  profile: STRING,
  ephemeral: BOOLEAN,
  ignoreUserConfig: BOOLEAN,
  ignoreRules: BOOLEAN,
  tools: TOOLS,
  mcpServers: MCP_SERVERS,
  config: CONFIG,
};

const LIMITS = {
  signal: SIGNAL,
  timeoutMs: DURATION,
  idleTimeoutMs: DURATION,
  killGraceMs: DURATION,
  maxTokens: LIMIT,
  maxRequests: LIMIT,
};

const TURN: Record<keyof TurnOptions, Kind> = {
  cyberAccessProgram: oneOf(["standard", "daybreak_blue", "daybreak_red"]),
  outputSchema: ANYTHING,
  repair: COUNT,
  ...LIMITS,
};

const MODE = oneOf(["plan", "default"]);

const CALLBACKS = { onApproval: FUNCTION, onUserInput: FUNCTION, onElicitation: FUNCTION };

const LIVE_THREAD = {
  ...THREAD,
  ...CALLBACKS,
  tools: TOOLS,
  developerInstructions: TEXT,
  environments: ENVIRONMENTS,
  trustProject: BOOLEAN,
  collaborationMode: MODE,
};

const LIVE_CLIENT = {
  ...CALLBACKS,
  clientInfo: CLIENT_INFO,
  requestTimeoutMs: DURATION,
  onConnectionError: FUNCTION,
  onConnectionChange: FUNCTION,
};

const STREAM_CLIENT = { ...LIVE_CLIENT, apiKey: SECRET, mcpServers: MCP_SERVERS };

/** The options of each level. */
export const LEVELS: Readonly<Record<Level, Options>> = {
  client: CLIENT,
  thread: THREAD,
  turn: TURN,
  liveClient: { ...CLIENT, ...LIVE_CLIENT, restart: BOOLEAN },
  streamClient: STREAM_CLIENT,
  connection: {
    ...STREAM_CLIENT,
    url: STRING,
    token: SECRET,
    headers: HEADERS,
    webSocket: FUNCTION,
    reconnect: either(BOOLEAN, TABLE),
  },
  reconnect: { attempts: LIMIT, minDelayMs: DURATION, maxDelayMs: DURATION },
  liveThread: LIVE_THREAD,
  liveFork: { ...LIVE_THREAD, afterTurnId: STRING },
  liveTurn: {
    ...TURN,
    ...CALLBACKS,
    model: STRING,
    modelReasoningEffort: EFFORT,
    serviceTier: STRING,
    summary: SUMMARY,
    collaborationMode: MODE,
    messageId: NAME,
    whenBusy: oneOf(["reject", "wait"]),
  },
  attach: { ...CALLBACKS, signal: SIGNAL },
  liveTask: { ...LIMITS, ...CALLBACKS },
  retry: {
    attempts: LIMIT,
    minDelayMs: DURATION,
    maxDelayMs: DURATION,
    maxWaitMs: DURATION,
    signal: SIGNAL,
    onRetry: FUNCTION,
  },
  threadList: {
    archived: BOOLEAN,
    workingDirectory: STRING,
    searchTerm: STRING,
    ids: STRINGS,
    limit: COUNT,
    pageSize: COUNT,
  },
  threadRead: { includeTurns: BOOLEAN },
  modelList: { includeHidden: BOOLEAN },
  notifications: { methods: STRINGS },
  request: { signal: SIGNAL, timeoutMs: DURATION },
  traced: { content: BOOLEAN, agentName: STRING, agentId: STRING, provider: STRING },
  allow: { commands: ANYTHING, files: oneOf(["inside"]) },
  jsonSchema: { strict: BOOLEAN },
  durable: {
    store: ANYTHING,
    key: ANYTHING,
    messageId: ANYTHING,
    input: ANYTHING,
    codex: ANYTHING,
    threadOptions: ANYTHING,
    turnOptions: ANYTHING,
    onEvent: FUNCTION,
    onTurn: FUNCTION,
    questions: ANYTHING,
    transport: oneOf(["live", "exec"]),
    signal: SIGNAL,
    homes: STRING,
  },
  folderStore: { sync: BOOLEAN },
  hub: { idleMs: ANYTHING, questionTimeoutMs: ANYTHING, maxLogBytes: ANYTHING },
  handler: {
    authorize: FUNCTION,
    basePath: ANYTHING,
    threadOptions: ANYTHING,
    turnLimits: ANYTHING,
    allowedOptions: ANYTHING,
    origins: ANYTHING,
    maxBodyBytes: ANYTHING,
    heartbeatMs: ANYTHING,
    owners: ANYTHING,
    chats: ANYTHING,
    onError: FUNCTION,
  },
  turnLimits: {
    timeoutMs: DURATION,
    idleTimeoutMs: DURATION,
    maxTokens: LIMIT,
    maxRequests: LIMIT,
  },
};

/** What takes the options of a level, as errors name it. */
export const PLACES: Readonly<Record<Level, string>> = {
  client: "new Codex()",
  thread: "startThread()",
  turn: "run()",
  liveClient: "AppServer.start()",
  streamClient: "AppServer.over()",
  connection: "AppServer.connect()",
  reconnect: "reconnect of AppServer.connect()",
  liveThread: "startThread() of an AppServer",
  liveFork: "forkThread() of an AppServer",
  liveTurn: "run() of a live thread",
  liveTask: "review() and compact() of a live thread",
  attach: "attach()",
  retry: "retry()",
  threadList: "listThreads()",
  threadRead: "readThread()",
  modelList: "listModels()",
  notifications: "notifications()",
  request: "request()",
  traced: "traced()",
  allow: "allow()",
  jsonSchema: "jsonSchema()",
  durable: "runDurableTurn()",
  folderStore: "folderStore()",
  hub: "new ThreadHub()",
  handler: "createHandler()",
  turnLimits: "turnLimits of createHandler()",
};

/** Where else an option may belong, the most likely first. */
export const ELSEWHERE: Readonly<Record<Level, readonly Level[]>> = {
  client: ["thread", "turn", "liveClient", "liveThread"],
  thread: ["client", "turn", "liveThread", "liveClient"],
  turn: ["thread", "client", "liveTurn", "liveThread", "liveClient"],
  liveClient: ["liveThread", "liveTurn", "connection"],
  streamClient: ["connection", "liveThread", "liveTurn", "liveClient"],
  connection: ["liveThread", "liveTurn", "liveClient"],
  reconnect: ["connection"],
  liveThread: ["liveClient", "liveTurn", "liveFork"],
  liveFork: ["liveClient", "liveTurn"],
  liveTurn: ["liveThread", "liveClient"],
  liveTask: ["liveTurn", "liveThread", "liveClient"],
  attach: ["liveTurn", "liveThread"],
  retry: [],
  threadList: [],
  threadRead: ["threadList"],
  modelList: [],
  notifications: ["request"],
  request: [],
  traced: [],
  allow: [],
  jsonSchema: [],
  durable: ["liveThread", "liveTurn", "liveClient"],
  folderStore: [],
  hub: ["handler"],
  handler: ["hub", "turnLimits", "liveThread", "liveClient"],
  turnLimits: ["liveTurn", "handler"],
};
