import { allowedPolicies } from "../../../../src/app_server/threads/opening/requirements.ts";
import { assertEquals, assertThrows } from "@std/assert";
import type {
  LiveThreadOptions,
  LiveTurnOptions,
} from "../../../../src/app_server/turns/options.ts";
import {
  checkThreadOptions,
  newThreadParams,
  permissionsOf,
  reviewerOf,
  sandboxPolicy,
  threadParams,
  toolParams,
  type UserConfig,
} from "../../../../src/app_server/threads/opening/params.ts";
import { askingPolicy } from "../../../../src/app_server/threads/opening/joining.ts";
import { checkReopen } from "../../../../src/app_server/threads/opening/reopen.ts";
import {
  inputParams,
  settingsParams,
  turnParams,
} from "../../../../src/app_server/turns/params/turn_start.ts";
import {
  type InForce,
  settingsOf,
  type TurnSettings,
} from "../../../../src/app_server/turns/params/settings.ts";
import { tool } from "../../../../src/core/schema/tool.ts";
import { InvalidInputError } from "../../../../src/core/vocabulary/errors.ts";

const AT_ONCE = { thread_unload_delay_secs: 0 };
const SERVERS_ONLY = {
  granular: { sandbox_approval: false, rules: false, mcp_elicitations: true },
};
const onApproval = () => "accept" as const;
const onElicitation = () => ({ action: "decline" }) as const;
const NEVER = { approvalPolicy: "never", sandbox: "read-only" };

Deno.test("threadParams() says how a thread begins", () => {
  const rows: readonly [LiveThreadOptions, boolean, Record<string, unknown>][] = [
    [{}, false, NEVER],
    // Somebody can be asked: the user's configuration counts, or Codex's default.
    [{}, true, { sandbox: "read-only" }],
    [{ approvalPolicy: "untrusted" }, false, { ...NEVER, approvalPolicy: "untrusted" }],
    [{ approvalPolicy: "never" }, true, NEVER],
    [{ model: "m", workingDirectory: "/w" }, false, { ...NEVER, model: "m", cwd: "/w" }],
    [{ model: "", workingDirectory: "" }, false, NEVER],
    [{ developerInstructions: "be brief" }, false, {
      ...NEVER,
      developerInstructions: "be brief",
    }],
    [
      { sandboxMode: "workspace-write" },
      false,
      NEVER,
    ],
    [{ sandboxMode: "workspace-write", trustProject: true }, false, {
      ...NEVER,
      sandbox: "workspace-write",
    }],
    [{ trustProject: true }, false, { approvalPolicy: "never" }],
    [{ webSearchEnabled: true }, false, { ...NEVER, config: { web_search: "live" } }],
    [{ webSearchEnabled: false }, false, { ...NEVER, config: { web_search: "disabled" } }],
    [{ webSearchMode: "cached", webSearchEnabled: true }, false, {
      ...NEVER,
      config: { web_search: "cached" },
    }],
    [{ modelReasoningEffort: "high", config: { a: { b: 1 } } }, false, {
      ...NEVER,
      config: { a: { b: 1 }, model_reasoning_effort: "high" },
    }],
    [{ config: { thread_unload_delay_secs: 9 } }, false, {
      ...NEVER,
      config: { thread_unload_delay_secs: 9 },
    }],
  ];
  for (const [options, asks, params] of rows) {
    const config = { ...AT_ONCE, ...params.config as Record<string, unknown> | undefined };
    const callbacks = asks ? { onApproval } : {};
    assertEquals(threadParams(options, callbacks), { ...params, config }, JSON.stringify(options));
  }
  assertEquals(newThreadParams({ ephemeral: true, threadSource: "x" }), {
    ephemeral: true,
    threadSource: "x",
  });
  assertEquals(newThreadParams({}), {});
});

