/**
 * An ssh server on 127.0.0.1, in this process, that runs what it is told on this machine. When a connection is
 * lost it does as OpenSSH's does: the pipes close, and the processes live on.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type ChildProcess, spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import type { Duplex, Writable } from "node:stream";
import ssh2 from "ssh2";

/** What ssh2 has no types for. */
interface Channel extends Duplex {
  readonly stderr: Writable;
  exit(code: number | string): void;
}
type Accept<T> = () => T;
interface Emitter {
  // deno-lint-ignore no-explicit-any -- each event has its own arguments
  on(event: string, listener: (...args: any[]) => void): void;
}

/** A running server. */
export interface SshServer {
  /** Arguments of `ssh` that reach it. */
  readonly args: readonly string[];
  /** Connections so far. */
  readonly connections: number;
  /** Cuts all connections. */
  cut(): void;
  /** Ends the server, and waits for what it has started. */
  close(): Promise<void>;
}

/**
 * Starts a server.
 *
 * @param env The environment of what it starts.
 * @param login The command that runs what a client asks for, as a login shell would.
 */
export async function startSshServer(
  env: Record<string, string>,
  login: readonly string[] = ["/bin/sh", "-c"],
): Promise<SshServer> {
  const children = new Set<ChildProcess>();
  const clients = new Set<{ end(): void }>();
  let connections = 0;
  const key: { private: string } = ssh2.utils.generateKeyPairSync("ed25519");
  const server = new ssh2.Server(
    { hostKeys: [key.private] },
    (client: Emitter & { end(): void }) => {
      connections++;
      clients.add(client);
      client.on("authentication", (context: { accept(): void }) => context.accept());
      // A client that is killed resets the connection.
      client.on("error", () => {});
      client.on("close", () => clients.delete(client));
      client.on("session", (accept: Accept<Emitter>) => {
        accept().on("exec", (accept: Accept<Channel>, _: unknown, { command }) => {
          const [program = "", ...args] = login;
          const child = spawn(program, [...args, command], { env, detached: true });
          children.add(child);
          serve(accept(), child, () => children.delete(child));
        });
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    args: [
      ...["-F", "/dev/null", "-p", String(port)],
      ...["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"]
        .flatMap((option) => ["-o", option]),
      "codex@127.0.0.1",
    ],
    get connections() {
      return connections;
    },
    cut: () => {
      for (const client of clients) client.end();
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const client of clients) client.end();
      await closed;
      await Promise.all(
        [...children].map((child) => new Promise((gone) => child.on("exit", gone))),
      );
    },
  };
}

function serve(channel: Channel, child: ChildProcess, gone: () => void): void {
  const { stdin, stdout, stderr } = child as ChildProcess & {
    stdin: Writable;
    stdout: Duplex;
    stderr: Duplex;
  };
  for (const stream of [channel, channel.stderr, stdin]) stream.on("error", () => {});
  channel.pipe(stdin);
  stdout.pipe(channel, { end: false });
  stderr.pipe(channel.stderr, { end: false });
  channel.on("close", () => {
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
  });
  const ended = [
    new Promise<number | string>((resolve) => {
      child.on("exit", (code, signal) => resolve(code ?? (signal ?? "KILL").replace("SIG", "")));
    }),
    ...[stdout, stderr].map((stream) => new Promise((resolve) => stream.on("close", resolve))),
  ];
  void Promise.all(ended).then(([status]) => {
    gone();
    if (!channel.destroyed) channel.exit(status as number | string);
    channel.end(Buffer.alloc(0));
  });
}
