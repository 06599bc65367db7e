/**
 * The parts of text and of reasoning that are being written.
 *
 * @module
 */
import type { PartMetadata, UIMessageChunk } from "./chunks.ts";

/** The kind of part that a text goes into. */
export type TextKind = "text" | "reasoning";

interface OpenPart {
  readonly kind: TextKind;
  readonly meta: PartMetadata;
  /** The part's id; null until it has text. */
  id: string | null;
  /** Everything written of the item, including in earlier parts. */
  sent: string;
}

/** The text and reasoning parts of one message. */
export class TextParts {
  readonly #open: Map<string, OpenPart> = new Map();
  /** How many parts a key has had, so that each part gets an id of its own. */
  readonly #counts: Map<string, number> = new Map();

  /** Whether something is being written. */
  get isWriting(): boolean {
    for (const { id } of this.#open.values()) if (id !== null) return true;
    return false;
  }

  /** Text is added to the item with that key. */
  delta(key: string, kind: TextKind, meta: PartMetadata, delta: string): UIMessageChunk[] {
    if (delta === "") return [];
    const { part, chunks } = this.#begun(key, kind, meta);
    part.sent += delta;
    return [...chunks, { type: `${kind}-delta`, id: part.id as string, delta }];
  }

  /** The item is complete: whatever is missing of its text is added, and the part ends. */
  complete(key: string, kind: TextKind, meta: PartMetadata, text: string): UIMessageChunk[] {
    const sent = this.#open.get(key)?.sent ?? "";
    // Deltas were lost, or the text has changed: what was written cannot be taken back.
    const before = text.startsWith(sent) ? [] : this.#end(key, { discarded: true });
    const rest = text.slice(this.#open.get(key)?.sent.length ?? 0);
    const open = this.#open.get(key);
    // After a pause there may be nothing left to say.
    if (open !== undefined && open.id === null && rest === "") {
      this.#open.delete(key);
      return before;
    }
    const { chunks } = this.#begun(key, kind, meta);
    return [...before, ...chunks, ...this.delta(key, kind, meta, rest), ...this.#end(key, meta)];
  }

  /** All parts that are being written end; they were cut short. */
  close(): UIMessageChunk[] {
    return [...this.#open.keys()].flatMap((key) => this.#end(key, {}));
  }

  /** All parts that are being written end, and do not count. */
  discard(): UIMessageChunk[] {
    return [...this.#open.keys()].flatMap((key) => this.#end(key, { discarded: true }));
  }

  /** The parts end; what is written of their items later goes into new ones. */
  pause(): UIMessageChunk[] {
    return [...this.#open.entries()].flatMap(([key, part]) => {
      const chunks = this.#end(key, {});
      this.#open.set(key, { ...part, id: null });
      return chunks;
    });
  }

  #begun(
    key: string,
    kind: TextKind,
    meta: PartMetadata,
  ): { readonly part: OpenPart; readonly chunks: UIMessageChunk[] } {
    const part: OpenPart = this.#open.get(key) ?? { kind, meta, id: null, sent: "" };
    this.#open.set(key, part);
    if (part.id !== null) return { part, chunks: [] };
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    part.id = count === 1 ? key : `${key}#${count}`;
    return {
      part,
      chunks: [{ type: `${kind}-start`, id: part.id, providerMetadata: { codex: meta } }],
    };
  }

  #end(key: string, meta: PartMetadata): UIMessageChunk[] {
    const part = this.#open.get(key);
    this.#open.delete(key);
    if (part === undefined || part.id === null) return [];
    const codex = { ...part.meta, ...meta };
    return [{ type: `${part.kind}-end`, id: part.id, providerMetadata: { codex } }];
  }
}
