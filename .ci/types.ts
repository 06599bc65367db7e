/**
 * Compiles tests/consumer against the installed tarball, as a strict TypeScript project would, and
 * looks at what was installed.
 *
 * @module
 */
import { join } from "node:path";
import { ROOT, run } from "./command.ts";
import { npmInstall } from "./consumer.ts";
import { ENTRIES, importName } from "./entries.ts";
import { packageChecks } from "./package.ts";
import type { Part } from "./part.ts";

/** An older compiler with the types of the oldest Node, and the newest of both. */
const COMPILERS = [
  { typescript: "5.9.3", node: "20" },
  { typescript: "7.0.2", node: "26" },
] as const;

/** With the web's types from `lib.dom.d.ts`, and with those of `@types/node` alone. */
const LIBS = { "with DOM": undefined, "without DOM": ["ES2023"] };

/** Programs that hold nothing but every entry, as modules and as CommonJS. */
const ALL_ENTRIES = ["all_entries.mts", "all_entries.cts"];

const CONSUMER = join(ROOT, "tests", "consumer");

/** The oldest compiler, with nothing but its own library, by each way to look packages up. */
export const BARE = {
  typescript: "5.0.4",
  programs: join(CONSUMER, "bare"),
  options: {
    node16: { module: "Node16" },
    "node10, CommonJS": { module: "CommonJS", moduleResolution: "Node10" },
    bundler: { module: "ES2022", moduleResolution: "Bundler" },
  },
} as const;

/** Compiles with every compiler and library; each is a test, and so is each check of the package. */
export async function types(tarball: string, folder: string): Promise<Part> {
  const rows: Row[] = [];
  for (const { typescript, node } of COMPILERS) {
    const project = join(folder, typescript);
    await prepare(project, CONSUMER, [tarball, `typescript@${typescript}`, `@types/node@${node}`]);
    for (const [name, lib] of Object.entries(LIBS)) {
      rows.push(await compile(project, `TypeScript ${typescript} ${name}`, config(lib)));
    }
  }
  const bare = join(folder, "bare");
  await prepare(bare, BARE.programs, [tarball, `typescript@${BARE.typescript}`]);
  for (const [name, options] of Object.entries(BARE.options)) {
    rows.push(await compile(bare, `TypeScript ${BARE.typescript} alone, ${name}`, bareOf(options)));
  }
  // Any of them will do: the same package is installed in all.
  const found = await packageChecks(join(bare, "node_modules", "@codex-js", "sdk"));
  const passed = rows.filter(({ ok }) => ok).length;
  return {
    passed: passed + found.passed,
    failed: rows.length - passed + found.failed,
    output: rows.map(({ output }) => output).join("") + found.output,
  };
}

/** What came of a compiler. */
export interface Row {
  readonly ok: boolean;
  readonly output: string;
}

/** Compiles a project by a configuration. */
export async function compile(project: string, name: string, config: object): Promise<Row> {
  await Deno.writeTextFile(join(project, "tsconfig.json"), JSON.stringify(config));
  const tsc = join("node_modules", "typescript", "bin", "tsc");
  const { code, stdout, stderr } = await run("node", [tsc, "-p", "."], { cwd: project });
  const ok = code === 0;
  return { ok, output: `${ok ? "ok" : "FAILED"} types: ${name}\n${stdout}${stderr}` };
}

/** A program with the types of every entry, those that no other program uses included. */
function typesOfAll(): string {
  return Object.keys(ENTRIES).map((entry, index) =>
    `export type * as entry${index} from "${importName(entry)}";\n`
  ).join("");
}

async function prepare(
  project: string,
  programs: string,
  packages: readonly string[],
): Promise<void> {
  await Deno.mkdir(project, { recursive: true });
  await Deno.writeTextFile(join(project, "package.json"), '{ "type": "module" }\n');
  await npmInstall(project, packages);
  await fillProject(project, programs);
}

/** Puts the programs into a project, and those that name every entry. */
export async function fillProject(project: string, programs: string): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(programs)) {
    if (isFile) await Deno.copyFile(join(programs, name), join(project, name));
  }
  for (const name of ALL_ENTRIES) await Deno.writeTextFile(join(project, name), typesOfAll());
}

function config(lib: readonly string[] | undefined): object {
  const options = {
    target: "ES2022",
    module: "NodeNext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    types: ["node"],
    lib,
  };
  return { compilerOptions: options, include: ["*.ts", "*.mts", "*.cts"] };
}

/** How packages are looked up. */
export interface Bare {
  readonly module: string;
  readonly moduleResolution?: string;
}

/** A configuration without any types but the compiler's own. */
export function bareOf(options: Bare, skipLibCheck = false): object {
  return {
    compilerOptions: {
      ...options,
      target: "ES2022",
      lib: ["ES2022"],
      types: [],
      strict: true,
      skipLibCheck,
      allowImportingTsExtensions: true,
      noEmit: true,
    },
    // Without the files of modules, CommonJS has none to import.
    files: ["imported.mts", "required.cts", ...ALL_ENTRIES]
      .filter((name) => options.module.startsWith("Node") || name.endsWith(".cts")),
  };
}
