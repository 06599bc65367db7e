import { assert, assertEquals } from "@std/assert";
import { foldersOf, LOADS, reach } from "../.ci/entries.ts";

/** One import, by paths from the project's root; `node:…` and the like stay as they are. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
    }[];
  }[];
}

const ROOT = new URL("..", import.meta.url);
const PUBLIC: readonly string[] = Object.values((await json("deno.json")).exports);
/** The entry "." re-exports; these join a transport to a host. */
const ENTRIES = [
  "src/codex.ts",
  "src/codex_path.ts",
  "src/app_server/app_server.ts",
  "src/durable/folder/folder_store.ts",
  "src/durable/run.ts",
  "src/testing/mod.ts",
];
/** What the files of a room, or of a folder without rooms, may import beside their own. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  "core/base": [],
  "core/vocabulary": ["core/vocabulary", "core/base"],
  "core/vocabulary/errors": ["core/vocabulary", "core/base"],
  "core/options": ["core/vocabulary", "core/base"],
  "core/ports": ["core/vocabulary", "core/base"],
  "core/wire": ["core/ports", "core/vocabulary", "core/base"],
  "core/rollout": ["core/vocabulary", "core/base"],
  "core/schema": ["core/options", "core/ports", "core/vocabulary", "core/base"],
  "core/turn": ["core/schema", "core/options", "core/ports", "core/vocabulary", "core/base"],
  launch: ["launch", "core"],
  "launch/checks": ["launch", "core"],
  "launch/command": ["launch", "core"],
  "launch/find": ["launch", "core"],
  "launch/process": ["core"],
  "launch/threads": ["launch", "core"],
  exec: ["exec", "launch", "core"],
  "exec/threads": ["launch", "core"],
  "exec/tools": ["launch", "core"],
  "app_server/protocol": [],
  "app_server/link": ["app_server/protocol", "launch", "core"],
  "app_server/link/remote": ["app_server/link", "launch", "core"],
  "app_server/link/reconnect": ["app_server/link", "launch", "core"],
  "app_server/link/notifications": ["app_server/protocol", "core"],
  "app_server/asks": ["app_server/link", "app_server/protocol", "launch", "core"],
  "app_server/events": [
    "app_server/events",
    "app_server/link",
    "app_server/protocol",
    "launch",
    "core",
  ],
  "app_server/events/items": ["app_server/protocol", "core"],
  "app_server/history": ["app_server/events", "app_server/link", "app_server/protocol", "core"],
  "app_server/stops": [
    "app_server/turns",
    "app_server/history",
    "app_server/asks",
    "app_server/link",
    "app_server/protocol",
    "launch",
    "core",
  ],
  "app_server/turns/params": ["app_server/turns", "app_server/asks", "app_server/protocol", "core"],
  "app_server/turns": [
    "app_server/turns",
    "app_server/history",
    "app_server/events",
    "app_server/asks",
    "app_server/link",
    "app_server/protocol",
    "launch",
    "core",
  ],
  "app_server/threads/opening": [
    "app_server/threads",
    "app_server/turns",
    "app_server/history",
    "app_server/asks",
    "app_server/link",
    "app_server/protocol",
    "launch",
    "core",
  ],
  "app_server/threads": [
    "app_server/threads",
    "app_server/turns",
    "app_server/history",
    "app_server/events",
    "app_server/asks",
    "app_server/link",
    "app_server/protocol",
    "launch",
    "core",
  ],
  "app_server/threads/files": [
    "app_server/threads",
    "app_server/link",
    "app_server/protocol",
    "launch",
    "core",
  ],
  app_server: ["app_server", "launch", "core"],
  "durable/folder": ["core"],
  "durable/homes": ["app_server", "launch", "core"],
  "durable/turns": ["durable", "app_server", "exec", "core"],
  durable: ["durable", "app_server", "launch", "core"],
  // Of the clients it takes the types.
  otel: ["app_server", "src/codex.ts", "core"],
  "web/hub": ["app_server", "core"],
  // Types, which a browser does not load.
  "web/client": ["web/hub", "web/http", "web/routes"],
  "web/http": ["web/hub", "app_server", "core"],
  "web/routes": ["web/http", "web/hub", "app_server", "core"],
  "web/ai": ["web/hub", "app_server", "core"],
  "web/chat": ["web/ai", "web/http", "web/hub", "web/routes", "app_server", "core"],
  web: ["web", "app_server", "core"],
  adapters: ["adapters", "core/ports", "core/vocabulary", "core/base", "node:"],
  "adapters/files": ["adapters/files", "core/ports", "core/vocabulary", "core/base", "node:"],
  "adapters/processes": ["core/ports", "core/vocabulary", "core/base", "node:"],
  "testing/script": ["core"],
  "testing/fake": ["testing/fake", "testing/script", "core", "testing/responses", "node:"],
  "testing/fake/live": ["testing/fake", "testing/script", "core", "node:"],
  "testing/responses": ["core", "node:"],
  "testing/stores": ["core"],
  testing: ["testing", "core", "node:"],
};
/** The modules of `core` that an adapter may load; of the others it takes types. */
const LOADED = ["src/core/vocabulary/errors.ts", "src/core/base/timers.ts"];

