/**
 * What a thread needs of its server. Types only.
 *
 * @module
 */
import type { RunInContext } from "../../core/ports/host.ts";
import type { Aborts } from "../../core/ports/transport.ts";
import type { LiveCallbacks } from "../asks/callbacks.ts";

/** What a thread needs of its server. */
export interface ThreadLink {
  /** Listens to the signals of the server's turns. */
  readonly aborts: Aborts;
  /** The client's callbacks, for what no thread answers. */
  readonly callbacks: LiveCallbacks;
  /** Remembers the asynchronous context of this moment. */
  bindContext(): RunInContext;
  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown>;
  /**
   * Refuses images that do not exist, and makes their paths absolute. Leaves those alone that are on
   * the other side of a custom `spawn`.
   */
  images(paths: readonly string[]): Promise<(path: string) => string>;
  /**
   * Ends the sub-agents and the commands of a turn that was stopped; settles when they are gone.
   * Never rejects. Absent: there is nothing that could be left.
   */
  cleanUp?(threadId: string, turnId: string): Promise<void>;
  /** What the server's standard error has said, without secrets. */
  stderr(): string;
  /** Takes the secrets out of a text. */
  redact(text: string): string;
}
