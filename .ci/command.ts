/**
 * Runs programs, and knows where things lie.
 *
 * @module
 */
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const ROOT: string = fileURLToPath(new URL("..", import.meta.url));

/** How a program ended, and what it said. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a program. */
export interface RunOptions {
  /** The project's folder by default. */
  readonly cwd?: string;
  /** Additions to the environment. */
  readonly env?: Record<string, string>;
  /** Show the output as it comes. */
  readonly live?: boolean;
  /** Milliseconds after which it is killed; {@linkcode LIMIT_MS} by default. */
  readonly limitMs?: number;
}

/** A program that hangs must not hang what waits for it: 30 minutes, for machines that do much else. */
const LIMIT_MS = 1_800_000;

/** Runs a program to its end, or to its limit: it has failed then, and `stderr` says so. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd = ROOT, env = {}, live = false, limitMs = LIMIT_MS }: RunOptions = {},
): Promise<Ran> {
  const child = new Deno.Command(command, {
    args: [...args],
    cwd,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const readers = [child.stdout.getReader(), child.stderr.getReader()] as const;
  let late = "";
  const timer = setTimeout(() => {
    late = `${command} was killed: it did not end within ${limitMs / 1000} s\n`;
    if (live) console.error(late.trimEnd());
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended itself, and only what it has started holds its output.
    }
    for (const reader of readers) void reader.cancel();
  }, limitMs);
  const [stdout, stderr, { code }] = await Promise.all([
    collect(readers[0], live ? Deno.stdout : null),
    collect(readers[1], live ? Deno.stderr : null),
    child.status,
  ]);
  clearTimeout(timer);
  return { code: late === "" ? code : code || 1, stdout, stderr: stderr + late };
}

/** Runs a program that must succeed; gives its standard output. */
export async function must(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code === 0) return stdout;
  throw new Error(`${command} ${args.join(" ")}: exit code ${code}\n${stdout}${stderr}`);
}

/** Runs npm, which must succeed; gives its standard output. */
export function npm(args: readonly string[], options: RunOptions = {}): Promise<string> {
  return npmProgram("npm", args, options);
}

/** Runs a program of npm packages, which must succeed; gives its standard output. */
export function npx(args: readonly string[], options: RunOptions = {}): Promise<string> {
  return npmProgram("npx", args, options);
}

/** On Windows npm's programs are batch files, which take a shell; what they start lies beside Node. */
async function npmProgram(
  name: "npm" | "npx",
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  if (Deno.build.os !== "windows") return await must(name, args, options);
  const node = (await must("node", ["-p", "process.execPath"])).trim();
  const program = join(dirname(node), "node_modules", "npm", "bin", `${name}-cli.js`);
  return await must(node, [program, ...args], options);
}

/** Runs Deno, the one that runs this program. */
export function deno(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run(Deno.execPath(), args, options);
}

/** The project's Codex: the program itself, not its launcher. */
export function nativeCodex(): string {
  const arch = Deno.build.arch === "x86_64" ? "x64" : "arm64";
  const { os } = Deno.build;
  const launcher = createRequire(join(ROOT, "node_modules", "_.js"))
    .resolve("@openai/codex/package.json");
  const name = `@openai/codex-${os === "windows" ? "win32" : os}-${arch}/package.json`;
  const vendor = join(createRequire(launcher).resolve(name), "..", "vendor");
  const [triple] = [...Deno.readDirSync(vendor)];
  return join(vendor, triple?.name ?? "", "bin", os === "windows" ? "codex.exe" : "codex");
}

/**
 * Makes a folder for one run; call the result's `remove` after it. Inside the project, because
 * Codex refuses to live below /tmp.
 */
export async function workFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const base = `${ROOT}.tmp`;
  await Deno.mkdir(base, { recursive: true });
  const path = await Deno.makeTempDir({ dir: base, prefix: "run-" });
  return { path, remove: () => Deno.remove(path, { recursive: true }) };
}

/** The files below a folder whose names end in `suffix`, in order. */
export async function filesBelow(folder: string, suffix = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) found.push(...await filesBelow(path, suffix));
    else if (name.endsWith(suffix)) found.push(path);
  }
  return found.sort();
}

/** The path of a file below a folder, with the slashes that code has, on Windows too. */
export function pathBelow(folder: string, path: string): string {
  return relative(folder, path).replaceAll("\\", "/");
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  show: { writeSync(bytes: Uint8Array): number } | null,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
    for (let at = 0; show !== null && at < value.length;) at += show.writeSync(value.subarray(at));
    text += decoder.decode(value, { stream: true });
  }
  return text;
}
