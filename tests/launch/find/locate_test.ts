import { assert, assertEquals, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import { CodexNotFoundError, InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { locate, type LocateRequest } from "../../../src/launch/find/locate.ts";
import { behindScript } from "../../../src/launch/find/on_path.ts";
import { type Executable, targetOf } from "../../../src/launch/find/npm_package.ts";
import { type Entry, MemoryFiles } from "./memory_files.ts";
import { npmCmd, pnpmCmd, pnpmShell } from "./shims.ts";

type Entries = Record<string, Entry>;
type Changes = Partial<Omit<LocateRequest, "files" | "env">> & {
  readonly env?: Readonly<Record<string, string>>;
};

const LAUNCHER = "#!/usr/bin/env node\n// Unified entry point for the Codex CLI.\n";
const NATIVE = "\x7fELF";

/** What `locate()` depends on: the SDK in /app/node_modules, nothing else. */
function request(files: MemoryFiles, { env = {}, ...changes }: Changes): LocateRequest {
  return {
    platform: "linux",
    arch: "x64",
    runtime: "node",
    override: undefined,
    moduleUrl: "file:///app/node_modules/@codex-js/sdk/src/exec/transport.js",
    mainModule: null,
    compiled: false,
    execPath: null,
    cwd: "/work",
    env: (name) => env[name],
    ...changes,
    files,
  };
}

function find(entries: Entries, changes: Changes = {}): Promise<Executable> {
  return locate(request(new MemoryFiles(changes.platform ?? "linux", entries), changes));
}

async function notFound(entries: Entries, changes: Changes = {}): Promise<CodexNotFoundError> {
  return await assertRejects(() => find(entries, changes), CodexNotFoundError);
}

/** The platform package of Codex 0.169 at `root`. */
function platformPackage(root: string, platform = "linux", arch = "x64"): Entries {
  const target = targetOf(platform, arch);
  assert(target !== null);
  const vendor = `${root}/vendor/${target.triple}`;
  return {
    [`${root}/package.json`]:
      `{\n  "name": "@openai/codex",\n  "version": "0.169.0-${platform}-${arch}"\n}`,
    [`${vendor}/codex-package.json`]: '{\n  "layoutVersion": 1,\n  "version": "0.169.0"\n}',
    [`${vendor}/bin/${target.binary}`]: NATIVE,
    [`${vendor}/codex-path/rg`]: NATIVE,
  };
}

/** The launcher package at `root`. */
const launcher = (root: string): Entries => ({
  [`${root}/package.json`]: '{ "name": "@openai/codex", "version": "0.169.0" }',
  [`${root}/bin/codex.js`]: LAUNCHER,
});

/** Codex 0.65 at `root`: one package with the binaries of all platforms. */
function oldPackage(root: string): Entries {
  return {
    ...launcher(root),
    [`${root}/package.json`]: '{ "name": "@openai/codex", "version": "0.65.0" }',
    ...Object.fromEntries(
      [["linux", "x64"], ["darwin", "arm64"], ["win32", "x64"]].flatMap(([platform, arch]) => {
        const target = targetOf(platform as string, arch as string);
        const vendor = `${root}/vendor/${target?.triple}`;
        return [[`${vendor}/codex/${target?.binary}`, NATIVE], [`${vendor}/path/rg`, NATIVE]];
      }),
    ),
  };
}

/** What a store with links lays out: Deno's, pnpm's and Bun's. */
function linked(modules: string, store: string): Entries {
  const real = `${modules}/${store}/@openai+codex@0.169.0/node_modules/@openai`;
  const platform = `${modules}/${store}/@openai+codex@0.169.0-linux-x64/node_modules/@openai/codex`;
  return {
    ...launcher(`${real}/codex`),
    ...platformPackage(platform),
    [`${real}/codex-linux-x64`]: {
      link: "../../../@openai+codex@0.169.0-linux-x64/node_modules/@openai/codex",
    },
    [`${modules}/@openai/codex`]: {
      link: `../${store}/@openai+codex@0.169.0/node_modules/@openai/codex`,
    },
  };
}

const TRIPLE = "x86_64-unknown-linux-musl";
const flat = (modules: string): Entries => ({
  ...launcher(`${modules}/@openai/codex`),
  ...platformPackage(`${modules}/@openai/codex-linux-x64`),
});
const global = (lib: string): Entries => ({
  ...launcher(`${lib}/node_modules/@openai/codex`),
  ...platformPackage(`${lib}/node_modules/@openai/codex/node_modules/@openai/codex-linux-x64`),
});
const globalWindows: Entries = {
  ...launcher("C:/npm/node_modules/@openai/codex"),
  ...platformPackage(
    "C:/npm/node_modules/@openai/codex/node_modules/@openai/codex-win32-x64",
    "win32",
  ),
};
const windows = { platform: "win32", moduleUrl: "https://jsr.io/@codex-js/sdk/0.1.0/mod.ts" };
const remote = "https://jsr.io/@codex-js/sdk/0.1.0/src/exec/transport.ts";

/** The SDK in an archive of Electron's. */
const ARCHIVED = {
  moduleUrl: "file:///app/resources/app.asar/node_modules/@codex-js/sdk/mod.js",
};
const WINDOWS_ARCHIVED = {
  moduleUrl: "file:///C:/app/resources/app.asar/node_modules/@codex-js/sdk/mod.js",
};
/** A program that was compiled into one executable: its modules have made-up paths. */
const COMPILED = {
  compiled: true,
  moduleUrl: "file:///$bunfs/root/app",
  mainModule: "/$bunfs/root/app",
  execPath: "/opt/tool/tool",
};

/** Layout: what is there, what is asked, the folder of the binary's package, version, layout. */
const FOUND: [
  what: string,
  entries: Entries,
  changes: Changes,
  vendor: string,
  version?: string | null,
  old?: "old",
][] = [
  [
    "npm's flat node_modules",
    flat("/app/node_modules"),
    {},
    "/app/node_modules/@openai/codex-linux-x64",
  ],
  [
    "a node_modules further up (a workspace)",
    flat("/node_modules"),
    {},
    "/node_modules/@openai/codex-linux-x64",
  ],
  [
    "Deno's node_modules, from the main module",
    { ...linked("/app/node_modules", ".deno"), "/app/src/main.ts": "" },
    { moduleUrl: remote, mainModule: "/app/src/main.ts", runtime: "deno" },
    "/app/node_modules/.deno/@openai+codex@0.169.0-linux-x64/node_modules/@openai/codex",
  ],
  [
    "pnpm's node_modules, from the SDK's link",
    {
      ...linked("/app/node_modules", ".pnpm"),
      "/app/node_modules/.pnpm/@codex-js+sdk@0.1.0/node_modules/@codex-js/sdk/mod.js": "",
      "/app/node_modules/@codex-js/sdk": {
        link: "../.pnpm/@codex-js+sdk@0.1.0/node_modules/@codex-js/sdk",
      },
    },
    {},
    "/app/node_modules/.pnpm/@openai+codex@0.169.0-linux-x64/node_modules/@openai/codex",
  ],
  [
    "Bun's isolated node_modules",
    linked("/app/node_modules", ".bun"),
    { runtime: "bun" },
    "/app/node_modules/.bun/@openai+codex@0.169.0-linux-x64/node_modules/@openai/codex",
  ],
  [
    "the packages of a program behind a link",
    {
      ...flat("/opt/tool/node_modules"),
      "/opt/tool/main.js": "",
      "/bin/tool": { link: "/opt/tool/main.js" },
    },
    { moduleUrl: remote, mainModule: "/bin/tool" },
    "/opt/tool/node_modules/@openai/codex-linux-x64",
  ],
  [
    "a path with spaces and accents",
    flat("/my äpp/node_modules"),
    { moduleUrl: "file:///my%20%C3%A4pp/node_modules/@codex-js/sdk/mod.js" },
    "/my äpp/node_modules/@openai/codex-linux-x64",
  ],
  [
    "Codex 0.65, which has its binaries in the launcher's package",
    oldPackage("/app/node_modules/@openai/codex"),
    {},
    "/app/node_modules/@openai/codex",
    "0.65.0",
    "old",
  ],
  [
    "a platform package of the old layout",
    {
      ...launcher("/app/node_modules/@openai/codex"),
      "/app/node_modules/@openai/codex-linux-x64/package.json": '{"version":"0.120.0-linux-x64"}',
      [`/app/node_modules/@openai/codex-linux-x64/vendor/${TRIPLE}/codex/codex`]: NATIVE,
      [`/app/node_modules/@openai/codex-linux-x64/vendor/${TRIPLE}/path/rg`]: NATIVE,
    },
    {},
    "/app/node_modules/@openai/codex-linux-x64",
    "0.120.0",
    "old",
  ],
  [
    "npm's global link on PATH",
    {
      ...global("/usr/local/lib"),
      "/usr/local/bin/codex": { link: "../lib/node_modules/@openai/codex/bin/codex.js" },
    },
    { env: { PATH: "/usr/bin:/usr/local/bin" } },
    "/usr/local/lib/node_modules/@openai/codex/node_modules/@openai/codex-linux-x64",
  ],
  [
    "npm's global link to Codex 0.65",
    {
      ...oldPackage("/usr/lib/node_modules/@openai/codex"),
      "/usr/bin/codex": { link: "../lib/node_modules/@openai/codex/bin/codex.js" },
    },
    { env: { PATH: "/usr/bin" } },
    "/usr/lib/node_modules/@openai/codex",
    "0.65.0",
    "old",
  ],
  [
    "Bun's global link",
    {
      ...flat("/home/u/.bun/install/global/node_modules"),
      "/home/u/.bun/bin/codex": {
        link: "../install/global/node_modules/@openai/codex/bin/codex.js",
      },
    },
    { env: { PATH: "/home/u/.bun/bin" } },
    "/home/u/.bun/install/global/node_modules/@openai/codex-linux-x64",
  ],
  [
    "pnpm's global shell script",
    {
      ...linked("/home/u/pnpm/global/5", ".pnpm"),
      "/home/u/pnpm/codex": pnpmShell(
        "global/5/.pnpm/@openai+codex@0.169.0/node_modules/@openai/codex/bin/codex.js",
      ),
    },
    { env: { PATH: "/home/u/pnpm" } },
    "/home/u/pnpm/global/5/.pnpm/@openai+codex@0.169.0-linux-x64/node_modules/@openai/codex",
  ],
  [
    "a shell script that starts codex.js through a link",
    {
      ...linked("/home/u/pnpm/global/5/node_modules", ".pnpm"),
      "/home/u/pnpm/codex": pnpmShell("global/5/node_modules/@openai/codex/bin/codex.js"),
    },
    { env: { PATH: "/home/u/pnpm" } },
    "/home/u/pnpm/global/5/node_modules/.pnpm/@openai+codex@0.169.0-linux-x64/node_modules/@openai/codex",
  ],
  [
    "pnpm's shell script in node_modules/.bin",
    {
      ...linked("/x/node_modules", ".pnpm"),
      "/x/node_modules/.bin/codex": pnpmShell(
        "../.pnpm/@openai+codex@0.169.0/node_modules/@openai/codex/bin/codex.js",
      ),
    },
    { env: { PATH: "/x/node_modules/.bin" } },
    "/x/node_modules/.pnpm/@openai+codex@0.169.0-linux-x64/node_modules/@openai/codex",
  ],
  [
    "Windows: npm's flat node_modules",
    {
      ...launcher("C:/app/node_modules/@openai/codex"),
      ...platformPackage("C:/app/node_modules/@openai/codex-win32-x64", "win32"),
    },
    { platform: "win32", moduleUrl: "file:///C:/app/node_modules/@codex-js/sdk/mod.js" },
    "C:/app/node_modules/@openai/codex-win32-x64",
  ],
  [
    "Windows: npm's codex.cmd on Path",
    {
      ...globalWindows,
      "C:/npm/codex": pnpmShell("node_modules/@openai/codex/bin/codex.js"),
      "C:/npm/codex.cmd": npmCmd("node_modules\\@openai\\codex\\bin\\codex.js"),
    },
    { ...windows, env: { Path: "C:\\Windows;C:\\npm" } },
    "C:/npm/node_modules/@openai/codex/node_modules/@openai/codex-win32-x64",
  ],
  [
    "Windows: pnpm's codex.cmd on PATH",
    {
      ...globalWindows,
      "C:/npm/bin/codex.cmd": pnpmCmd("..\\node_modules\\@openai\\codex\\bin\\codex.js"),
    },
    { ...windows, env: { PATH: "C:\\Windows;C:\\npm\\bin" } },
    "C:/npm/node_modules/@openai/codex/node_modules/@openai/codex-win32-x64",
  ],
  [
    "Electron: what was unpacked beside the archive, all of it",
    flat("/app/resources/app.asar.unpacked/node_modules"),
    ARCHIVED,
    "/app/resources/app.asar.unpacked/node_modules/@openai/codex-linux-x64",
  ],
  [
    "Electron: the platform package alone unpacked",
    {
      ...flat("/app/resources/app.asar/node_modules"),
      ...platformPackage("/app/resources/app.asar.unpacked/node_modules/@openai/codex-linux-x64"),
    },
    ARCHIVED,
    "/app/resources/app.asar.unpacked/node_modules/@openai/codex-linux-x64",
  ],
  [
    "Electron: a bundled program, by its main module",
    {
      ...flat("/app/resources/app.asar.unpacked/node_modules"),
      "/app/resources/app.asar/package.json": "{}",
    },
    { moduleUrl: null, mainModule: "/app/resources/app.asar/package.json" },
    "/app/resources/app.asar.unpacked/node_modules/@openai/codex-linux-x64",
  ],
  [
    "Electron on Windows",
    {
      ...launcher("C:/app/resources/app.asar/node_modules/@openai/codex"),
      ...platformPackage(
        "C:/app/resources/app.asar.unpacked/node_modules/@openai/codex-win32-x64",
        "win32",
      ),
    },
    { ...windows, ...WINDOWS_ARCHIVED },
    "C:/app/resources/app.asar.unpacked/node_modules/@openai/codex-win32-x64",
  ],
  [
    "node_modules beside a compiled program, which a link leads to",
    {
      ...flat("/opt/tool/node_modules"),
      "/opt/tool/tool": NATIVE,
      "/bin/tool": { link: "/opt/tool/tool" },
    },
    { ...COMPILED, execPath: "/bin/tool" },
    "/opt/tool/node_modules/@openai/codex-linux-x64",
  ],
  ...([
    ["codexPathOverride", { override: "C:\\npm\\codex.cmd" }],
    ["codexPathOverride, npm's shell script", { override: "C:\\npm\\codex" }],
    ["a name on PATH", { override: "codex", env: { PATH: "C:\\npm" } }],
    ["a name with its ending on PATH", { override: "codex.cmd", env: { PATH: "C:\\npm" } }],
    ["a relative codexPathOverride", { override: ".\\codex.cmd", cwd: "C:\\npm" }],
    ["CODEX_PATH", { env: { CODEX_PATH: "C:\\npm\\codex.CMD" } }],
  ] as const).map(([what, changes]): [string, Entries, Changes, string] => [
    `Windows: npm's shims, named by ${what}`,
    {
      ...globalWindows,
      "C:/npm/codex": pnpmShell("node_modules/@openai/codex/bin/codex.js"),
      "C:/npm/codex.cmd": npmCmd("node_modules\\@openai\\codex\\bin\\codex.js"),
    },
    { ...windows, ...changes },
    "C:/npm/node_modules/@openai/codex/node_modules/@openai/codex-win32-x64",
  ]),
  ...([["darwin", "arm64"], ["darwin", "x64"], ["linux", "arm64"]] as const).map((
    [platform, arch],
  ): [string, Entries, Changes, string] => [
    `${platform}-${arch}`,
    {
      ...launcher("/app/node_modules/@openai/codex"),
      ...platformPackage(`/app/node_modules/@openai/codex-${platform}-${arch}`, platform, arch),
    },
    { platform, arch },
    `/app/node_modules/@openai/codex-${platform}-${arch}`,
  ]),
];

for (const [what, entries, changes, root, version = "0.169.0", old] of FOUND) {
  Deno.test(`locate() finds the native binary in ${what}`, async () => {
    const { platform = "linux", arch = "x64" } = changes;
    const target = targetOf(platform, arch);
    const [folder, tools] = old ? ["codex", "path"] : ["bin", "codex-path"];
    const vendor = `${root}/vendor/${target?.triple}`;
    const native = (path: string) => platform === "win32" ? path.replaceAll("/", "\\") : path;
    const found = await find(entries, changes);
    assertEquals(found.path, native(`${vendor}/${folder}/${target?.binary}`));
    assertEquals(found.version, version);
    // By its own links, or without them: Codex does not mind.
    const real = await new MemoryFiles(platform, entries).realpath(found.pathDirs[0] ?? "");
    assertEquals([real], [native(`${vendor}/${tools}`)]);
  });
}

/** Programs on PATH that are not the npm package's: taken as they are. */
const AS_IT_IS: [what: string, entries: Entries, changes: Changes, path: string][] = [
  [
    "a native binary",
    { "/opt/bin/codex": NATIVE },
    { env: { PATH: "/opt/bin" } },
    "/opt/bin/codex",
  ],
  [
    "a link to a native binary (Homebrew)",
    {
      "/Cellar/codex/1/bin/codex": NATIVE,
      "/opt/bin/codex": { link: "/Cellar/codex/1/bin/codex" },
    },
    { platform: "darwin", arch: "arm64", env: { PATH: "/opt/bin" } },
    "/opt/bin/codex",
  ],
  [
    "a script of the user's",
    { "/home/u/bin/codex": '#!/bin/sh\nexec docker run codex "$@"\n' },
    { env: { PATH: "/home/u/bin" } },
    "/home/u/bin/codex",
  ],
  [
    "a program on a platform without a native Codex",
    { "/opt/bin/codex": NATIVE },
    { platform: "freebsd", env: { PATH: "/opt/bin" } },
    "/opt/bin/codex",
  ],
  [
    "Windows: codex.exe",
    { "D:/tools/codex.exe": "MZ" },
    { ...windows, env: { Path: "C:\\Windows;D:\\tools" } },
    "D:\\tools\\codex.exe",
  ],
  [
    "Windows: codex.exe before codex.cmd",
    {
      ...globalWindows,
      "C:/npm/codex.exe": "MZ",
      "C:/npm/codex.cmd": npmCmd("node_modules\\@openai\\codex\\bin\\codex.js"),
    },
    { ...windows, env: { Path: "C:\\npm" } },
    "C:\\npm\\codex.exe",
  ],
];

for (const [what, entries, changes, path] of AS_IT_IS) {
  Deno.test(`locate() takes from PATH ${what}`, async () => {
    assertEquals(await find(entries, changes), { path, pathDirs: [], version: null });
  });
}

Deno.test("locate() takes codexPathOverride, then CODEX_PATH, without looking", async () => {
  const table: [Changes, string][] = [
    [{ override: "/my codex", env: { CODEX_PATH: "/other" } }, "/my codex"],
    [{ override: "./codex" }, "/work/./codex"],
    [{ override: "bin/codex" }, "/work/bin/codex"],
    [{ override: "./codex", cwd: null }, "./codex"],
    [{ env: { CODEX_PATH: "/other" } }, "/other"],
    [{ override: "", env: { CODEX_PATH: "/other" } }, "/other"],
    [{ override: "/x", platform: "sunos" }, "/x"],
  ];
  for (const [changes, path] of table) {
    const files = new MemoryFiles("linux", flat("/app/node_modules"));
    assertEquals(await locate(request(files, changes)), { path, pathDirs: [], version: null });
    assertEquals(files.asked, []);
  }
});

Deno.test("locate() looks for a name on PATH, and never in the working directory", async () => {
  const entries = {
    "/opt/bin/my-codex": NATIVE,
    "/work/my-codex": NATIVE,
    ...flat("/app/node_modules"),
  };
  const env = { PATH: ":.:/opt/bin" };
  assertEquals((await find(entries, { override: "my-codex", env })).path, "/opt/bin/my-codex");
  const error = await notFound(entries, { override: "no-codex", env });
  assertEquals(error.searched, ["PATH: :.:/opt/bin"]);
});

Deno.test("locate() refuses a CODEX_PATH that depends on the working directory", async () => {
  for (const path of ["codex", "./codex", "bin/codex", "../codex"]) {
    const error = await assertRejects(
      () => find(flat("/app/node_modules"), { env: { CODEX_PATH: path } }),
      InvalidInputError,
    );
    assertEquals(error.option, "CODEX_PATH");
    assertStringIncludes(error.message, JSON.stringify(path));
  }
});

Deno.test("locate() takes no node_modules that somebody else could have made", async () => {
  for (const place of ["/app", "/app/node_modules"]) {
    const entries = { ...flat("/app/node_modules"), [place]: { foreign: true } as const };
    const error = await notFound(entries);
    assertStringIncludes(error.message, "/app/node_modules/@openai/codex: somebody else");
  }
  const above = { "/": { foreign: true } as const, ...flat("/app/node_modules") };
  assertEquals((await find(above)).path.startsWith("/app/"), true);
});

Deno.test("locate() looks for no node_modules where the program's modules are in an executable", async () => {
  const onPath = { ...flat("/app/node_modules"), "/opt/bin/codex": NATIVE };
  const found = await find(onPath, { compiled: true, env: { PATH: "/opt/bin" } });
  assertEquals(found.path, "/opt/bin/codex");
});

Deno.test("locate() finds a copy of Codex's folder beside a compiled program", async () => {
  const copy = (folder: string, binary: string) => ({
    [`${folder}/codex/codex-package.json`]: '{ "version": "0.171.0" }',
    [`${folder}/codex/bin/${binary}`]: NATIVE,
    [`${folder}/codex/codex-path/rg`]: NATIVE,
  });
  const posix = { ...copy("/opt/tool", "codex"), ...flat("/opt/tool/node_modules") };
  assertEquals(await find(posix, COMPILED), {
    path: "/opt/tool/codex/bin/codex",
    pathDirs: ["/opt/tool/codex/codex-path"],
    version: "0.171.0",
    local: true,
  });
  const changes = { ...COMPILED, platform: "win32", execPath: "C:\\tool\\tool.exe" };
  const { path } = await find(copy("C:/tool", "codex.exe"), changes);
  assertEquals(path, "C:\\tool\\codex\\bin\\codex.exe");
});

Deno.test("locate() takes nothing beside a compiled program that others could have put there", async () => {
  for (const place of ["/opt/tool", "/opt/tool/node_modules"]) {
    const entries = { ...flat("/opt/tool/node_modules"), [place]: { foreign: true } as const };
    const error = await notFound(entries, COMPILED);
    assertStringIncludes(error.message, `somebody else may put things into ${place}`);
  }
  // A file of that name may be a download; it may be the program itself.
  const file = await notFound({ "/opt/tool/codex": NATIVE, "/opt/tool/codex.exe": NATIVE }, {
    ...COMPILED,
    execPath: "/opt/tool/codex",
  });
  assertStringIncludes(file.message, "no folder /opt/tool/codex");
  assertStringIncludes(
    file.message,
    "executable: put a copy of its folder, named `codex`, next to",
  );
  const hidden = await notFound({}, { ...COMPILED, execPath: null });
  assertStringIncludes(hidden.message, "beside the program: not permitted");
});

Deno.test("locate() tells that no program starts from Electron's archive", async () => {
  const error = await notFound(flat("/app/resources/app.asar/node_modules"), ARCHIVED);
  assertStringIncludes(error.message, "programs cannot start from an archive (unpack ");
});

Deno.test("locate() takes a script on Windows as it is, where it leads to no package", async () => {
  const entries = { "C:/my/codex.cmd": "@echo off\r\nmy-codex %*\r\n" };
  for (const override of ["C:\\my\\codex.cmd", "C:\\my", "C:\\my\\none.exe"]) {
    const found = await find(entries, { ...windows, override });
    assertEquals(found, { path: override, pathDirs: [], version: null });
  }
});

Deno.test("locate() reads no package.json that is not a file", async () => {
  const files = new MemoryFiles("linux", flat("/app/node_modules"));
  const pipes: string[] = [];
  const stat = files.stat.bind(files);
  files.stat = async (path) => path.endsWith(".json") ? null : await stat(path);
  const { readText } = files;
  files.readText = (path) => {
    pipes.push(path);
    return readText.call(files, path);
  };
  assertEquals((await locate(request(files, {}))).version, null);
  assertEquals(pipes, []);
});

Deno.test("locate() takes linear time on a script", async () => {
  const script = `#!/bin/sh\n${'"$a'.repeat(1_000)}${"a".repeat(60_000)}@openai/codex/bin/codex.js`;
  const start = performance.now();
  const found = await find({ "/opt/bin/codex": script }, { env: { PATH: "/opt/bin" } });
  assertEquals(found.path, "/opt/bin/codex");
  assertLess(performance.now() - start, 1_000);
});

Deno.test("behindScript() finds the native binary behind a launcher and its shims", async () => {
  const entries = {
    ...flat("/app/node_modules"),
    "/app/node_modules/.bin/codex": { link: "../@openai/codex/bin/codex.js" },
    "/app/bin/codex": pnpmShell("../node_modules/@openai/codex/bin/codex.js"),
    "/app/bin/mine": "#!/bin/sh\nexec docker run codex\n",
  };
  const files = new MemoryFiles("linux", entries);
  const behind = async (path: string) =>
    (await behindScript(path, { platform: "linux", arch: "x64", files }))?.path;
  const binary = `/app/node_modules/@openai/codex-linux-x64/vendor/${TRIPLE}/bin/codex`;
  assertEquals(await behind("/app/node_modules/.bin/codex"), binary);
  assertEquals(await behind("/app/bin/codex"), binary);
  assertEquals(await behind("/app/bin/mine"), undefined);
});

Deno.test("locate() prefers the SDK's packages to the program's, and both to PATH", async () => {
  const sdk = flat("/app/node_modules");
  const program = { ...flat("/program/node_modules"), "/program/main.js": "" };
  const changes: Changes = { mainModule: "/program/main.js", env: { PATH: "/bin" } };
  const onPath: Entries = { "/bin/codex": NATIVE };
  const table: [Entries, string][] = [
    [{ ...onPath, ...program, ...sdk }, "/app/"],
    [{ ...onPath, ...program }, "/program/"],
    [onPath, "/bin/codex"],
  ];
  for (const [entries, start] of table) {
    assertEquals((await find(entries, changes)).path.startsWith(start), true, start);
  }
});

Deno.test("locate() takes the first of PATH that is a file", async () => {
  const entries: Entries = {
    "/a/codex/readme": "",
    "/b/codex": { link: "nowhere" },
    "/c/codex": { link: "codex" },
    "/d/codex": NATIVE,
    "/e/codex": NATIVE,
  };
  assertEquals((await find(entries, { env: { PATH: "/z:/a:/b:/c:/d/:/e" } })).path, "/d/codex");
});

Deno.test("locate() never looks in the working directory", async () => {
  for (
    const [platform, path] of [
      ["linux", ":.:./bin::bin:../bin:~/bin:node_modules/.bin:"],
      ["win32", ";.;.\\bin;bin;\\bin;C:bin;;C:"],
    ] as const
  ) {
    const changes: Changes = {
      platform,
      mainModule: "main.js",
      moduleUrl: remote,
      env: { PATH: path },
    };
    const files = new MemoryFiles(platform, {
      "codex": NATIVE,
      "codex.exe": NATIVE,
      "bin/codex": NATIVE,
      "bin/codex.exe": NATIVE,
      ...flat("node_modules"),
    });
    await assertRejects(() => locate(request(files, changes)), CodexNotFoundError);
    assertEquals(files.asked, []);
  }
});

Deno.test("locate() does not look beside a main module that is no file", async () => {
  // Code from a command line has a made-up path in the working directory.
  const error = await notFound(flat("/checkout/node_modules"), {
    moduleUrl: remote,
    mainModule: "/checkout/[eval]",
  });
  assertEquals(error.searched.some((place) => place.includes("/checkout")), false);
});

Deno.test("locate() tells where it looked and how to install Codex", async () => {
  const installs = {
    node: "npm install @openai/codex",
    bun: "bun add @openai/codex",
    deno: '`deno add npm:@openai/codex` (with "nodeModulesDir": "auto" in deno.json)',
  } as const;
  for (const [runtime, install] of Object.entries(installs)) {
    const error = await notFound({ "/program/main.js": "" }, {
      runtime: runtime as keyof typeof installs,
      mainModule: "/program/main.js",
      env: { PATH: "/bin:/usr/bin" },
    });
    assertStringIncludes(error.message, install);
    for (const place of error.searched) assertStringIncludes(error.message, place);
    assertEquals(error.searched, [
      "codexPathOverride: not given",
      "CODEX_PATH: not set",
      "node_modules above /app/node_modules/@codex-js/sdk/src/exec/transport.js and /program/main.js",
      "PATH: /bin:/usr/bin",
    ]);
  }
  const bare = await notFound({}, { moduleUrl: remote });
  assertEquals(bare.searched.slice(2), ["PATH: not set, or not permitted to read"]);
});

Deno.test("locate() tells when the optional dependencies were left out", async () => {
  const error = await notFound(launcher("/app/node_modules/@openai/codex"));
  assertStringIncludes(error.searched.join("\n"), "/app/node_modules/@openai/codex: without");
  const advice = error.message.replace(/; searched: .*/, "");
  assertStringIncludes(advice, "@openai/codex-linux-x64");
  assertStringIncludes(advice, "optional dependencies");
  // It is installed.
  assertEquals(advice.includes("npm install @openai/codex"), false);
});

Deno.test("locate() goes on when the optional dependencies were left out", async () => {
  const entries = { ...launcher("/app/node_modules/@openai/codex"), ...flat("/node_modules") };
  assertEquals((await find(entries)).path.startsWith("/node_modules/@openai/"), true);
});

Deno.test("locate() tells when it may not look", async () => {
  const error = await notFound({ "/app/node_modules/@openai/codex": { denied: true } });
  assertStringIncludes(error.searched.join("\n"), "/app/node_modules/@openai/codex: not permitted");
  const deno = { runtime: "deno" } as const;
  const denied = await notFound({ "/app/node_modules/@openai/codex": { denied: true } }, deno);
  assertStringIncludes(
    denied.message,
    "let the program read its folder (`--allow-read=node_modules`)",
  );
  assertEquals((await notFound({}, deno)).message.includes("--allow-read"), false);
});

Deno.test("locate() tells when a codex.cmd leads to no package", async () => {
  for (
    const text of [
      "@echo off\r\nmy-codex %*\r\n",
      npmCmd("node_modules\\@openai\\codex\\bin\\codex.js"),
    ]
  ) {
    const error = await notFound({ "C:/npm/codex.cmd": text }, {
      ...windows,
      env: { Path: "C:\\npm" },
    });
    assertStringIncludes(
      error.searched.join("\n"),
      "C:\\npm\\codex.cmd: a script that does not lead to",
    );
  }
});

Deno.test("locate() tells that there is no native Codex for a platform", async () => {
  for (
    const [platform, arch] of [["linux", "ia32"], ["sunos", "x64"], ["win32", "ia32"]] as const
  ) {
    const entries = flat("/app/node_modules");
    const error = await notFound(entries, { platform, arch });
    assertStringIncludes(error.message, `there is no native Codex for ${platform}-${arch}`);
    assertEquals(error.message.includes("npm install"), false);
  }
});

Deno.test("targetOf() names the target and its package", () => {
  const table: [string, string, string | null][] = [
    ["linux", "x64", "x86_64-unknown-linux-musl codex-linux-x64 codex"],
    ["linux", "arm64", "aarch64-unknown-linux-musl codex-linux-arm64 codex"],
    ["android", "arm64", "aarch64-unknown-linux-musl codex-linux-arm64 codex"],
    ["darwin", "x64", "x86_64-apple-darwin codex-darwin-x64 codex"],
    ["darwin", "arm64", "aarch64-apple-darwin codex-darwin-arm64 codex"],
    ["win32", "x64", "x86_64-pc-windows-msvc codex-win32-x64 codex.exe"],
    ["win32", "arm64", "aarch64-pc-windows-msvc codex-win32-arm64 codex.exe"],
    ["linux", "riscv64", null],
    ["freebsd", "x64", null],
  ];
  for (const [platform, arch, expected] of table) {
    const target = targetOf(platform, arch);
    const actual = target && `${target.triple} ${target.packageName} ${target.binary}`;
    assertEquals(actual, expected);
  }
});

Deno.test("locate() goes on where the SDK's module has no URL", async () => {
  const codex = "/app/node_modules/@openai/codex";
  const entries = {
    ...launcher(codex),
    ...platformPackage(`${codex}/node_modules/@openai/codex-linux-x64`),
    "/app/out.cjs": "",
  };
  const bundled = { moduleUrl: null, mainModule: "/app/out.cjs" };
  assertStringIncludes((await find(entries, bundled)).path, `${codex}/node_modules/`);
  const onPath = { moduleUrl: null, env: { PATH: "/bin" } };
  assertEquals((await find({ "/bin/codex": NATIVE }, onPath)).path, "/bin/codex");
});

Deno.test("locate() asks the runtime's resolver, where it has one", async () => {
  const cache = "/app/.yarn/cache";
  const unplugged = "/app/.yarn/unplugged/codex-linux-x64/node_modules/@openai/codex";
  const sdk = `${cache}/sdk.zip/node_modules/@codex-js/sdk/mod.js`;
  const files = { ...platformPackage(unplugged), "/app/main.js": "" };
  const asked: string[] = [];
  const resolver = (from: string, platform: string) => (specifier: string, module: string) => {
    asked.push(module);
    const found = `${cache}/codex.zip/node_modules/@openai/codex/package.json`;
    if (specifier === "@openai/codex/package.json") return module === from ? found : null;
    return module === found ? `${platform}/package.json` : null;
  };
  for (const from of [sdk, "/app/main.js"]) {
    const changes = { moduleUrl: `file://${sdk}`, mainModule: "/app/main.js" };
    const resolve = resolver(from, unplugged);
    assertEquals(await find(files, { ...changes, resolve }), {
      path: `${unplugged}/vendor/x86_64-unknown-linux-musl/bin/codex`,
      pathDirs: [`${unplugged}/vendor/x86_64-unknown-linux-musl/codex-path`],
      version: "0.169.0",
    });
  }
  assertEquals(asked[0], sdk, "the SDK's own module comes first");
});

Deno.test("locate() tells what keeps a program that the resolver found from starting", async () => {
  const zip = "/app/.yarn/cache/linux.zip/node_modules/@openai/codex";
  const resolve = (specifier: string) =>
    specifier.startsWith("@openai/codex-") ? `${zip}/package.json` : "/app/codex/package.json";
  const changes = { mainModule: null, resolve };
  const { searched } = await notFound(platformPackage(zip), changes);
  assertStringIncludes(searched.join("\n"), "yarn unplug @openai/codex");
  const without = await notFound({}, changes);
  assertStringIncludes(
    without.searched.join("\n"),
    "/app/codex/package.json: without its platform",
  );
});