Deno.test("imports run one way", async () => {
  const edges = (await Promise.all(PUBLIC.map(edgesBelow))).flat();
  assert(edges.some(({ from }) => from.startsWith("src/core/turn/")), "the graph was read");
  assertEquals(edges.map(objection).filter((text) => text !== null), []);
});

Deno.test("an entry loads nothing of another one, at once or later", async () => {
  const { exports } = await json("deno.json");
  const found = await Promise.all(
    Object.entries(exports).map(async ([entry, path]) => {
      const all = await edgesBelow(path);
      const start = path.replace("./", "");
      assert(all.some(({ from }) => from === start), `${start} is in the graph`);
      const edges = all.filter(({ typeOnly }) => !typeOnly);
      // An entry of types alone is not loaded at all.
      if (edges.length === 0) return [entry, []] as const;
      const files = await reach(
        start,
        (file) => edges.filter(({ from }) => from === file).map(({ to }) => to),
      );
      return [entry, foldersOf(files)] as const;
    }),
  );
  assertEquals(Object.fromEntries(found), LOADS);
});

Deno.test("imports that run the other way are found", () => {
  const wrong = [
    ["src/core/turn/thread.ts", "src/launch/command/env.ts"],
    ["src/core/turn/thread.ts", "node:process"],
    ["src/core/vocabulary/options.ts", "src/core/ports/host.ts"],
    ["src/core/base/timers.ts", "src/core/vocabulary/errors.ts"],
    ["src/app_server/events/mapper.ts", "src/app_server/turns/runner.ts"],
    ["src/launch/process/stop.ts", "src/launch/launcher.ts"],
    ["src/core/ports/transport.ts", "src/core/turn/fold.ts"],
    ["src/core/wire/decode.ts", "src/core/turn/fold.ts"],
    ["src/core/schema/output.ts", "src/core/wire/decode.ts"],
    ["src/core/loose.ts", "src/core/vocabulary/events.ts"],
    ["src/app_server/asks/requests.ts", "src/app_server/turns/runner.ts"],
    ["src/app_server/turns/runner.ts", "src/app_server/threads/list.ts"],
    ["src/app_server/link/connection.ts", "src/app_server/asks/tools.ts"],
    ["src/app_server/turns/runner.ts", "src/app_server/session.ts"],
    ["src/launch/find/locate.ts", "src/exec/args.ts"],
    ["src/launch/find/locate.ts", "node:path"],
    ["src/exec/exec.ts", "src/adapters/node.ts"],
    ["src/exec/exec.ts", "src/app_server/link/connection.ts"],
    ["src/exec/exec.ts", "src/codex.ts"],
    ["src/adapters/node.ts", "src/launch/command/env.ts"],
    ["src/adapters/node.ts", "src/core/turn/thread.ts"],
    ["src/otel/turn_span.ts", "src/adapters/async_context.ts"],
    ["src/testing/reply.ts", "mod.ts"],
    ["src/web/hub/event_log.ts", "src/web/http/answers.ts"],
    ["src/web/http/guard.ts", "src/web/handler.ts"],
    ["src/web/client/thread.ts", "src/app_server/app_server.ts"],
    ["src/web/http/node_listener.ts", "node:http"],
    ["src/app_server/session.ts", "src/web/hub/thread_hub.ts"],
    ["src/codex.ts", "src/adapters/node.ts"],
    ["src/codex.ts", "npm:@openai/codex@0.169.0"],
    ["mod.ts", "src/exec/exec.ts"],
    ["src/app_server/session.ts", "src/durable/run.ts"],
    ["src/durable/folder/parts.ts", "src/app_server/session.ts"],
    ["src/new/thing.ts", "src/core/turn/thread.ts"],
  ] as const;
  for (const [from, to] of wrong) {
    assert(objection({ from, to, typeOnly: false }) !== null, `${from} -> ${to}`);
  }
});

