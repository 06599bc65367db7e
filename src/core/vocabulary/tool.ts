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
 * What a tool may return: text; texts and images as {@linkcode ToolParts}; or any JSON value, which the
 * model gets as JSON. If a tool returns nothing, the model gets "done".
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
 * What a tool is told about its call.
 *
 * @category Approvals and tools
 */
export interface ToolCall {
  /** The id of the calling thread; "" over exec with a Codex before 0.171, which does not report it. */
  readonly threadId: string;
  /** The id of the call. */
  readonly callId: string;
  /** Fires when the turn ends before the call does; the call's result is then ignored. */
  readonly signal: AbortSignal;
}

/**
 * A tool of the host program, created by `tool()`.
 *
 * @category Approvals and tools
 */
export interface Tool {
  /** The tool's name, for the model. */
  readonly name: string;
  /** What the tool does, for the model. */
  readonly description: string;
  /** The JSON Schema of the arguments. */
  readonly inputSchema: { readonly [key: string]: unknown };
  /** Runs a call, after validating the arguments. */
  readonly call: (args: unknown, call: ToolCall) => Promise<ToolResult>;
}
