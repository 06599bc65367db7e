/**
 * The kind of `mcpServers`. For `env` and `headers`, errors show only the names.
 *
 * @module
 */
import type { McpApprovalMode, McpHttpServer, McpStdioServer } from "../vocabulary/mcp_servers.ts";
import { isPlain } from "../base/plain.ts";
import {
  BOOLEAN,
  DURATION,
  ENVIRONMENT,
  type Kind,
  oneOf,
  SECRET,
  STRING,
  STRINGS,
  TEXT,
  URL_TEXT,
} from "./kinds.ts";
import { quoted } from "../base/plain_text.ts";
import { kindOf, list } from "../base/words.ts";

type Field = keyof McpStdioServer | keyof McpHttpServer;

const MODES: readonly McpApprovalMode[] = ["auto", "prompt", "writes", "approve"];
const MODE = oneOf(MODES);

const TOOL_APPROVAL: Kind = {
  complaint: (value, name) => {
    if (!isPlain(value)) return MODE.complaint(value, name);
    for (const [tool, mode] of Object.entries(value)) {
      const complaint = MODE.complaint(mode, `${name}[${quoted(tool)}]`);
      if (complaint !== null) return complaint;
    }
    return null;
  },
};

const HEADERS: Kind = {
  complaint: (value, name) => {
    if (!isPlain(value)) return `${name} must be an object of strings, not ${kindOf(value)}`;
    for (const [header, text] of Object.entries(value)) {
      const at = `${name}[${quoted(header)}]`;
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(header)) return `${at} is not a valid header name`;
      if (text === undefined) continue;
      const complaint = SECRET.complaint(text, at);
      if (complaint !== null) return complaint;
      if (/[\r\n]/.test(text as string)) return `${at} must be one line`;
    }
    return null;
  },
};

const FIELDS: Record<Field, Kind> = {
  command: STRING,
  args: { complaint: STRINGS.complaint },
  env: ENVIRONMENT,
  cwd: STRING,
  url: URL_TEXT,
  bearerTokenEnvVar: TEXT,
  headers: HEADERS,
  enabled: BOOLEAN,
  required: BOOLEAN,
  startupTimeoutMs: DURATION,
  toolTimeoutMs: DURATION,
  enabledTools: STRINGS,
  disabledTools: STRINGS,
  toolApproval: TOOL_APPROVAL,
};

/** What belongs to one way of reaching a server. */
const OF_COMMAND = ["args", "env", "cwd"] as const;
const OF_URL = ["bearerTokenEnvVar", "headers"] as const;

/** MCP servers by name. */
export const MCP_SERVERS: Kind = {
  complaint: (value, name) => {
    if (!isPlain(value)) return `${name} must be an object of servers, not ${kindOf(value)}`;
    for (const [server, given] of Object.entries(value)) {
      const at = `${name}[${quoted(server)}]`;
      if (!/^[\w:@/.-]+$/.test(server)) {
        return `${at} is not a valid name: Codex takes letters, digits and _ - . : @ /`;
      }
      const complaint = given === undefined ? null : serverComplaint(given, at);
      if (complaint !== null) return complaint;
    }
    return null;
  },
  clean: (value: Record<string, Record<string, unknown> | undefined>) => {
    // A deep copy: what was checked is what is used.
    const servers = Object.entries(value).filter(([, server]) => server !== undefined);
    return Object.fromEntries(servers.map(([name, server]) => [name, structuredClone(server)]));
  },
};

function serverComplaint(given: unknown, at: string): string | null {
  if (!isPlain(given)) return `${at} must be { command, … } or { url, … }, not ${kindOf(given)}`;
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(FIELDS, field)) {
      return `${at} has no field ${quoted(field)}; it has ${list(Object.keys(FIELDS), "and")}`;
    }
    const complaint = FIELDS[field as Field].complaint(value, `${at}.${field}`);
    if (complaint !== null) return complaint;
  }
  const { command, url } = given;
  if (Boolean(command) === Boolean(url)) return `${at} must have either a command or a url`;
  const other = (command ? OF_URL : OF_COMMAND).find((field) => given[field] !== undefined);
  return other === undefined
    ? null
    : `${at}.${other} belongs to a server with a ${command ? "url" : "command"}`;
}
