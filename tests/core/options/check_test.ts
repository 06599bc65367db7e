import { assertEquals, assertNotMatch, assertStringIncludes, assertThrows } from "@std/assert";
import type { RequestOptions } from "../../../src/app_server/link/requests.ts";
import type { NotificationOptions } from "../../../src/app_server/link/notifications/messages.ts";
import type { ReconnectOptions } from "../../../src/app_server/link/reconnect/backoff.ts";
import type {
  AppServerOptions,
  ConnectOptions,
  StreamOptions,
} from "../../../src/app_server/options.ts";
import type { ListThreadsOptions } from "../../../src/app_server/threads/list.ts";
import type {
  AttachOptions,
  LiveTaskOptions,
  LiveThreadOptions,
  LiveTurnOptions,
} from "../../../src/app_server/turns/options.ts";
import { checkedOptions } from "../../../src/core/options/check.ts";
import { type Level, LEVELS } from "../../../src/core/options/table.ts";
import type { ThreadOptions, TurnOptions } from "../../../src/core/vocabulary/options.ts";
import type { FolderStoreOptions } from "../../../src/durable/folder/folder_store.ts";
import type { DurableTurnOptions } from "../../../src/durable/options.ts";
import type { HandlerOptions, TurnLimits } from "../../../src/web/http/options.ts";
import type { ThreadHubOptions } from "../../../src/web/hub/options.ts";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";

type Json = Record<string, unknown>;

/** What `options` are refused for: the option and the message. */
function refusal(level: Level, options: unknown): readonly [string, string] {
  const error = assertThrows(
    () => checkedOptions(level, options as object, "start a thread"),
    InvalidInputError,
  );
  return [error.option, error.message];
}

Deno.test("checkedOptions() knows every option that the types of live sessions have, and no other", () => {
  // Types: a name that is missing, or too many, does not compile.
  const client: Record<keyof AppServerOptions, true> = {
    codexPathOverride: true,
    baseUrl: true,
    apiKey: true,
    config: true,
    mcpServers: true,
    configOverrides: true,
    env: true,
    spawn: true,
    debug: true,
    allowWritableCodex: true,
    onApproval: true,
    onUserInput: true,
    onElicitation: true,
    clientInfo: true,
    requestTimeoutMs: true,
    onConnectionError: true,
    onConnectionChange: true,
    restart: true,
  };
  const callbacks = { onApproval: true, onUserInput: true, onElicitation: true } as const;
  const thread: Record<Exclude<keyof LiveThreadOptions, keyof ThreadOptions>, true> = {
    ...callbacks,
    trustProject: true,
    collaborationMode: true,
    environments: true,
  };
  const turn: Record<Exclude<keyof LiveTurnOptions, keyof TurnOptions>, true> = {
    ...callbacks,
    model: true,
    modelReasoningEffort: true,
    collaborationMode: true,
    messageId: true,
    whenBusy: true,
    serviceTier: true,
    summary: true,
  };
  const stream: Record<keyof StreamOptions, true> = {
    ...callbacks,
    apiKey: true,
    mcpServers: true,
    clientInfo: true,
    requestTimeoutMs: true,
    onConnectionError: true,
    onConnectionChange: true,
  };
  const connection: Record<Exclude<keyof ConnectOptions, keyof StreamOptions>, true> = {
    url: true,
    token: true,
    headers: true,
    webSocket: true,
    reconnect: true,
  };
  const reconnect: Record<keyof ReconnectOptions, true> = {
    attempts: true,
    minDelayMs: true,
    maxDelayMs: true,
  };
  const task: Record<keyof LiveTaskOptions, true> = {
    ...callbacks,
    signal: true,
    timeoutMs: true,
    idleTimeoutMs: true,
    killGraceMs: true,
    maxTokens: true,
    maxRequests: true,
  };
  const attach: Record<keyof AttachOptions, true> = { ...callbacks, signal: true };
  const list: Record<keyof ListThreadsOptions, true> = {
    archived: true,
    workingDirectory: true,
    searchTerm: true,
    ids: true,
    limit: true,
    pageSize: true,
  };
  const durable: Record<keyof DurableTurnOptions, true> = {
    store: true,
    key: true,
    messageId: true,
    input: true,
    codex: true,
    threadOptions: true,
    turnOptions: true,
    onEvent: true,
    onTurn: true,
    questions: true,
    transport: true,
    signal: true,
    homes: true,
  };
  const request: Record<keyof RequestOptions, true> = { signal: true, timeoutMs: true };
  const notifications: Record<keyof NotificationOptions, true> = { methods: true };
  const folderStore: Record<keyof FolderStoreOptions, true> = { sync: true };
  const hub: Record<keyof ThreadHubOptions, true> = {
    idleMs: true,
    questionTimeoutMs: true,
    maxLogBytes: true,
  };
  const handler: Record<keyof HandlerOptions, true> = {
    authorize: true,
    basePath: true,
    threadOptions: true,
    turnLimits: true,
    allowedOptions: true,
    origins: true,
    maxBodyBytes: true,
    heartbeatMs: true,
    owners: true,
    chats: true,
    onError: true,
  };
  const turnLimits: Record<keyof TurnLimits, true> = {
    timeoutMs: true,
    idleTimeoutMs: true,
    maxTokens: true,
    maxRequests: true,
  };
  const names = (...options: object[]) => options.flatMap(Object.keys).sort();
  assertEquals(names(LEVELS.liveClient), names(client));
  assertEquals(names(LEVELS.streamClient), names(stream));
  assertEquals(names(LEVELS.connection), names(stream, connection));
  assertEquals(names(LEVELS.reconnect), names(reconnect));
  assertEquals(names(LEVELS.attach), names(attach));
  assertEquals(names(LEVELS.liveTask), names(task));
  assertEquals(names(LEVELS.liveThread), names(LEVELS.thread, thread));
  assertEquals(names(LEVELS.liveFork), names(LEVELS.liveThread, { afterTurnId: true }));
  assertEquals(names(LEVELS.liveTurn), names(LEVELS.turn, turn));
  assertEquals(names(LEVELS.threadList), names(list));
  assertEquals(names(LEVELS.request), names(request));
  assertEquals(names(LEVELS.notifications), names(notifications));
  assertEquals(names(LEVELS.durable), names(durable));
  assertEquals(names(LEVELS.folderStore), names(folderStore));
  assertEquals(names(LEVELS.hub), names(hub));
  assertEquals(names(LEVELS.handler), names(handler));
  assertEquals(names(LEVELS.turnLimits), names(turnLimits));
});