Deno.test("settingsParams() says again what an earlier turn may have changed", () => {
  const inForce: InForce = { effort: null, mode: "default" };
  const settings: TurnSettings = {
    model: "mine",
    effort: null,
    mode: "default",
    cwd: "/work",
    approvalPolicy: { granular: {} },
  };
  const rows: readonly [LiveThreadOptions, boolean, LiveTurnOptions, Record<string, unknown>][] = [
    [{}, false, {}, { approvalPolicy: "never" }],
    [{}, false, { onApproval }, { approvalPolicy: "on-request" }],
    [{}, true, { onApproval }, {}],
    [{ approvalPolicy: "untrusted" }, true, {}, { approvalPolicy: "untrusted" }],
    [{ approvalPolicy: "never" }, true, { model: "m", modelReasoningEffort: "low" }, {
      approvalPolicy: "never",
      model: "m",
      effort: "low",
    }],
    [{ approvalsReviewer: "auto_review" }, false, {}, { approvalsReviewer: "auto_review" }],
    [{ serviceTier: "flex" }, true, { summary: "none" }, { serviceTier: "flex", summary: "none" }],
    [{}, false, { onElicitation }, { approvalPolicy: SERVERS_ONLY }],
    [{}, false, { onApproval, onElicitation }, { approvalPolicy: "on-request" }],
    [{ approvalPolicy: "never" }, false, { onElicitation }, { approvalPolicy: "never" }],
  ];
  const sandboxPolicy = { type: "readOnly" };
  for (const [options, asks, turn, params] of rows) {
    const always = {
      sandboxPolicy,
      cwd: "/work",
      runtimeWorkspaceRoots: ["/work"],
      model: "mine",
      approvalPolicy: { granular: {} },
    };
    const callbacks = asks ? { onApproval } : {};
    const facts = { options, callbacks, sandboxPolicy, settings, places: null };
    assertEquals(settingsParams(facts, turn, inForce), { ...always, ...params });
  }
  const facts = {
    options: {},
    callbacks: { onApproval },
    sandboxPolicy,
    settings,
    places: null,
  };
  for (const [options, approvalsReviewer] of [[{}, "user"], [rows[5]?.[0], "auto_review"]]) {
    const asked = { ...facts, options: options as LiveThreadOptions, reviewer: "user" };
    assertEquals(settingsParams(asked, {}, inForce).approvalsReviewer, approvalsReviewer);
  }
  // What is not known is left to the server.
  const unknown: TurnSettings = {
    model: null,
    effort: null,
    mode: "default",
    cwd: null,
    approvalPolicy: null,
  };
  const high: InForce = { effort: "high", mode: "default" };
  assertEquals(settingsParams({ ...facts, settings: unknown }, {}, high), { sandboxPolicy });
  const own = { model: "mine", reasoning_effort: null, developer_instructions: null };
  const modes: readonly [LiveThreadOptions, LiveTurnOptions, InForce, unknown][] = [
    [{}, {}, inForce, undefined],
    // Back to the model's own effort.
    [{}, {}, high, { mode: "default", settings: own }],
    [{}, { modelReasoningEffort: "low" }, high, undefined],
    // Back from a mode that another object has asked for.
    [{}, {}, { ...inForce, mode: "plan" }, { mode: "default", settings: own }],
    [{ collaborationMode: "plan" }, {}, inForce, { mode: "plan", settings: own }],
    [{ collaborationMode: "plan" }, { collaborationMode: "default" }, inForce, {
      mode: "default",
      settings: own,
    }],
    [{}, { collaborationMode: "plan", model: "m", modelReasoningEffort: "low" }, inForce, {
      mode: "plan",
      settings: { ...own, model: "m", reasoning_effort: "low" },
    }],
  ];
  for (const [options, turn, before, mode] of modes) {
    const { collaborationMode } = settingsParams({ ...facts, options }, turn, before);
    assertEquals(collaborationMode, mode, JSON.stringify([options, turn]));
  }
});

Deno.test("turnParams() says what counts for one turn", () => {
  assertEquals(turnParams({}), {});
  assertEquals(turnParams({ outputSchema: { type: "object" } }), {
    outputSchema: { type: "object" },
  });
});

Deno.test("settingsOf() reads an answer, and takes what is not there for unknown", () => {
  const none = { model: null, effort: null, mode: "default", cwd: null, approvalPolicy: null };
  assertEquals(settingsOf({}), none as TurnSettings);
  assertEquals(
    settingsOf({ model: "m", reasoningEffort: "low", cwd: "/w", approvalPolicy: "never" }),
    { ...none, model: "m", effort: "low", cwd: "/w", approvalPolicy: "never" } as TurnSettings,
  );
});

