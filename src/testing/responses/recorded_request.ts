import { records, text } from "./json.ts";
import { offeredTools } from "./offered_tools.ts";
import type { SharedParts } from "./shared_parts.ts";

/**
 * The result of a tool call, as Codex sends it back to the model.
 *
 * @category Offline model
 */
export interface ToolOutput {
  /** The id of the call that it answers. */
  readonly callId: string;
  /** The text; several parts are joined by line feeds. */
  readonly text: string;
}

/**
 * A model request as the server received it.
 *
 * @category Offline model
 */
export interface RecordedRequest {
  /** Its position among the requests, from 0. */
  readonly index: number;
  /** The headers; names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The `user-agent` header, or "". */
  readonly userAgent: string;
  /** The `originator` header, or "". */
  readonly originator: string;
  /** The requested model, or "". */
  readonly model: string;
  /**
   * All instructions for the model: the body's `instructions` and the developer messages (where Codex
   * 0.169 puts them).
   */
  readonly instructions: string;
  /**
   * Texts of the user messages, in order. Codex adds its own: the first is usually
   * `<environment_context>`.
   */
  readonly texts: readonly string[];
  /** Texts of the assistant messages, in order: what the thread remembers. */
  readonly answers: readonly string[];
  /** Images of the user messages and tool outputs, as data URLs. */
  readonly images: readonly string[];
  /**
   * Names of the tools that the request offers, including those inside the JavaScript of code mode. Codex may
   * leave those of MCP servers out: the model can call them all the same.
   */
  readonly tools: readonly string[];
  /** Results of tool calls, in order. */
  readonly outputs: readonly ToolOutput[];
}

/** Reads a request body once, into the fields that tests look at; its parts are those of earlier bodies. */
export function recordRequest(
  index: number,
  headers: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>>,
  parts: SharedParts,
): RecordedRequest {
  const body = parts.of(given);
  const input = records(body.input);
  const messages = input.filter((item) => item.type === "message" || item.type === undefined);
  const results = input.filter((item) =>
    typeof item.type === "string" && item.type.endsWith("_call_output")
  );
  const of = (role: string): string[] =>
    messages.filter((item) => item.role === role).flatMap((item) => texts(item.content));
  return {
    index,
    headers,
    body,
    userAgent: headers["user-agent"] ?? "",
    originator: headers["originator"] ?? "",
    model: text(body.model),
    instructions: parts.text(
      [text(body.instructions), ...of("developer"), ...of("system")].filter((part) => part !== "")
        .join("\n"),
    ),
    texts: of("user"),
    answers: of("assistant"),
    images: [...messages.map((item) => item.content), ...results.map((item) => item.output)]
      .flatMap(images),
    tools: offeredTools(body).names,
    outputs: results.map((item) => ({
      callId: text(item.call_id),
      text: texts(item.output).join("\n"),
    })),
  };
}

function texts(content: unknown): string[] {
  if (typeof content === "string") return [content];
  return records(content).filter((part) => typeof part.text === "string").map((part) =>
    text(part.text)
  );
}

function images(content: unknown): string[] {
  return records(content).filter((part) => part.type === "input_image").map((part) =>
    text(part.image_url)
  );
}
