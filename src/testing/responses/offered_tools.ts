import { records, text } from "./json.ts";

/** A tool that a request offers. */
export interface OfferedTool {
  /** `function`, `custom`, or the name of a built-in such as `web_search`. */
  readonly type: string;
  /** Its own name. */
  readonly name: string;
  /** Its namespace, or "". */
  readonly namespace: string;
}

/** The tools that a request offers. */
export interface OfferedTools {
  /** Those that the model calls directly. */
  readonly direct: readonly OfferedTool[];
  /** Those that it calls from the JavaScript of code mode; `null` without code mode. */
  readonly nested: readonly string[] | null;
  /** All names, for people to read. */
  readonly names: readonly string[];
}

/**
 * Reads the tools from a request body. Classic models have them in `tools`, code mode models (gpt-6.x in
 * Codex 0.169) in an `additional_tools` input item, where the description of the custom tool `exec`
 * declares what its JavaScript may call.
 */
export function offeredTools(body: Readonly<Record<string, unknown>>): OfferedTools {
  const additional = records(body.input).filter((item) => item.type === "additional_tools");
  const lists = [body.tools, ...additional.map((item) => item.tools)];
  const described = lists.flatMap((list) => records(list)).flatMap((tool) => {
    if (tool.type !== "namespace") return [{ tool, namespace: "" }];
    return records(tool.tools).map((inner) => ({ tool: inner, namespace: text(tool.name) }));
  });
  const direct = described.map(({ tool, namespace }): OfferedTool => {
    return { type: text(tool.type), name: text(tool.name) || text(tool.type), namespace };
  });
  const exec = described.find(({ tool }) => tool.type === "custom" && tool.name === "exec");
  const declared = exec === undefined
    ? null
    : text(exec.tool.description).matchAll(/declare const tools: \{ (\w+)\(/g);
  const nested = declared === null ? null : [...declared].map((match) => match[1] ?? "");
  return {
    direct,
    nested,
    names: [...direct.map((tool) => flatName(tool.name, tool.namespace)), ...(nested ?? [])],
  };
}

/**
 * A tool's name with its namespace, flattened as Codex does; `functions` is the namespace of tools that
 * have none.
 */
export function flatName(name: string, namespace: string): string {
  return namespace === "" || namespace === "functions" ? name : `${namespace}__${name}`;
}
