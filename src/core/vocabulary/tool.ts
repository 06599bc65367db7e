/**
 * Functions of the host program that the agent may call. Types only.
 *
 * @module
 */

/**
 * A part of a tool's result.
 *
 * @category Approvals and tools
 */
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

/**
 * Text and images for the model, in order.
 *
 * @category Approvals and tools
 */
export interface ToolParts {
  /** The parts. */
  readonly content: readonly ToolContent[];
}

/**
 * What a tool may return: text; texts and images as {@linkcode ToolParts}; or whatever JSON can say, which
 * the model gets as JSON. Nothing stands for "done".
 *
 * @category Approvals and tools
 */
export type ToolResult =
  | string
  | ToolParts
  | number
  | boolean
  | object
  | null
  | undefined
  | void;

/**
 * What a tool knows of its call.
 *
 * @category Approvals and tools
 */
export interface ToolCall {
  /** The thread that calls. */
  readonly threadId: string;
  /** The call's id. */
  readonly callId: string;
  /** Fires when the turn ends before the call does; its result is ignored then. */
  readonly signal: AbortSignal;
}

/**
 * A tool of the host program; made by `tool()`.
 *
 * @category Approvals and tools
 */
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
