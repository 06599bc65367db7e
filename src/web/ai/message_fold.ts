/**
 * Turns chunks into the message that a browser would make of them.
 *
 * @module
 */
import type { UIMessageChunk, UIMessageMetadata } from "./chunks.ts";
import type { UIMessage, UIMessagePart } from "./messages.ts";

type Part = Record<string, unknown> & { type: string };

/** A message that is put together from chunks; it does not handle chunks that ask for approval. */
export class MessageFold {
  readonly #parts: Part[] = [];
  readonly #texts: Map<string, Part> = new Map();
  readonly #tools: Map<string, Part> = new Map();
  readonly #data: Map<string, Part> = new Map();
  #id = "";
  #metadata: UIMessageMetadata = {};

  /** The message so far. */
  get message(): UIMessage {
    const parts = this.#parts as unknown[] as UIMessagePart[];
    return { id: this.#id, role: "assistant", metadata: this.#metadata, parts };
  }

  /** Adds chunks. */
  add(chunks: readonly UIMessageChunk[]): void {
    for (const chunk of chunks) this.#add(chunk);
  }

  #add(chunk: UIMessageChunk): void {
    switch (chunk.type) {
      case "start":
        this.#id = chunk.messageId ?? "";
        this.#metadata = chunk.messageMetadata ?? {};
        break;
      case "start-step":
        this.#parts.push({ type: "step-start" });
        break;
      case "text-start":
      case "reasoning-start": {
        const isText = chunk.type === "text-start";
        const type = isText ? "text" : "reasoning";
        const part = { type, ...(isText ? {} : { id: chunk.id }), text: "", state: "done" };
        this.#parts.push(part);
        this.#texts.set(chunk.id, part);
        break;
      }
      case "text-delta":
      case "reasoning-delta": {
        const part = this.#texts.get(chunk.id);
        if (part !== undefined) part.text = `${part.text}${chunk.delta}`;
        break;
      }
      case "text-end":
      case "reasoning-end": {
        const { providerMetadata } = chunk;
        Object.assign(this.#texts.get(chunk.id) ?? {}, { providerMetadata });
        break;
      }
      case "tool-input-available": {
        const { type: _, dynamic: __, toolCallId, ...call } = chunk;
        const known = this.#tools.get(toolCallId);
        const part = known ?? { type: "dynamic-tool", toolCallId };
        Object.assign(part, call, { state: "input-available" });
        if (known === undefined) this.#parts.push(part);
        this.#tools.set(toolCallId, part);
        break;
      }
      case "tool-output-available":
        this.#end(chunk.toolCallId, { state: "output-available", output: chunk.output });
        break;
      case "tool-output-error":
        this.#end(chunk.toolCallId, { state: "output-error", errorText: chunk.errorText });
        break;
      default:
        if ("data" in chunk && !chunk.transient) this.#set(chunk.type, chunk.id, chunk.data);
    }
  }

  #end(toolCallId: string, fields: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#tools.get(toolCallId) ?? {}, fields);
  }

  #set(type: string, id: string | undefined, data: unknown): void {
    const key = JSON.stringify([type, id]);
    const known = this.#data.get(key);
    if (known !== undefined) known.data = data;
    else {
      const part = { type, id, data };
      this.#parts.push(part);
      this.#data.set(key, part);
    }
  }
}
