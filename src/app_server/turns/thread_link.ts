/**
 * What a thread needs from its server. Types only.
 *
 * @module
 */
import type { LiveThreadOptions } from "./options.ts";
import type { NormalizedInput } from "../../core/vocabulary/input.ts";
import type { McpServers } from "../../core/vocabulary/mcp_servers.ts";
import type { Descendants, RunInContext } from "../../core/ports/host.ts";
import type { TraceContext } from "../../core/ports/observer.ts";
import type { LiveCallbacks } from "../asks/callbacks.ts";
import type { AskingTurn } from "../asks/scope.ts";
import type { Turn } from "../protocol/common.ts";

/** Cleans up what stopped turns leave behind. */
export interface TurnCleanUp {
  /**
   * Lists the processes below the server before a turn is stopped: a command may lose those that it has
   * started. Never rejects.
   *
   * @param known What was found before.
   */
  look(known: Descendants | null): Promise<Descendants | null>;
  /**
   * Ends the sub-agents and the commands of a stopped turn, and settles when they have ended. Never rejects.
   *
   * @param threadId The thread.
   * @param turnId The turn.
   * @param known The processes that were below the server before.
   */
  turn(threadId: string, turnId: string, known: Descendants | null): Promise<void>;
  /**
   * Ends the sub-agents of a thread that is closed, and has Codex unload them. Never rejects.
   *
   * @param threadId The thread.
   * @param isShared Whether others may use the server: then its sub-agents may work for them.
   */
  close(threadId: string, isShared: boolean): Promise<void>;
  /**
   * Which of a thread's open commands have ended without a word of the server; none if it does not say. Never
   * rejects.
   *
   * @param threadId The thread.
   * @param itemIds The items of the commands.
   */
  untold(threadId: string, itemIds: readonly string[]): Promise<readonly string[]>;
  /** Lets go of the sub-agents of another client's turn, which this client no longer follows. */
  left(turn: AskingTurn): void;
}

/** What a thread needs from its server. */
export interface ThreadLink {
  /** The client's callbacks, for requests that no thread answers. */
  readonly callbacks: LiveCallbacks;
  /** Captures the current asynchronous context. */
  bindContext(): RunInContext;
  /** Calls a method of the server, as part of a trace or not. */
  request(method: string, params: unknown, trace?: TraceContext): Promise<unknown>;
  /**
   * Refuses images that do not exist, and makes their paths absolute. With a custom `spawn`, they are on the
   * other side, and are left alone.
   */
  images(images: NormalizedInput["images"]): Promise<(path: string) => string>;
  /** The MCP servers of the client, for each of its threads. */
  readonly mcpServers?: McpServers | undefined;
  /** Redacts the secrets of a thread from now on. */
  readonly hide?: (secrets: readonly string[]) => void;
  /** Redacts the secrets of a thread's MCP servers from now on. */
  readonly hideServers?: (servers: McpServers | undefined) => void;
  /** Notes that a thread was opened with this provider. */
  readonly opened?: (threadId: string, provider: unknown) => void;
  /** Notes that the server no longer has a thread, which it reports only later, or never. */
  unloaded(threadId: string): void;
  /** Cleans up what stopped turns leave behind. Absent: nothing can be left. */
  readonly cleanUp?: TurnCleanUp;
  /** Finds the sub-agents of another client's running turn. Absent: there are none. */
  readonly attached?: (threadId: string, turn: Turn) => Promise<void>;
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
  /** Resolves when there is a connection; rejects if there will be none. Absent: there is one. */
  connected?(): Promise<void>;
  /** Whether a lost connection is restored. Default: false. */
  readonly lasting?: boolean;
  /** The server's standard error, without secrets. */
  stderr(): string;
  /** Removes the secrets from a text. */
  redact(text: string): string;
}
