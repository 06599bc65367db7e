/**
 * An ssh server on 127.0.0.1, in this process, that runs what it is told on this machine, and forwards to it. When a connection is
 * lost it does as OpenSSH's does: the pipes close, and the processes live on.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** How a client shows who it is. */
interface Authentication {
  readonly method: string;
  readonly key?: { readonly algo: string; readonly data: Buffer };
  readonly blob?: Buffer;
  readonly signature?: Buffer;
  readonly hashAlgo?: string;
  accept(): void;
  reject(methods?: readonly string[]): void;
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
  /** The exits of what was started. */
  const exits: Promise<unknown>[] = [];
  const clients = new Set<{ end(): void }>();
  let connections = 0;
  // Not by ssh2, 1.17.0 of which makes an ed25519 key now and then that nobody can read.
  const [host, own] = [newKey(), newKey()];
  // Whoever may log in runs programs as this user.
  const folder = await mkdtemp(join(tmpdir(), "codex-ssh-"));
  const identity = join(folder, "key");
  await writeFile(identity, own, { mode: 0o600 });
  const server = new ssh2.Server(
    { hostKeys: [host] },
    (client: Emitter & { end(): void }) => {
      connections++;
      clients.add(client);
      client.on("authentication", (context: Authentication) => authenticate(context, own));
      // A client that is killed resets the connection.
      client.on("error", () => {});
      client.on("close", () => clients.delete(client));
      client.on("tcpip", (accept: Accept<Duplex>, _: unknown, { destIP, destPort }) => {
        forward(accept(), connect(destPort, destIP));
      });
      client.on("openssh.streamlocal", (accept: Accept<Duplex>, _: unknown, { socketPath }) => {
        forward(accept(), connect(socketPath));
      });
      client.on("session", (accept: Accept<Emitter>) => {
        accept().on("exec", (accept: Accept<Channel>, _: unknown, { command }) => {
          const [program = "", ...args] = login;
          const child = spawn(program, [...args, command], { env, detached: true });
          // From the start: an exit is told once.
          exits.push(new Promise((resolve) => child.on("exit", resolve).on("error", resolve)));
          serve(accept(), child);
        });
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    args: [
      ...["-F", "/dev/null", "-p", String(port), "-o", sshOption("IdentityFile", identity)],
      ...["IdentitiesOnly=yes", "BatchMode=yes", "LogLevel=ERROR"]
        .flatMap((option) => ["-o", option]),
      ...["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"]
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
      await rm(folder, { recursive: true });
      await Promise.all(exits);
    },
  };
}

/** An option of ssh: its value is read as a line of a configuration, where blanks part and "%" stands for more. */
export function sshOption(name: string, path: string): string {
  return `${name}="${path.replaceAll("%", "%%")}"`;
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return String(privateKey.export({ type: "sec1", format: "pem" }));
}

/** Lets in who has the private part of a key, and nobody else. */
function authenticate(context: Authentication, privateKey: string): void {
  const { key, blob, signature, hashAlgo } = context;
  if (context.method !== "publickey" || key === undefined) return context.reject(["publickey"]);
  const known = ssh2.utils.parseKey(privateKey);
  const same = key.algo === known.type && known.getPublicSSH().equals(key.data);
  // Without a signature the client only asks whether the key would do.
  const signed = signature === undefined || known.verify(blob, signature, hashAlgo) === true;
  return same && signed ? context.accept() : context.reject(["publickey"]);
}

/** Joins a connection of the client's with one of this machine. */
function forward(channel: Duplex, socket: Socket): void {
  for (const stream of [channel, socket]) {
    stream.on("error", () => {});
    stream.on("close", () => {
      channel.destroy();
      socket.destroy();
    });
  }
  channel.pipe(socket).pipe(channel);
}

function serve(channel: Channel, child: ChildProcess): void {
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
    if (!channel.destroyed) channel.exit(status as number | string);
    channel.end(Buffer.alloc(0));
  });
}
