/**
 * A server behind a WebSocket: one text frame per message.
 *
 * @module
 */
import { CodexError, InvalidInputError } from "../../../core/vocabulary/errors.ts";
import { plainText } from "../../../core/base/plain_text.ts";
import { startTimer, stopTimer } from "../../../core/base/timers.ts";
import type { Redact } from "../../../core/ports/redact.ts";
import type { ServerLink } from "../server_link.ts";
import { RefusedError } from "../rpc_errors.ts";
import type { Target } from "./address.ts";

/** The part of a WebSocket that the SDK uses. */
export interface WebSocketLike {
  /** Sends a text frame. */
  send(data: string): void;
  /** Closes the connection. */
  close(): void;
  /** Listens to `open`, `message`, `error` and `close`. */
  addEventListener(
    type: string,
    listener: (event: WebSocketEvent) => void,
  ): void;
}

/** What the SDK reads of a WebSocket's events. */
interface WebSocketEvent {
  readonly data?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly reason?: unknown;
}

/**
 * A WebSocket class that can send headers, such as that of Deno, Bun, Node 22 or npm's `ws`.
 *
 * @category Server
 */
export type WebSocketConstructor = new (
  url: string,
  options: { headers: Record<string, string> },
  // deno-lint-ignore no-explicit-any -- what else a class takes is its own affair
) => any;

/** Beyond this, a server closes the connection: 15 MiB pass, 17 do not (Codex 0.169 and 0.171). */
export const MAX_MESSAGE_BYTES: number = 16 * 1024 * 1024;
const OPEN_MS = 30_000;

/**
 * Returns the WebSocket class to use.
 *
 * @param given The option.
 * @throws {InvalidInputError} If there is no suitable one.
 */
export function webSocketFor(
  url: string,
  given: WebSocketConstructor | undefined,
  runtime: string,
): WebSocketConstructor {
  if (given !== undefined) return given;
  const { WebSocket } = globalThis as { readonly WebSocket?: WebSocketConstructor };
  if (WebSocket !== undefined && (!url.startsWith("ws+unix:") || runtime === "bun")) {
    return WebSocket;
  }
  const what = WebSocket === undefined ? "no WebSocket" : "no WebSocket for unix sockets";
  throw new InvalidInputError(
    "webSocket",
    `Cannot connect: this runtime has ${what}; run \`npm install ws\` and pass its class: ` +
      'import WebSocket from "ws"; AppServer.connect({ url, webSocket: WebSocket })',
  );
}

/**
 * Opens a WebSocket.
 *
 * @param shown The address, for messages.
 * @param redact Removes the secrets from a text.
 * @throws {CodexError} If nobody answers; a `RefusedError` if the server refuses this client.
 */
export async function openWebSocket(
  { url, headers, ready }: Target,
  WebSocket: WebSocketConstructor,
  shown: string,
  redact: Redact,
  signal?: AbortSignal,
): Promise<ServerLink> {
  // Bun quotes the whole address, whose query may be as good as a token.
  const wordsOf = (event: unknown) => redact(plainText(messageOf(event)).replaceAll(url, shown));
  let heard!: ReadableStreamDefaultController<string>;
  const incoming = new ReadableStream<string>({ start: (controller) => void (heard = controller) });
  let ended!: () => void;
  const gone = new Promise<void>((resolve) => ended = resolve);
  let isOver = false;
  let lost = "";
  const end = (why: string) => {
    if (isOver) return;
    isOver = true;
    lost = why;
    heard.close();
    ended();
  };
  let socket: WebSocketLike;
  try {
    socket = new WebSocket(url, { headers: { ...headers } });
  } catch (error) {
    throw new CodexError(`Cannot connect to ${shown}: ${wordsOf(error)}`);
  }
  const failure = await new Promise<{ readonly words: string } | null>((resolve) => {
    const timer = startTimer(() => {
      resolve({ words: `nobody answered within ${OPEN_MS} ms` });
      socket.close();
    }, OPEN_MS);
    const onAbort = () => socket.close();
    signal?.addEventListener("abort", onAbort);
    const settled = () => {
      stopTimer(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const over = (words: string) => {
      settled();
      resolve({ words: words || "it closed the connection" });
      end(words);
    };
    socket.addEventListener("open", () => {
      settled();
      resolve(null);
    });
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string" && !isOver) heard.enqueue(data);
    });
    // Node 22 reports a failed connection by `error` alone.
    socket.addEventListener("error", (event) => over(wordsOf(event)));
    socket.addEventListener("close", (event) => over(redact(plainText(closeReason(event)))));
  });
  if (failure !== null) throw await unopened(failure.words, shown, ready);
  return {
    lines: {
      incoming: values(incoming.getReader(), () => lost),
      maxBytes: MAX_MESSAGE_BYTES,
      // Asynchronous, so that what a socket throws is a rejection.
      send: async (line) => {
        if (isOver) throw new CodexError(`The connection to ${shown} is closed`);
        await socket.send(line);
      },
    },
    exited: gone.then(() => null),
    stderr: () => "",
    below: () => null,
    stop: () => {
      // A lost peer does not answer the close, so nobody waits for it.
      end("");
      socket.close();
      return gone;
    },
  };
}

/** What came in, and then, as an error, why no more does. */
async function* values(
  reader: ReadableStreamDefaultReader<string>,
  lost: () => string,
): AsyncGenerator<string> {
  for (;;) {
    const { done, value } = await reader.read();
    if (!done) yield value;
    else if (lost() !== "") throw new CodexError(lost());
    else return;
  }
}

/** Codes of a connection that just ended: normally, by one end's leaving, without a code, without a close. */
const PLAIN_CODES: readonly unknown[] = [undefined, 1000, 1001, 1005, 1006];

/** Why a WebSocket was closed; empty if it says no more than that it was. */
function closeReason({ code, reason }: WebSocketEvent): string {
  const words = typeof reason === "string" ? reason : "";
  if (PLAIN_CODES.includes(code)) return words;
  return words === "" ? `code ${code}` : `${words} (code ${code})`;
}

/** Why a WebSocket did not open: some runtimes report the status of the answer, others nothing at all. */
async function unopened(words: string, shown: string, ready: string | null): Promise<CodexError> {
  const status = /\b([45]\d\d)\b/.exec(words)?.[1];
  if (status === "401" || status === "403") {
    const why = status === "401"
      ? "the token is missing or wrong"
      : "it does not admit this client";
    return new RefusedError(`Cannot connect to ${shown}: the server refused (${status}): ${why}`);
  }
  // It may also be the network that broke: only a status makes it certain.
  const isRefused = status === undefined && ready !== null && await isUp(ready);
  const why = isRefused
    ? "the server is up but refused the connection; is the token right?"
    : words;
  return new CodexError(`Cannot connect to ${shown}: ${why || "nobody answers"}`);
}

/** Whether a server answers at all: this path takes no token. */
async function isUp(ready: string): Promise<boolean> {
  const controller = new AbortController();
  const timer = startTimer(() => controller.abort(), OPEN_MS / 10);
  try {
    const { ok, body } = await fetch(ready, { signal: controller.signal, redirect: "error" });
    await body?.cancel();
    return ok;
  } catch {
    return false;
  } finally {
    stopTimer(timer);
  }
}

function messageOf(event: unknown): string {
  const { message } = (event ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message : "";
}
