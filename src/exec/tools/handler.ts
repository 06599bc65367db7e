/**
 * The HTTP side of the tools' server: which requests it accepts.
 *
 * @module
 */
import type { McpTools, RpcMessage } from "./mcp.ts";

/** Bytes of a request. */
const MAX_BODY = 16 * 1024 * 1024;

/**
 * Answers HTTP requests for the tools, by MCP's streamable HTTP without a stream. Everything but Codex's own
 * requests is refused: a web page sends an `Origin`, a domain name that points to this address has another
 * `Host`, and nobody else has the token.
 *
 * @param mcp Answers the messages.
 * @param token The token that Codex was given.
 * @param host The required `Host` of a request, such as "127.0.0.1:49152".
 */
export async function answerHttp(
  mcp: McpTools,
  token: string,
  host: string,
  request: Request,
): Promise<Response> {
  const { headers } = request;
  if (headers.get("host") !== host || headers.has("origin")) return refuse(403);
  if (!same(headers.get("authorization") ?? "", `Bearer ${token}`)) return refuse(401);
  if (request.method !== "POST") return refuse(405, { allow: "POST" });
  if (!/^application\/json\b/i.test(headers.get("content-type") ?? "")) return refuse(415);
  if (Number(headers.get("content-length") ?? 0) > MAX_BODY) return refuse(413);
  const message = parse(await request.text());
  if (message === null) return refuse(400);
  const answer = await mcp.answer(message, request.signal);
  if (answer === null) return new Response(null, { status: 202 });
  return new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
}

function refuse(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}

/** Whether two texts are the same, in a time that does not reveal where they differ. */
function same(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let at = 0; at < wanted.length; at++) {
    difference |= given.charCodeAt(at) ^ wanted.charCodeAt(at);
  }
  return difference === 0;
}

/** A message of JSON-RPC, or null. Batches are refused: the protocol no longer has them. */
function parse(body: string): RpcMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { id, method, params } = value as Record<string, unknown>;
  // An answer, but this server sends no requests.
  if (typeof method !== "string") return null;
  if (id !== undefined && typeof id !== "string" && typeof id !== "number") return null;
  const fields = typeof params === "object" && params !== null ? params : {};
  return { ...(id === undefined ? {} : { id }), method, params: fields as RpcMessage["params"] };
}
