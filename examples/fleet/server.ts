/**
 * Restate's own server, from npm, on loopback and on ports of its own.
 *
 * @module
 */
import { createServer } from "node:net";

const SDK = "1.17.2";
const SERVER = "1.7.12";

/** This package's names, which a program with another configuration than this one's does not know. */
const NAMES = ["@codex-js/sdk/app-server", "@codex-js/sdk/durable"];

/** Installs Restate into a folder, where it is not there yet. Gives the folder. */
export async function install(folder: string): Promise<string> {
  const program = binary(folder);
  await Deno.mkdir(folder, { recursive: true });
  const imports = Object.fromEntries(NAMES.map((name) => [name, import.meta.resolve(name)]));
  // Modules below it find their packages as they do on Node.
  const config = { nodeModulesDir: "manual", imports };
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(config));
  if (await Deno.stat(program).then(() => true, () => false)) return folder;
  const packages = [
    `@restatedev/restate-sdk@${SDK}`,
    `@restatedev/restate-server-linux-${arch()}@${SERVER}`,
  ];
  const { success, stderr } = await new Deno.Command("npm", {
    args: [
      "install",
      "--prefix",
      folder,
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      ...packages,
    ],
    stdout: "null",
    stderr: "piped",
    signal: AbortSignal.timeout(300_000),
  }).output();
  if (!success) throw new Error(`npm failed: ${new TextDecoder().decode(stderr)}`);
  return folder;
}

function arch(): string {
  return Deno.build.arch === "x86_64" ? "x64" : "arm64";
}

function binary(folder: string): string {
  return `${folder}/node_modules/@restatedev/restate-server-linux-${arch()}/bin/restate-server`;
}

/** A server that can be killed, and started again on what it has written. */
export class RestateServer {
  readonly #program: string;
  readonly #folder: string;
  readonly #ports: readonly number[];
  #process!: Deno.ChildProcess;

  private constructor(program: string, folder: string, ports: readonly number[]) {
    this.#program = program;
    this.#folder = folder;
    this.#ports = ports;
  }

  /** Starts one. */
  static async start(modules: string, folder: string): Promise<RestateServer> {
    const ports = await freePorts(3);
    const server = new RestateServer(binary(modules), folder, ports);
    try {
      await server.again();
    } catch (error) {
      await server.kill();
      throw error;
    }
    return server;
  }

  /** Where calls go. */
  get ingress(): string {
    return `http://127.0.0.1:${this.#ports[0]}`;
  }

  get #admin(): string {
    return `http://127.0.0.1:${this.#ports[1]}`;
  }

  /** Starts it, also once more. */
  async again(): Promise<void> {
    const [ingress, admin, node] = this.#ports.map(String);
    this.#process = new Deno.Command(this.#program, {
      args: [
        "--no-logo",
        "--listen-mode",
        "tcp",
        "--base-dir",
        this.#folder,
        "--bind-ip",
        "127.0.0.1",
      ],
      env: {
        RESTATE_DISABLE_TELEMETRY: "true",
        RESTATE_INGRESS__BIND_PORT: ingress as string,
        RESTATE_ADMIN__BIND_PORT: admin as string,
        RESTATE_BIND_PORT: node as string,
        RESTATE_ADVERTISED_HOST: "127.0.0.1",
        RESTATE_DEFAULT_NUM_PARTITIONS: "4",
        RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: "256MB",
        // Few turns on a connection, so that they are spread over the workers.
        RESTATE_WORKER__INVOKER__HTTP2_STREAMS_PER_CONNECTION_LIMIT: "2",
      },
      stdin: "null",
      stdout: Deno.env.get("FLEET_DEBUG") ? "inherit" : "null",
      stderr: Deno.env.get("FLEET_DEBUG") ? "inherit" : "null",
    }).spawn();
    for (const url of [`${this.#admin}/health`, `${this.ingress}/restate/health`]) {
      await answers(url);
    }
  }

  /** Tells it where the workers are. */
  async register(uri: string): Promise<void> {
    const response = await fetch(`${this.#admin}/deployments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ uri, force: true }),
    });
    if (!response.ok) {
      throw new Error(`Restate does not accept the workers: ${await response.text()}`);
    }
    await response.body?.cancel();
  }

  /** Ends it as a loss of power would. */
  async kill(): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#process.status;
  }
}

async function answers(url: string): Promise<void> {
  const end = performance.now() + 60_000;
  for (;;) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(async (response) => {
      await response.body?.cancel();
      return response.ok;
    }, () => false);
    if (ok) return;
    if (performance.now() > end) throw new Error(`${url} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () =>
      new Promise<ReturnType<typeof createServer>>((resolve) => {
        const server = createServer();
        server.listen(0, "127.0.0.1", () => resolve(server));
      })),
  );
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
