/**
 * What a thread needs of its server. Types only.
 *
 * @module
 */
import type { LiveThreadOptions } from "./options.ts";
import type { NormalizedInput } from "../../core/vocabulary/input.ts";
import type { McpServers } from "../../core/vocabulary/mcp_servers.ts";
import type { Descendants, RunInContext } from "../../core/ports/host.ts";
import type { TraceContext } from "../../core/ports/observer.ts";
import type { Aborts } from "../../core/ports/transport.ts";
import type { LiveCallbacks } from "../asks/callbacks.ts";

/** Sees to what stopped turns leave. */
export interface TurnCleanUp {
  /**
   * Looks what lives below the server before a turn is stopped: a command may lose what it has
   * started. Never rejects.
   *
   * @param known What was found before.
   */
  look(known: Descendants | null): Promise<Descendants | null>;
  /**
   * Ends the sub-agents and the commands of a turn that was stopped, and settles when they are
   * gone. Never rejects.
   *
   * @param threadId The thread.
   * @param turnId The turn.
   * @param known What lived below the server before.
   */
  turn(threadId: string, turnId: string, known: Descendants | null): Promise<void>;
}

/** What a thread needs of its server. */
export interface ThreadLink {
  /** Listens to the signals of the server's turns. */
  readonly aborts: Aborts;
  /** The client's callbacks, for what no thread answers. */
  readonly callbacks: LiveCallbacks;
  /** Remembers the asynchronous context of this moment. */
  bindContext(): RunInContext;
  /** Calls a method of the server, as a part of a trace or of none. */
  request(method: string, params: unknown, trace?: TraceContext): Promise<unknown>;
  /**
   * Refuses images that do not exist, and makes their paths absolute. Leaves those alone that are on
   * the other side of a custom `spawn`.
   */
  images(images: NormalizedInput["images"]): Promise<(path: string) => string>;
  /** The MCP servers of the client, for each of its threads. */
  readonly mcpServers?: McpServers | undefined;
  /** Keeps secrets of a thread out of texts. */
  readonly hide?: (secrets: readonly string[]) => void;
  /** A thread was opened, with this provider. */
  readonly opened?: (threadId: string, provider: unknown) => void;
  /** Sees to what stopped turns leave. Absent: there is nothing that could be left. */
  readonly cleanUp?: TurnCleanUp;
  /**
   * Refuses a thread whose model could replace the server's own executable. Absent: it cannot.
   *
   * @param policy The sandbox of its turns.
   * @throws {InvalidInputError} If it could.
   */
  readonly guard?: (
    options: LiveThreadOptions,
    policy: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  /** Whether others may use the server. Default: it is this client's own. */
  readonly shared?: boolean;
  /** Settles when there is a connection; rejects when there is none any more. Absent: there is one. */
  connected?(): Promise<void>;
  /** Whether a lost connection is made again. Default: it is not. */
  readonly lasting?: boolean;
  /** What the server's standard error has said, without secrets. */
  stderr(): string;
  /** Takes the secrets out of a text. */
  redact(text: string): string;
}
