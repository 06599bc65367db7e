/**
 * Functions of the host program that the agent may call. Types only.
 *
 * @module
 */

/** A part of a tool's result. */
export type ToolContent =
  | {
    /** Discriminant. */
    readonly type: "text";
    /** Text for the model. */
    readonly text: string;
  }
  | {
    /** Discriminant. */
    readonly type: "image";
    /** URL of an image, usually a `data:` URL. */
    readonly url: string;
  };

/** What a tool may return: text, parts, or any JSON. Undefined stands for "done". */
export type ToolResult = unknown;

/** What a tool knows of its call. */
export interface ToolCall {
  /** The thread that calls. */
  readonly threadId: string;
  /** The call's id. */
  readonly callId: string;
  /** Fires when the turn ends before the call does; its result is ignored then. */
  readonly signal: AbortSignal;
}

/** A tool of the host program; made by `tool()`. */
export interface Tool {
  /** Its name, for the model. */
  readonly name: string;
  /** What it does, for the model. */
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly inputSchema: { readonly [key: string]: unknown };
  /** Runs a call: validates the arguments first. */
  readonly call: (args: unknown, call: ToolCall) => Promise<ToolResult>;
}