Deno.test("the import map for machines without JSR names what deno.json names", async () => {
  const [real, standIn] = await Promise.all([json("deno.json"), json("tests/std/import_map.json")]);
  assertEquals(packages(standIn.imports), packages(real.imports));
});

Deno.test("core compiles without the globals of any runtime, and only so", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const globals = ["Deno.pid", "process.pid", "Bun.main", "Buffer.from('')", "setImmediate"];
    const lines = globals.map((code) => `// @ts-expect-error: not in core\nvoid ${code};\n`);
    const web = "export const timer: number = setTimeout(() => {}), url = new URL('a:b');\n";
    await Deno.writeTextFile(`${folder}/probe.ts`, web + lines.join(""));
    const checked = await deno("check", "--config=.ci/core.deno.json", `${folder}/probe.ts`);
    assert(checked.success, checked.stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Why an import may not be, or null. */
function objection({ from, to, typeOnly }: Edge): string | null {
  const no = (why: string) => `${from} -> ${to}: ${why}`;
  const room = roomOf(from);
  const other = to.startsWith("node:") ? "node:" : roomOf(to);
  if (to === "mod.ts") return no("nothing imports mod.ts");
  if (from === "mod.ts") {
    return ["src/codex.ts", "src/codex_path.ts"].includes(to) || other.startsWith("core/")
      ? null
      : no("mod.ts shows the public names");
  }
  if (to === "src/adapters/detect.ts" && ENTRIES.includes(from)) return null;
  if (to === "src/adapters/async_context.ts" && from === "src/otel/mod.ts") return null;
  if (from === "src/codex.ts") {
    return other === "exec" || other.startsWith("core/")
      ? null
      : no("an entry joins transport and host");
  }
  if (from === "src/codex_path.ts") {
    return /^(launch|core)\b/.test(other) ? null : no("it finds Codex, and starts nothing");
  }
  if (to === from || room === other) return null;
  const below = BELOW[room]?.some((name) => other === name || other.startsWith(`${name}/`));
  if (!below) return no(`${room} may not`);
  if (
    room.startsWith("adapters") && other.startsWith("core/") && !typeOnly && !LOADED.includes(to)
  ) {
    return no("adapters import types, errors and timers from core");
  }
  return null;
}

/** The folders below src that a file lies in: `core/turn`; for what is outside of src its path. */
function roomOf(path: string): string {
  return path.match(/^src\/(.+)\/[^/]+$/)?.[1] ?? path;
}

async function edgesBelow(entry: string): Promise<Edge[]> {
  const { success, stdout, stderr } = await deno("info", "--json", entry);
  assert(success, stderr);
  const { modules }: Graph = JSON.parse(stdout);
  return modules.flatMap(({ specifier: from, dependencies = [] }) =>
    dependencies.map(({ specifier, code, type }) => ({
      from: local(from),
      to: local(code?.specifier ?? type?.specifier ?? specifier),
      typeOnly: code === undefined,
    }))
  );
}

function local(url: string): string {
  return url.startsWith(ROOT.href) ? url.slice(ROOT.href.length) : url;
}

function packages(imports: Record<string, string>): string[] {
  const names = Object.entries(imports).map(([name, target]) => {
    const foreign = /^(npm|jsr):/.test(target) || name.startsWith("@std/");
    // A stand-in may be one of a package's modules; what npm gives has to be the same version.
    const key = foreign ? name.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? name : name;
    return target.startsWith("npm:") ? `${key} ${target}` : key;
  });
  return [...new Set(names)].sort();
}

async function deno(
  ...args: string[]
): Promise<{ success: boolean; stdout: string; stderr: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: ROOT })
    .output();
  const decoder = new TextDecoder();
  return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

async function json(
  path: string,
): Promise<{ exports: Record<string, string>; imports: Record<string, string> }> {
  return JSON.parse(await Deno.readTextFile(new URL(path, ROOT)));
}
