import { allowedPolicies } from "../../../src/app_server/threads/requirements.ts";
import { assertEquals, assertThrows } from "@std/assert";
import type { LiveThreadOptions, LiveTurnOptions } from "../../../src/app_server/turns/options.ts";
import {
  checkThreadOptions,
  newThreadParams,
  permissionsOf,
  type SandboxConfig,
  sandboxPolicy,
  threadParams,
  toolParams,
} from "../../../src/app_server/threads/params.ts";
import { inputParams, turnParams } from "../../../src/app_server/turns/params.ts";
import { tool } from "../../../src/core/schema/tool.ts";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";

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
  ];
  for (const [options, asks, params] of rows) {
    assertEquals(threadParams(options, asks), params, JSON.stringify(options));
  }
  assertEquals(newThreadParams({ ephemeral: true, threadSource: "x" }), {
    ephemeral: true,
    threadSource: "x",
  });
  assertEquals(newThreadParams({}), {});
});

Deno.test("turnParams() says again what an earlier turn may have changed", () => {
  const thread = (options: LiveThreadOptions, asks: boolean) => ({
    id: "id",
    options,
    asks,
    sandboxPolicy: { type: "readOnly" },
  });
  const onApproval = () => "accept" as const;
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
    [{ approvalsReviewer: "auto_review" }, false, {}, {}],
    [{}, true, { outputSchema: { type: "object" } }, { outputSchema: { type: "object" } }],
  ];
  for (const [options, asks, turn, params] of rows) {
    const always = { threadId: "id", sandboxPolicy: { type: "readOnly" } };
    assertEquals(turnParams(thread(options, asks), turn), { ...always, ...params });
  }
});

Deno.test("turnParams() sends a permission profile in place of a sandbox, and no never where it is not allowed", () => {
  const thread = { id: "id", options: {}, asks: false, sandboxPolicy: {} };
  const profile = { ...thread, permissions: ":workspace" };
  assertEquals(turnParams(profile, {}), {
    threadId: "id",
    permissions: ":workspace",
    approvalPolicy: "never",
  });
  const required = { ...thread, mayNever: false };
  assertEquals(turnParams(required, {}), { threadId: "id", sandboxPolicy: {} });
});

Deno.test("permissionsOf() puts the thread's options over its config, and that over the user's", () => {
  const user: SandboxConfig = { default_permissions: "user" };
  const rows: readonly [LiveThreadOptions, SandboxConfig, string | null][] = [
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
  const user: SandboxConfig = {
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
  const rows: readonly [LiveThreadOptions, SandboxConfig, Record<string, unknown>][] = [
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
  assertThrows(() => toolParams({ tools: [one, one] }), InvalidInputError, "two tools one");
});

Deno.test("checkThreadOptions() refuses what belongs to a process, and on-failure", () => {
  const rows: readonly [LiveThreadOptions, string | null][] = [
    [{ profile: "p" }, "profile"],
    [{ ignoreUserConfig: true }, "ignoreUserConfig"],
    [{ ignoreRules: true }, "ignoreRules"],
    [{ approvalPolicy: "on-failure" as "never" }, "approvalPolicy"],
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
      () => sandboxPolicy({ sandboxMode: sandboxMode as "read-only" }, user as SandboxConfig),
      InvalidInputError,
      "there is no sandboxMode",
    );
  }
  assertEquals(sandboxPolicy({ sandboxMode: "" as "read-only" }, {}).type, "readOnly");
});