Deno.test("askingPolicy() asks again in a thread where nobody could be asked", () => {
  const settings = settingsOf({ approvalPolicy: "never" });
  const some = { granular: { ...SERVERS_ONLY.granular, rules: true } };
  const rows: readonly [LiveThreadOptions, UserConfig, unknown, unknown][] = [
    [{}, {}, "never", "on-request"],
    [{}, { approval_policy: "never" }, "never", "never"],
    [{}, { approval_policy: "untrusted" }, "never", "untrusted"],
    [{ approvalPolicy: "never" }, {}, "never", "never"],
    [{}, {}, "untrusted", "untrusted"],
    // As the server tells it again.
    [{}, {}, { granular: { ...SERVERS_ONLY.granular, skill_approval: false } }, "on-request"],
    [{}, {}, some, some],
  ];
  for (const [options, user, before, after] of rows) {
    const got = askingPolicy({ ...settings, approvalPolicy: before }, options, user);
    assertEquals(got.approvalPolicy, after);
  }
});

Deno.test("checkReopen() refuses by name what a loaded thread cannot be given any more", () => {
  const one = tool({ name: "one", description: "", parameters: {}, execute: () => "" });
  const two = tool({ name: "two", description: "", parameters: {}, execute: () => "" });
  const opened: LiveThreadOptions = {
    config: { a: { b: 1, c: 2 } },
    developerInstructions: "be brief",
    webSearchMode: "live",
    tools: [one],
  };
  const fine: readonly LiveThreadOptions[] = [
    {},
    opened,
    { config: { a: { c: 2, b: 1 } }, webSearchEnabled: true, ephemeral: false, tools: [] },
    { model: "m", modelReasoningEffort: "low", sandboxMode: "read-only", workingDirectory: "/" },
    { approvalPolicy: "never", additionalDirectories: ["/x"], networkAccessEnabled: true },
  ];
  for (const options of fine) checkReopen("id", opened, options);
  const refused: readonly [LiveThreadOptions, string][] = [
    [{ config: {} }, "config"],
    [{ config: { a: { b: 1, c: 3 } } }, "config"],
    [{ developerInstructions: "be long" }, "developerInstructions"],
    [{ webSearchMode: "cached" }, "webSearchMode"],
    [{ webSearchEnabled: false }, "webSearchEnabled"],
    [{ threadSource: "x" }, "threadSource"],
    [{ ephemeral: true }, "ephemeral"],
    [{ trustProject: true }, "trustProject"],
    [{ tools: [one, two] }, "tools"],
  ];
  for (const [options, option] of refused) {
    const error = assertThrows(() => checkReopen("id", opened, options), InvalidInputError);
    assertEquals(error.option, option);
  }
});

Deno.test("settingsParams() sends a permission profile in place of a sandbox, and no never where it is not allowed", () => {
  const settings = settingsOf({});
  const inForce: InForce = { effort: null, mode: "default" };
  const facts = { options: {}, callbacks: {}, sandboxPolicy: {}, settings, places: null };
  const profile = { ...facts, permissions: ":workspace" };
  assertEquals(settingsParams(profile, {}, inForce), {
    permissions: ":workspace",
    approvalPolicy: "never",
  });
  for (const turn of [{}, { onElicitation }]) {
    const params = settingsParams({ ...facts, mayNever: false }, turn, inForce);
    assertEquals(params, { sandboxPolicy: {} });
  }
});

Deno.test("permissionsOf() puts the thread's options over its config, and that over the user's", () => {
  const user: UserConfig = { default_permissions: "user" };
  const rows: readonly [LiveThreadOptions, UserConfig, string | null][] = [
    [{}, {}, null],
    [{}, user, "user"],
    [{}, { ...user, sandbox_mode: "read-only" }, null],
    [{ sandboxMode: "read-only" }, user, null],
    [{ config: { sandbox_mode: "read-only" } }, user, null],
    [{ config: { default_permissions: "thread" } }, { sandbox_mode: "read-only" }, "thread"],
    [{ permissionProfile: "mine", config: { default_permissions: "thread" } }, user, "mine"],
  ];
  for (const [options, config, wanted] of rows) {
    assertEquals(permissionsOf(options, config), wanted, JSON.stringify(options));
  }
});

Deno.test("allowedPolicies() reads what the organisation allows", () => {
  const allowed = ["on-request", { granular: {} }];
  assertEquals(allowedPolicies({ requirements: { allowedApprovalPolicies: allowed } }), allowed);
  for (const answer of [null, {}, { requirements: null }, { requirements: {} }]) {
    assertEquals(allowedPolicies(answer), null);
  }
});

