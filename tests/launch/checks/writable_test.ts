import { assertEquals } from "@std/assert";
import type { Host } from "../../../src/core/ports/host.ts";
import type { ThreadOptions } from "../../../src/core/vocabulary/options.ts";
import { liesIn, writableFolders, type WriteOptions } from "../../../src/launch/checks/writable.ts";
import { MemoryFiles } from "../find/memory_files.ts";

type Machine = Pick<Host, "platform" | "cwd" | "env" | "stat" | "realpath" | "readText">;

function host(files: MemoryFiles, env: Record<string, string> = {}, platform = "linux"): Host {
  const machine: Machine = {
    platform,
    cwd: () => platform === "win32" ? "C:\\work" : "/work",
    env: (name) => env[name],
    stat: (path) => files.stat(path),
    realpath: (path) => files.realpath(path),
    readText: (path) => files.readText(path),
  };
  return machine as Host;
}

const WORK = ["/work", "/tmp"];
const WRITE = { sandboxMode: "workspace-write" } as const;
const user = (config: string) => ({ "/home/u/.codex/config.toml": config });

const ROWS: [
  what: string,
  thread: ThreadOptions,
  client: WriteOptions,
  files: Record<string, string>,
  folders: string[],
][] = [
  ["nothing for a sandbox that only reads", { sandboxMode: "read-only" }, {}, {}, []],
  ["nothing without a sandbox", { sandboxMode: "danger-full-access" }, {}, {}, []],
  ["nothing by default", {}, {}, {}, []],
  ["the working directory and the temporary folder", WRITE, {}, {}, WORK],
  [
    "the folders of the thread, relative ones below its own",
    { ...WRITE, workingDirectory: "/project", additionalDirectories: ["/more", "sub"] },
    {},
    {},
    ["/project", "/more", "/project/sub", "/tmp"],
  ],
  ["a relative working directory", { ...WRITE, workingDirectory: "sub" }, {}, {}, [
    "/work/sub",
    "/tmp",
  ]],
  ["TMPDIR of Codex's environment", WRITE, { env: { TMPDIR: "/t" } }, {}, ["/work", "/t", "/tmp"]],
  ["the mode of `config`", {}, { config: { sandbox_mode: "workspace-write" } }, {}, WORK],
  [
    "the mode of the thread's `config`",
    { config: { sandbox_mode: "workspace-write" } },
    {},
    {},
    WORK,
  ],
  [
    "the mode of an override",
    {},
    { configOverrides: ['sandbox_mode="workspace-write"'] },
    {},
    WORK,
  ],
  ["the user's mode", {}, {}, user('sandbox_mode = "workspace-write"\n'), WORK],
  [
    "the default of a trusted project",
    {},
    {},
    user('[projects."/x"]\ntrust_level = "trusted"\n'),
    WORK,
  ],
  [
    "nothing of the user's that is left aside",
    { ignoreUserConfig: true },
    {},
    user('sandbox_mode = "workspace-write"\n'),
    [],
  ],
  [
    "the mode of a profile",
    { profile: "wide" },
    {},
    { "/home/u/.codex/wide.config.toml": "sandbox_mode = 'workspace-write'" },
    WORK,
  ],
  [
    "writable roots of `config`, of overrides and of the user",
    WRITE,
    {
      config: { sandbox_workspace_write: { writable_roots: ["/a"] } },
      configOverrides: ['sandbox_workspace_write.writable_roots=["/b", "/c"]'],
    },
    user("[sandbox_workspace_write]\nwritable_roots = [\n  '/d',\n]\n"),
    [...WORK, "/a", "/b", "/c", "/d"],
  ],
  [
    "what a permission profile lets be written to",
    {},
    { configOverrides: ['permissions.p.filesystem={"/e"="write", "/f"="read"}'] },
    user('default_permissions = "q"\n[permissions.q.filesystem]\n"/g" = "write"\n'),
    [...WORK, "/e", "/g"],
  ],
  [
    "the same in `config`",
    { config: { default_permissions: "p", permissions: { p: { filesystem: { "/h": "write" } } } } },
    {},
    {},
    [...WORK, "/h"],
  ],
];

for (const [what, thread, client, files, folders] of ROWS) {
  Deno.test(`writableFolders() knows ${what}`, async () => {
    const machine = host(new MemoryFiles("linux", files), { HOME: "/home/u" });
    assertEquals(await writableFolders(machine, client, thread), folders);
  });
}

Deno.test("liesIn() compares whole names, and looks behind links", async () => {
  const files = new MemoryFiles("linux", {
    "/work/codex": "",
    "/work-2/codex": "",
    "/opt/codex": "",
    "/work/link": { link: "/opt/codex" },
    "/bin/codex": { link: "/work/codex" },
    "/alias": { link: "/work" },
  });
  const rows: [string, string[], string | null][] = [
    ["/work/codex", ["/work"], "/work"],
    ["/work/codex", ["/work/"], "/work/"],
    ["/work/codex", ["/"], "/"],
    ["/work-2/codex", ["/work"], null],
    ["/opt/codex", ["/work", "/tmp"], null],
    ["/work/link", ["/work"], "/work"],
    ["/bin/codex", ["/work"], "/work"],
    ["/work/codex", ["/alias"], "/alias"],
    ["/work/codex", [], null],
  ];
  for (const [path, folders, expected] of rows) {
    assertEquals(await liesIn(host(files), path, folders), expected, path);
  }
  const windows = host(new MemoryFiles("win32", {}), {}, "win32");
  assertEquals(await liesIn(windows, "C:\\Work\\codex.exe", ["c:/work"]), "c:/work");
});