Deno.test("checkedOptions() knows every option of the peer", () => {
  const peer: readonly [Level, Json][] = [
    ["client", {
      codexPathOverride: "/codex",
      baseUrl: "http://h/v1",
      apiKey: "k",
      config: { a: 1 },
      configOverrides: ["a=1"],
      env: { PATH: "/bin" },
    }],
    ["thread", {
      model: "m",
      threadSource: "s",
      sandboxMode: "read-only",
      workingDirectory: "/w",
      skipGitRepoCheck: true,
      modelReasoningEffort: "persistent",
      networkAccessEnabled: false,
      webSearchMode: "live",
      webSearchEnabled: true,
      approvalPolicy: "on-failure",
      additionalDirectories: ["/a"],
    }],
    ["turn", {
      cyberAccessProgram: "standard",
      outputSchema: {},
      signal: new AbortController().signal,
    }],
  ];
  for (const [level, options] of peer) {
    const checked: Json = checkedOptions(level, options, "go");
    for (const [name, value] of Object.entries(options)) {
      assertEquals(JSON.stringify(checked[name]), JSON.stringify(value));
    }
  }
});

const UNKNOWN: readonly [Level, string, string][] = [
  ["thread", "cwd", 'there is no option "cwd"; did you mean workingDirectory?'],
  ["thread", "sandbox", 'there is no option "sandbox"; did you mean sandboxMode?'],
  ["turn", "timeout", 'there is no option "timeout"; did you mean timeoutMs?'],
  ["thread", "aproval", 'there is no option "aproval"; did you mean approvalPolicy?'],
  ["thread", "system_promt", 'there is no option "system_promt"; did you mean baseInstructions?'],
  ["client", "baseURL", 'there is no option "baseURL"; did you mean baseUrl?'],
  ["client", "base_url", 'there is no option "base_url"; did you mean baseUrl?'],
  ["client", "apikey", 'there is no option "apikey"; did you mean apiKey?'],
  ["thread", "effort", "did you mean modelReasoningEffort?"],
  ["thread", "reasoningEffort", "did you mean modelReasoningEffort?"],
  ["thread", "dirs", "did you mean additionalDirectories?"],
  ["thread", "sandboxMod", "did you mean sandboxMode?"],
  ["thread", "wrokingDirectory", "did you mean workingDirectory?"],
  ["thread", "skipGitCheck", "did you mean skipGitRepoCheck?"],
  ["turn", "singal", "did you mean signal?"],
  ["turn", "signall", "did you mean signal?"],
  ["turn", "sinxal", 'there is no option "sinxal"; the options are '],
  ["turn", "abortSignal", "did you mean signal?"],
  ["liveThread", "instructions", "did you mean developerInstructions?"],
  ["liveTurn", "effort", "did you mean modelReasoningEffort?"],
  // Of another level.
  ["thread", "timeoutMs", "start a thread: timeoutMs is an option of run()"],
  ["client", "sandboxMode", "sandboxMode is an option of startThread()"],
  ["turn", "sandboxMode", "sandboxMode is an option of startThread()"],
  ["turn", "model", "model is an option of startThread()"],
  ["thread", "apiKey", "apiKey is an option of new Codex()"],
  ["thread", "onApproval", "onApproval is an option of startThread() of an AppServer"],
  ["liveTurn", "sandboxMode", "sandboxMode is an option of startThread() of an AppServer"],
  ["liveThread", "timeoutMs", "timeoutMs is an option of run() of a live thread"],
  ["liveTask", "outputSchema", "outputSchema is an option of run() of a live thread"],
  [
    "thread",
    "timeout",
    'there is no option "timeout"; did you mean timeoutMs, an option of run()?',
  ],
  ["durable", "server", 'there is no option "server"; did you mean codex?'],
  ["durable", "prompt", 'there is no option "prompt"; did you mean input?'],
  ["durable", "sandboxMode", "sandboxMode is an option of startThread() of an AppServer"],
  ["threadRead", "includeTurn", "did you mean includeTurns?"],
  ["modelList", "hidden", "there is no option "],
  ["notifications", "method", "did you mean methods?"],
  ["folderStore", "fsync", 'there is no option "fsync"'],
  ["hub", "idle_ms", 'there is no option "idle_ms"; did you mean idleMs?'],
  ["hub", "authorize", "authorize is an option of createHandler()"],
  ["handler", "threadOption", 'there is no option "threadOption"; did you mean threadOptions?'],
  ["handler", "timeoutMs", "timeoutMs is an option of turnLimits of createHandler()"],
  ["turnLimits", "signal", "signal is an option of run() of a live thread"],
  // Of none.
  [
    "turn",
    "zzzzzz",
    'there is no option "zzzzzz"; the options are cyberAccessProgram, outputSchema, ',
  ],
  ["turn", "toString", 'there is no option "toString"'],
  ["turn", "__proto__", 'there is no option "__proto__"'],
];

