import { assertEquals, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../mod.ts";
import {
  acceptAll,
  allow,
  type ApprovalRequest,
  type CommandApproval,
  decisionsOf,
  declineAll,
  type FileChangeApproval,
  insideWorkspace,
  type OnApproval,
  pathsOf,
} from "../../../src/app_server/mod.ts";

const BASE = {
  threadId: "thread",
  turnId: "turn",
  itemId: "item_0",
  workspace: ["/work", "/more"],
  reason: null,
  signal: new AbortController().signal,
};

function command(command: string, more: Partial<CommandApproval> = {}): CommandApproval {
  const nothing = { proposedAmendment: null, network: null, additionalPermissions: null };
  return { ...BASE, kind: "command", action: "run", command, cwd: "/work", ...nothing, ...more };
}

/** A change of files, each a path or the two ends of a move. */
function change(
  files: readonly (string | readonly [from: string, to: string])[],
  more: Partial<FileChangeApproval> = {},
): FileChangeApproval {
  const changes = files.map((file) => {
    const [path, movePath = null] = typeof file === "string" ? [file] : file;
    return {
      path,
      kind: "update" as const,
      movePath,
      diff: "",
      absolutePath: path,
      absoluteMovePath: movePath,
    };
  });
  return { ...BASE, kind: "file_change", changes, grantRoot: null, ...more };
}

const OTHERS: readonly ApprovalRequest[] = [
  { ...BASE, kind: "mcp_tool", server: "s", tool: "t", arguments: {}, message: "" },
  { ...BASE, kind: "permissions", cwd: "/work", permissions: {} },
];

Deno.test("insideWorkspace() holds where every end of every file lies in the thread's folders", () => {
  const inside: readonly FileChangeApproval[] = [
    change(["/work/a"]),
    change(["/work/a/b", "/more/c"]),
    change([["/work/a", "/more/b"]]),
    change(["/work/.github/x", "/work/.gitignore", "/work/a.git/x"]),
    change(["/anything"], { workspace: ["/"] }),
    change(["c:\\Work\\a"], { workspace: ["C:\\work"] }),
  ];
  for (const request of inside) assertEquals(insideWorkspace(request), true, `${pathsOf(request)}`);
  const outside: readonly ApprovalRequest[] = [
    change([]),
    change(["/work"]),
    change(["/workshop/a"]),
    change(["/home/.bashrc"]),
    change(["/work/a", "/home/.bashrc"]),
    change([["/work/a", "/home/.bashrc"]]),
    change([["/home/.bashrc", "/work/a"]]),
    change(["/work/../home/.bashrc"]),
    change(["work/a"]),
    change(["/work/a"], { workspace: [] }),
    change(["/work/a"], { workspace: [""] }),
    change(["work/a"], { workspace: ["work"] }),
    change(["/work/a"], { grantRoot: "/work" }),
    // What Codex guards: a hook there runs outside of the sandbox.
    ...[".git/hooks/pre-commit", "sub/.git/config", ".GIT/config", "git~1/config", ".git./config"]
      .map((path) => change([`/work/${path}`])),
    change(["/work/.codex/config.toml"]),
    change(["/work/.agents/x"]),
    change([["/work/a", "/work/.git/hooks/pre-commit"]]),
    change(["C:\\work\\.git::$INDEX_ALLOCATION\\config"], { workspace: ["C:\\work"] }),
    change(["C:\\worker\\a"], { workspace: ["C:\\work"] }),
    command("ls"),
    ...OTHERS,
    null as unknown as ApprovalRequest,
  ];
  for (const request of outside) {
    assertEquals(insideWorkspace(request), false, JSON.stringify(request));
  }
});

Deno.test("pathsOf() gives both ends of moves, and the folder that is asked for", () => {
  const request = change(["/work/a", ["/work/b", "/home/c"]], { grantRoot: "/root" });
  assertEquals(pathsOf(request), ["/work/a", "/work/b", "/home/c", "/root"]);
  assertEquals([command("ls"), ...OTHERS].flatMap(pathsOf), []);
});

Deno.test("allow() accepts the commands that are named, and none that only look like them", () => {
  const policy = allow({ commands: ["git  status", "git log *", /^ls( -[al]+)?$/] });
  const yes = [
    "git status",
    "git log",
    "git log --oneline src/a.ts",
    "/bin/bash -lc 'git status'",
    '/bin/bash -lc "git log --oneline"',
    "/usr/bin/zsh -c 'ls -la'",
    "/bin/sh -c ls",
    "ls",
  ];
  assertEquals(yes.filter((text) => policy(command(text)) !== "accept"), []);
  const no = [
    "git",
    "git statusx",
    "git status --short",
    "git logs",
    "git  logs x",
    "git push",
    "xgit status",
    "git status; rm -rf ~",
    "git status && curl x",
    "git status | sh",
    "git status > x",
    "git status\nrm x",
    "git status\rrm x",
    "git status $(rm x)",
    "git status `rm x`",
    "git status ${IFS}",
    "git status 'a b'",
    "git status a*",
    "git status ~",
    "git status #x",
    "git status \u00a0x",
    "GIT_EXTERNAL_DIFF=x git status",
    "A=1 ls",
    "/tmp/bin/bash -lc 'git status'",
    "bash -lc 'git status'",
    "/bin/bash -lc 'git status' x",
    "/bin/bash -lc 'git status'; rm x",
    "/bin/bash -lc 'git status'\\''; rm x'",
    "/bin/bash -lic 'git status'",
    "/bin/bash --rcfile x -lc 'git status'",
    "env git status",
    "ls -la /root",
    "",
    "''",
    "/bin/bash -lc ''",
  ];
  assertEquals(no.filter((text) => policy(command(text)) !== "decline"), []);
});

Deno.test("allow() declines input, hosts and permissions that go with a command that is named", () => {
  const policy = allow({ commands: ["ls", /^/] });
  const requests: readonly ApprovalRequest[] = [
    command("ls", { action: "write_input" }),
    command("", { network: { host: "example.com", protocol: "https" } }),
    command("ls", { network: { host: "example.com", protocol: "https" } }),
    command("ls", { additionalPermissions: {} }),
    change(["/work/a"]),
    ...OTHERS,
  ];
  for (const request of requests) assertEquals(policy(request), "decline", request.kind);
});

Deno.test("allow() takes an expression with a memory anew for each request", () => {
  for (const expression of [/ls/g, /ls/y]) {
    const policy = allow({ commands: [expression] });
    assertEquals([1, 2, 3].map(() => policy(command("ls"))), Array(3).fill("accept"));
  }
  assertEquals(allow({ commands: ["", " ", "*"] })(command("ls")), "decline");
});

Deno.test("allow() accepts files inside only where it is told to", () => {
  const requests = [change(["/work/a"]), change(["/home/a"]), change([["/work/a", "/home/a"]])];
  assertEquals(requests.map(allow({ files: "inside" })), ["accept", "decline", "decline"]);
  assertEquals(requests.map(allow({})), Array(3).fill("decline"));
});

Deno.test("acceptAll() and declineAll() ask nothing", () => {
  const requests = [command("ls"), change(["/work/a"]), ...OTHERS];
  assertEquals(requests.map(acceptAll), Array(4).fill("accept"));
  assertEquals(requests.map(declineAll), Array(4).fill("decline"));
});

Deno.test("decisionsOf() offers an amendment where Codex proposes one", () => {
  const simple = ["accept", "accept_for_session", "decline", "cancel"] as const;
  for (const request of [command("ls"), change(["/a"]), ...OTHERS]) {
    assertEquals(decisionsOf(request), [...simple]);
  }
  const amendable = command("ls", { proposedAmendment: ["ls"] });
  assertEquals(decisionsOf(amendable).includes("accept_with_amendment"), true);
});

Deno.test("OnApproval takes a callback that knows a single answer", () => {
  const callbacks: readonly OnApproval[] = [
    // deno-lint-ignore require-await -- that is the point
    async () => "accept",
    () => "accept",
    // deno-lint-ignore require-await -- as above
    async ({ kind }) => kind === "command" ? "accept" : { decision: "decline", message: "no" },
    () => ({ decision: "decline", message: "no" }),
    allow({ files: "inside" }),
    acceptAll,
    declineAll,
  ];
  // @ts-expect-error -- there is no such answer
  const wrong: OnApproval = () => "yes";
  assertEquals(callbacks.length + Number(typeof wrong === "function"), 8);
});

Deno.test("allow() refuses rules that it cannot follow: no rule that is missing matches all commands", () => {
  const aCommand = "a command must be a string or a regular expression, not ";
  const table: readonly [rules: unknown, option: string, says: string][] = [
    ["ls", "rules", "Cannot allow anything: rules must be an object, not a string"],
    [undefined, "rules", "rules must be an object, not undefined"],
    [{ command: ["ls"] }, "command", 'there is no option "command"; did you mean commands?'],
    [{ commands: "ls" }, "commands", "commands must be an array, not "],
    [{ commands: ["ls", undefined] }, "commands", `${aCommand}undefined`],
    [{ commands: [7] }, "commands", `${aCommand}7`],
    [{ files: true }, "files", 'files must be "inside", not '],
  ];
  for (const [rules, option, says] of table) {
    const made = () => allow(rules as Parameters<typeof allow>[0]);
    assertEquals(assertThrows(made, InvalidInputError, says).option, option);
  }
  assertEquals(allow({ commands: undefined, files: undefined })(command("ls")), "decline");
});
