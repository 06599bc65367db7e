/**
 * What a session is built on: a server that it starts, one that it connects to, or a pair of streams.
 *
 * @module
 */
import { orAborted } from "../core/base/or_aborted.ts";
import { CodexError } from "../core/vocabulary/errors.ts";
import type { Host } from "../core/ports/host.ts";
import { variable } from "../launch/command/env.ts";
import { Launcher } from "../launch/launcher.ts";
import { ServerProcess } from "./link/process.ts";
import type { LastingOptions } from "./link/reconnect/lasting_connection.ts";
import { shownAddress, target } from "./link/remote/address.ts";
import { overStreams, type ServerStreams } from "./link/remote/streams.ts";
import { openWebSocket, webSocketFor } from "./link/remote/web_socket.ts";
import type { OpenLink, ServerLink } from "./link/server_link.ts";
import type { AppServerOptions, ConnectOptions, StreamOptions } from "./options.ts";

/** What a session is built on. */
export interface SessionGround {
  /** Options of the client. */
  readonly options: AppServerOptions;
  /** This machine. */
  readonly host: Host;
  /** Redacts secrets; if we start the server, it has started the process. */
  readonly launcher: Launcher;
  /** The first link. */
  readonly link: ServerLink;
  /** Opens another link. */
  readonly open: OpenLink;
  /** How the connection behaves. */
  readonly lasting: Omit<LastingOptions, "timeoutMs">;
  /** Whether other clients may use the server. Its paths are then on its own machine. */
  readonly shared: boolean;
}

/**
 * Starts a server.
 *
 * @param signal Gives up when it fires.
 * @throws {CodexError} A subclass, if it cannot be started.
 */
export async function startedServer(
  options: AppServerOptions,
  host: Host,
  signal: AbortSignal = new AbortController().signal,
): Promise<SessionGround> {
  const inherited = options.env === undefined ? host.env("CODEX_API_KEY") : undefined;
  const apiKey = options.apiKey || variable(options.env, "CODEX_API_KEY", host.platform) ||
    inherited;
  // The launcher must know the key, wherever it comes from, to redact it in errors.
  const known = apiKey === undefined ? options : { ...options, apiKey };
  const launcher = new Launcher(known, () => Promise.resolve(host));
  const open: OpenLink = async (signal) => {
    const starting = ServerProcess.start(launcher, options, Boolean(apiKey));
    try {
      return await orAborted(starting, signal, 0);
    } catch (error) {
      // A custom `spawn` may take forever: nobody waits for it, and a server that comes late is ended.
      starting.then((late) => late.stop()).catch(() => {});
      throw error;
    }
  };
  return {
    options: { ...options, apiKey },
    host,
    launcher,
    link: await open(signal),
    open,
    lasting: { reconnect: options.restart ? {} : null, keepAlive: false, shown: null },
    shared: false,
  };
}

/**
 * Connects to a server.
 *
 * @throws {CodexError} A subclass, if the connection cannot be made.
 */
export async function connectedServer(
  options: ConnectOptions,
  host: Host,
): Promise<SessionGround> {
  const { url, token, webSocket, reconnect = true } = options;
  const address = target(options);
  const WebSocket = webSocketFor(address.url, webSocket, host.runtime);
  const launcher = new Launcher(options, () => Promise.resolve(host));
  for (const secret of [...Object.values(address.headers), token ?? ""]) {
    if (secret !== "") launcher.keepSecret(secret);
  }
  const shown = shownAddress(url);
  // Node's own WebSocket does not say why it fails.
  const missing = webSocket === undefined ? host.noNetwork?.() ?? null : null;
  if (missing !== null) throw new CodexError(`Cannot connect to ${shown}: ${missing}`);
  const open: OpenLink = (signal) =>
    openWebSocket(address, WebSocket, shown, launcher.redact, signal);
  return {
    options,
    host,
    launcher,
    link: await open(new AbortController().signal),
    open,
    lasting: {
      reconnect: reconnect === false ? null : reconnect === true ? {} : reconnect,
      keepAlive: true,
      shown,
    },
    shared: true,
  };
}

/** Talks to a server over the caller's own streams. */
export function streamedServer(
  streams: ServerStreams,
  options: StreamOptions,
  host: Host,
): SessionGround {
  const launcher = new Launcher(options, () => Promise.resolve(host));
  const link = overStreams(streams, launcher.redact);
  return {
    options,
    host,
    launcher,
    link,
    open: () => Promise.resolve(link),
    lasting: { reconnect: null, keepAlive: true, shown: "the streams" },
    shared: true,
  };
}