for (const [level, name, says] of UNKNOWN) {
  Deno.test(`checkedOptions() refuses ${name} of a ${level}, and says what was meant`, () => {
    const options = JSON.parse(`{${JSON.stringify(name)}: 1}`);
    const [option, message] = refusal(level, options);
    assertEquals(option, name);
    assertStringIncludes(message, says);
    assertStringIncludes(message, "Cannot start a thread: ");
  });
}

class Reader {
  readonly aborted: boolean = false;
}

type Wrong = readonly [Level, string, unknown, string];
const WRONG: readonly Wrong[] = [
  [
    "thread",
    "networkAccessEnabled",
    "false",
    'networkAccessEnabled must be true or false, not the string "false"',
  ],
  ["thread", "webSearchEnabled", "false", "must be true or false"],
  ["threadRead", "includeTurns", "no", "must be true or false"],
  ["folderStore", "sync", 0, "must be true or false, not 0"],
  ["notifications", "methods", "error", "methods must be an array of strings"],
  ["thread", "skipGitRepoCheck", 1, "must be true or false, not 1"],
  ["thread", "ephemeral", null, "must be true or false, not null"],
  ["thread", "ignoreUserConfig", "no", "must be true or false"],
  ["thread", "ignoreRules", {}, "must be true or false, not an object"],
  ["liveThread", "trustProject", "false", "must be true or false"],
  ["thread", "additionalDirectories", "./", 'an array of strings, not the string "./"'],
  ["thread", "additionalDirectories", new Set(["/a"]), "an array of strings, not a Set"],
  ["thread", "additionalDirectories", ["/a", 3], "additionalDirectories[1] must be a string"],
  ["thread", "additionalDirectories", new Array(2), "additionalDirectories[0] must be a string"],
  ["thread", "additionalDirectories", ["a\0b"], "[0] must be a string without NUL characters"],
  ["thread", "model", 5, "model must be a string, not 5"],
  ["thread", "model", "m\0", "model must be a string without NUL characters"],
  ["thread", "workingDirectory", new URL("file:///w"), "must be a string, not a URL"],
  [
    "thread",
    "sandboxMode",
    "workspace_write",
    'must be "read-only", "workspace-write" or "danger-full-access", not the string "workspace_w',
  ],
  ["thread", "sandboxMode", ["read-only"], "not an array"],
  ["thread", "approvalPolicy", "always", "approvalPolicy must be "],
  ["thread", "webSearchMode", "on", "pass a value of a newer Codex as config.web_search"],
  ["thread", "modelReasoningEffort", "huge", "a newer Codex as config.model_reasoning_effort"],
  ["turn", "cyberAccessProgram", "blue", 'must be "standard", "daybreak_blue" or '],
  ["thread", "config", [], "config must be an object, not an array"],
  ["thread", "config", "a=1", "config must be an object, not a string"],
  ["client", "config", new Map(), "config must be an object, not a Map"],
  ["client", "configOverrides", "a=secret", "configOverrides must be an array of strings"],
  ["client", "configOverrides", ["a=1", { secret: 1 }], "configOverrides[1] must be a string"],
  ["client", "env", ["PATH=secret"], "env must be an object of strings, not an array"],
  ["client", "env", new Map([["A", "secret"]]), "env must be an object of strings, not a Map"],
  ["client", "env", { A: 3 }, 'env["A"] must be a string, not a number'],
  ["client", "env", { A: "secret\0" }, 'env["A"] must be a string without NUL characters'],
  ["client", "env", { "A\0": "secret" }, 'env["A\\u0000"] is not a valid variable name'],
  ["client", "env", { "A=B": "secret" }, 'env["A=B"] is not a valid variable name'],
  ["client", "apiKey", "sk-secret\0", "apiKey must be a string without NUL characters"],
  ["client", "apiKey", Symbol("secret"), "apiKey must be a string, not a symbol"],
  ["client", "apiKey", ["sk-secret"], "apiKey must be a string, not an array"],
  [
    "client",
    "baseUrl",
    new URL("http://u:secret@h/v1"),
    "baseUrl must be a string, not a URL; pass its `href`",
  ],
  ["client", "spawn", {}, "spawn must be a function, not an object"],
  ["turn", "timeoutMs", "5", "a number of milliseconds from 0 to 2147483647"],
  ["turn", "timeoutMs", 2 ** 31, "a number of milliseconds from 0 to 2147483647, not 2147483648"],
  ["turn", "idleTimeoutMs", NaN, "not NaN"],
  ["turn", "killGraceMs", -1, "not -1"],
  ["turn", "repair", 0.5, "repair must be a whole number, 0 or greater, not 0.5"],
  ["turn", "signal", new AbortController(), "pass the controller's `signal`"],
  ["turn", "signal", new Reader(), "signal must be an AbortSignal, not a Reader"],
  ["liveClient", "requestTimeoutMs", Infinity, "not Infinity"],
  ["liveClient", "clientInfo", "me", "clientInfo must be { name, version, title? }"],
  ["liveClient", "clientInfo", { name: 1 }, "clientInfo.name must be a string, not 1"],
  ["liveClient", "onApproval", "accept", "onApproval must be a function"],
  ["liveThread", "tools", {}, "tools must be an array of tools, not an object"],
  ["liveThread", "tools", [{ name: "a" }], "tools[0] must be created by tool()"],
  ...["name", "description", "inputSchema", "call"].map((lacking): Wrong => [
    "liveThread",
    "tools",
    [{ name: "a", description: "", inputSchema: {}, call: () => {}, [lacking]: undefined }],
    "tools[0] must be created by tool()",
  ]),
  ...([
    [[], "mcpServers must be an object of servers"],
    [{ "a b": { command: "x" } }, 'mcpServers["a b"] is not a valid name'],
    [{ a: "x" }, 'mcpServers["a"] must be { command, … } or { url, … }'],
    [{ a: {} }, 'mcpServers["a"] must have either a command or a url'],
    [{ a: { command: "x", url: "http://h" } }, "either a command or a url"],
    [
      { a: { command: "x", headers: {} } },
      'mcpServers["a"].headers belongs to a server with a url',
    ],
    [{ a: { url: "http://h", env: {} } }, 'mcpServers["a"].env belongs to a server with a command'],
    [{ a: { command: "x", timeout: 1 } }, 'mcpServers["a"] has no field "timeout"'],
    [{ a: { command: ["x"] } }, 'mcpServers["a"].command must be a string'],
    [{ a: { command: "x", env: { A: 1 } } }, 'mcpServers["a"].env'],
    [{ a: { url: "http://h", headers: ["secret"] } }, "headers must be an object of strings"],
    [{ a: { url: "http://h", headers: { "a b": "secret" } } }, "is not a valid header name"],
    [{ a: { url: "http://h", headers: { k: "secret\nx: y" } } }, "must be one line"],
    [{ a: { command: "x", toolApproval: "always" } }, 'mcpServers["a"].toolApproval'],
    [{ a: { command: "x", toolApproval: { t: "no" } } }, 'mcpServers["a"].toolApproval["t"]'],
  ] as const).map(([value, says]): Wrong => ["thread", "mcpServers", value, says]),
  [
    "liveThread",
    "approvalPolicy",
    { granular: { sandbox_approval: true, rules: true, mcp_elicitations: true }, mode: "never" },
    "approvalPolicy must be a string or { granular: { … } }",
  ],
  ["liveThread", "developerInstructions", ["x"], "developerInstructions must be a string"],
];