Deno.test("sandboxPolicy() puts the thread's options over its config, and that over the user's", () => {
  const workspace = {
    type: "workspaceWrite",
    writableRoots: [],
    networkAccess: false,
    excludeTmpdirEnvVar: false,
    excludeSlashTmp: false,
  };
  const user: UserConfig = {
    sandbox_mode: "workspace-write",
    sandbox_workspace_write: {
      writable_roots: ["/user"],
      network_access: true,
      exclude_slash_tmp: true,
    },
  };
  const theirs = {
    ...workspace,
    writableRoots: ["/user"],
    networkAccess: true,
    excludeSlashTmp: true,
  };
  const rows: readonly [LiveThreadOptions, UserConfig, Record<string, unknown>][] = [
    [{}, {}, { type: "readOnly", networkAccess: false }],
    [{}, { sandbox_mode: null, sandbox_workspace_write: null }, {
      type: "readOnly",
      networkAccess: false,
    }],
    [{ sandboxMode: "danger-full-access" }, user, { type: "dangerFullAccess" }],
    [{ sandboxMode: "read-only" }, user, { type: "readOnly", networkAccess: false }],
    [{ sandboxMode: "workspace-write" }, {}, workspace],
    [{}, user, theirs],
    [{ networkAccessEnabled: false, additionalDirectories: ["/more"] }, user, {
      ...theirs,
      networkAccess: false,
      writableRoots: ["/user", "/more"],
    }],
    [{ config: { sandbox_workspace_write: { writable_roots: ["/thread"] } } }, user, {
      ...theirs,
      writableRoots: ["/thread"],
    }],
    [{ config: { sandbox_mode: "danger-full-access" } }, user, { type: "dangerFullAccess" }],
  ];
  for (const [options, config, policy] of rows) {
    assertEquals(sandboxPolicy(options, config), policy, JSON.stringify(options));
  }
});

Deno.test("inputParams() puts images first, by absolute paths", async () => {
  const input = { prompt: "look", images: ["a.png"] };
  assertEquals(await inputParams(input, (path) => `/abs/${path}`), [
    { type: "localImage", path: "/abs/a.png" },
    { type: "text", text: "look" },
  ]);
});

Deno.test("toolParams() declares tools, each name once", () => {
  const one = tool({
    name: "one",
    description: "d",
    parameters: { type: "object" },
    execute: () => "",
  });
  assertEquals(toolParams({}), {});
  assertEquals(toolParams({ tools: [one] }), {
    dynamicTools: [
      { type: "function", name: "one", description: "d", inputSchema: { type: "object" } },
    ],
  });
  assertThrows(() => toolParams({ tools: [one, one] }), InvalidInputError, "two tools named one");
});

Deno.test("checkThreadOptions() refuses what belongs to a process, and on-failure", () => {
  const rows: readonly [object, string | null][] = [
    [{ profile: "p" }, "profile"],
    [{ ignoreUserConfig: true }, "ignoreUserConfig"],
    [{ ignoreRules: true }, "ignoreRules"],
    [{ approvalPolicy: "on-failure" }, "approvalPolicy"],
    [{ ignoreRules: false, skipGitRepoCheck: true, approvalPolicy: "on-request" }, null],
  ];
  for (const [options, option] of rows) {
    if (option === null) checkThreadOptions(options);
    else {
      const error = assertThrows(() => checkThreadOptions(options), InvalidInputError);
      assertEquals(error.option, option);
    }
  }
});

Deno.test("sandboxPolicy() refuses a mode that does not exist, whoever named it", () => {
  for (const [sandboxMode, user] of [["readonly", {}], ["", { sandbox_mode: "all" }]] as const) {
    assertThrows(
      () => sandboxPolicy({ sandboxMode: sandboxMode as "read-only" }, user as UserConfig),
      InvalidInputError,
      "there is no sandboxMode",
    );
  }
  assertEquals(sandboxPolicy({ sandboxMode: "" as "read-only" }, {}).type, "readOnly");
});

Deno.test("reviewerOf() takes the option, the thread's configuration, the user's, and then the user", () => {
  const user = { approvals_reviewer: "auto_review" };
  const config = { approvals_reviewer: "guardian_subagent" };
  assertEquals(reviewerOf({ approvalsReviewer: "user", config }, user), "user");
  assertEquals(reviewerOf({ config }, user), "guardian_subagent");
  assertEquals(reviewerOf({}, user), "auto_review");
  assertEquals(reviewerOf({}, { approvals_reviewer: null }), "user");
  // What a prototype has, nobody has said.
  assertEquals(reviewerOf({ config: Object.create(config) }, Object.create(user)), "user");
});
