import { assertEquals } from "@std/assert";
import type { LiveThreadOptions } from "../../../../src/app_server/turns/options.ts";
import {
  settingsParams,
  type ThreadFacts,
} from "../../../../src/app_server/turns/params/turn_start.ts";

const IN_FORCE = { mode: "default", effort: "low" } as const;

function facts(options: LiveThreadOptions, isGuest: boolean): ThreadFacts {
  return {
    options,
    isGuest,
    callbacks: {},
    sandboxPolicy: { type: "readOnly" },
    settings: {
      model: "theirs",
      effort: "low",
      mode: "default",
      cwd: "/theirs",
      approvalPolicy: "untrusted",
    },
    places: null,
  };
}

Deno.test("settingsParams() says all of a thread of one's own, each time", () => {
  assertEquals(settingsParams(facts({}, false), {}, IN_FORCE), {
    cwd: "/theirs",
    runtimeWorkspaceRoots: ["/theirs"],
    sandboxPolicy: { type: "readOnly" },
    approvalPolicy: "never",
    model: "theirs",
    effort: "low",
  });
});

Deno.test("settingsParams() says of somebody else's thread what its options name, and nothing more", () => {
  const cases: readonly [LiveThreadOptions, readonly string[]][] = [
    [{}, []],
    [{ sandboxMode: "read-only" }, ["sandboxPolicy"]],
    [{ networkAccessEnabled: false }, ["sandboxPolicy"]],
    [{ additionalDirectories: [] }, []],
    [{ additionalDirectories: ["/a"] }, ["sandboxPolicy"]],
    [{ approvalPolicy: "on-request" }, ["approvalPolicy"]],
    [{ workingDirectory: "/theirs" }, ["cwd", "runtimeWorkspaceRoots"]],
    [{ model: "mine", modelReasoningEffort: "high" }, ["effort", "model"]],
    [{ onApproval: () => "accept" }, []],
  ];
  for (const [options, names] of cases) {
    assertEquals(Object.keys(settingsParams(facts(options, true), {}, IN_FORCE)).sort(), names);
  }
  const asked = settingsParams(facts({}, true), { model: "mine", summary: "auto" }, IN_FORCE);
  assertEquals(asked, { model: "mine", summary: "auto" });
});