for (const [level, name, value, says] of WRONG) {
  Deno.test(`checkedOptions() refuses a ${name} that must be something else: ${says}`, () => {
    const [option, message] = refusal(level, { [name]: value });
    assertEquals(option, name);
    assertStringIncludes(message, says);
    assertNotMatch(message, /secret/);
  });
}

Deno.test("checkedOptions() shows no more than 200 characters of a value", () => {
  const [, message] = refusal("thread", { sandboxMode: "x".repeat(10_000) });
  assertStringIncludes(message, `"${"x".repeat(200)}…"`);
  assertEquals(message.length < 500, true);
});

Deno.test("checkedOptions() refuses options that are no object", () => {
  for (const options of [1, "gpt-5", [], true, () => {}]) {
    const [option, message] = refusal("turn", options);
    assertEquals(option, "options");
    assertStringIncludes(message, "the options of run() must be an object, not ");
  }
});

Deno.test("checkedOptions() takes undefined for absent, and so an empty word or path", () => {
  const none = Object.keys(LEVELS.liveThread).map((name) => [name, undefined]);
  const checked: Json = checkedOptions("liveThread", Object.fromEntries(none), "go");
  assertEquals(Object.values(checked).filter((value) => value !== undefined), []);
  assertEquals(checkedOptions<Json>("thread", { cwd: undefined }, "go").model, undefined);
  const empty = { model: "", sandboxMode: "", additionalDirectories: ["", "/a"], config: {} };
  const { model, sandboxMode, additionalDirectories }: Json = checkedOptions("thread", empty, "go");
  assertEquals([model, sandboxMode, additionalDirectories], [undefined, undefined, ["/a"]]);
  for (const options of [undefined, null]) checkedOptions("thread", options, "go");
});

