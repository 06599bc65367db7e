/**
 * The part of the Model Context Protocol that Codex uses with a server of tools.
 *
 * @module
 */
import type { Tool, ToolContent } from "../../core/vocabulary/tool.ts";
import { runTool } from "../../core/schema/tool.ts";

/** A message of JSON-RPC. */
export interface RpcMessage {
  /** Absent in a notification. */
  readonly id?: string | number;
  /** The method. */
  readonly method: string;
  /** Its parameters. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** An answer of JSON-RPC. */
export type RpcAnswer =
  & { readonly jsonrpc: "2.0"; readonly id: string | number }
  & ({ readonly result: unknown } | {
    readonly error: { readonly code: number; readonly message: string };
  });

/** Versions of the protocol that are the same in everything used here; Codex 0.171 requests the first. */
const VERSIONS: readonly string[] = ["2025-06-18", "2025-03-26", "2024-11-05"];
const METHOD_NOT_FOUND = -32601;

/** Answers the messages of one client. */
export class McpTools {
  readonly #tools: readonly Tool[];
  readonly #calls: Map<string | number, AbortController> = new Map();
  #closed = false;

  /** @param tools The host's tools. */
  constructor(tools: readonly Tool[]) {
    this.#tools = tools;
  }

  /**
   * Answers a message; returns null for a notification.
   *
   * @param gone Fires when the client can no longer be answered.
   */
  async answer(message: RpcMessage, gone: AbortSignal): Promise<RpcAnswer | null> {
    const { id, method, params } = message;
    if (id === undefined) {
      if (method === "notifications/cancelled") this.#cancel(params.requestId);
      return null;
    }
    switch (method) {
      case "initialize":
        return result(id, {
          protocolVersion: VERSIONS.find((version) => version === params.protocolVersion) ??
            VERSIONS[0],
          capabilities: { tools: {} },
          serverInfo: { name: "codex-js-sdk", version: "1" },
        });
      case "ping":
        return result(id, {});
      case "tools/list":
        return result(id, {
          tools: this.#tools.map(({ name, description, inputSchema }) => ({
            name,
            description,
            inputSchema,
          })),
        });
      case "tools/call":
        return result(id, await this.#call(id, params, gone));
      default:
        return {
          jsonrpc: "2.0",
          id,
          error: { code: METHOD_NOT_FOUND, message: `there is no method ${method}` },
        };
    }
  }

  /** Aborts every running call. */
  close(): void {
    this.#closed = true;
    for (const call of this.#calls.values()) call.abort();
  }

  #cancel(id: unknown): void {
    if (typeof id === "string" || typeof id === "number") this.#calls.get(id)?.abort();
  }

  async #call(
    id: string | number,
    params: RpcMessage["params"],
    gone: AbortSignal,
  ): Promise<unknown> {
    const name = String(params.name);
    const controller = new AbortController();
    const abort = () => controller.abort();
    if (this.#closed || gone.aborted) abort();
    gone.addEventListener("abort", abort, { once: true });
    this.#calls.set(id, controller);
    try {
      const { success, content } = await runTool(
        this.#tools.find((tool) => tool.name === name),
        name,
        params.arguments ?? {},
        { ...whoCalls(params, id), signal: controller.signal },
      );
      return { content: content.map(block), isError: !success };
    } finally {
      this.#calls.delete(id);
      gone.removeEventListener("abort", abort);
    }
  }
}

/** Codex 0.171 sends the ids of thread and call along with the arguments; other versions do not. */
function whoCalls(
  params: RpcMessage["params"],
  id: string | number,
): { readonly threadId: string; readonly callId: string } {
  const meta = (params._meta ?? {}) as Record<string, unknown>;
  const turn = (meta["x-codex-turn-metadata"] ?? {}) as Record<string, unknown>;
  return {
    threadId: typeof turn.thread_id === "string" ? turn.thread_id : "",
    callId: typeof meta.callId === "string" ? meta.callId : String(id),
  };
}

/** A part of a result in the form of the protocol. An image that is not in a `data:` URL becomes a link. */
function block(part: ToolContent): unknown {
  if (part.type === "text") return { type: "text", text: part.text };
  const [, mimeType, data] = part.url.match(/^data:([^;,]+);base64,(.*)$/s) ?? [];
  if (mimeType !== undefined) return { type: "image", mimeType, data };
  return { type: "resource_link", uri: part.url, name: "image" };
}

function result(id: string | number, value: unknown): RpcAnswer {
  return { jsonrpc: "2.0", id, result: value };
}