Deno.test("checkedOptions() takes nothing from a polluted Object.prototype", () => {
  const names = ["codexPathOverride", "sandboxMode", "nonsense"];
  const values = ["/tmp/evil", "danger-full-access", 1];
  names.forEach((name, at) =>
    Object.defineProperty(Object.prototype, name, {
      value: values[at],
      enumerable: true,
      configurable: true,
    })
  );
  try {
    for (const level of ["client", "thread"] as const) {
      const checked: Json = checkedOptions(level, {}, "go");
      // Also in a copy, which has `Object.prototype` below it.
      const copy: Json = { ...checked };
      const name = level === "client" ? "codexPathOverride" : "sandboxMode";
      assertEquals([checked[name], copy[name]], [undefined, undefined]);
    }
  } finally {
    for (const name of names) delete (Object.prototype as unknown as Json)[name];
  }
});

Deno.test("checkedOptions() takes what an object has from a class or from defaults", () => {
  class Defaults {
    get sandboxMode() {
      return "read-only";
    }
  }
  const checked = checkedOptions("thread", new Defaults(), "go");
  assertEquals(checked.sandboxMode, "read-only");
  const over = Object.create({ model: "m", sandbox: "x" });
  assertEquals(refusal("thread", over)[0], "sandbox");
  const below = Object.assign(Object.create(null), { model: "n" });
  assertEquals(checkedOptions<Json>("thread", Object.create(below), "go").model, "n");
});

Deno.test("checkedOptions() copies an environment, without what is undefined", () => {
  const env: Json = { A: "1", B: undefined };
  const checked: Json = checkedOptions("client", { env }, "go");
  env.A = "2";
  assertEquals({ ...checked.env as Json }, { A: "1" });
});
