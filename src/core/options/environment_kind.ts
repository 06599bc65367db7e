/**
 * The kind of `environments`. Errors do not show tokens.
 *
 * @module
 */
import { isPlain } from "../base/plain.ts";
import { type Kind, SECRET, STRING } from "./kinds.ts";
import { quoted } from "../base/plain_text.ts";
import { kindOf, list } from "../base/words.ts";

const SERVER_URL: Kind = {
  complaint: (value, name) =>
    urlOf(value) !== null ? null : `${name} must be a ws:// or wss:// URL without credentials`,
};

const FIELDS: Readonly<Record<string, Kind>> = {
  id: STRING,
  url: SERVER_URL,
  token: SECRET,
  workingDirectory: STRING,
};

/** A host on the server's own machine. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Where the commands of a thread run. */
export const ENVIRONMENTS: Kind = {
  complaint: (value, name) => {
    if (!Array.isArray(value)) {
      return `${name} must be an array of { url, workingDirectory }, not ${kindOf(value)}`;
    }
    for (let index = 0; index < value.length; index++) {
      const complaint = environmentComplaint(value[index], `${name}[${index}]`);
      if (complaint !== null) return complaint;
    }
    return null;
  },
  clean: (value: readonly object[]) => value.map((each) => ({ ...each })),
};

function environmentComplaint(given: unknown, at: string): string | null {
  if (!isPlain(given)) return `${at} must be { url, workingDirectory }, not ${kindOf(given)}`;
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(FIELDS, field)) {
      return `${at} has no field ${quoted(field)}; it has ${list(Object.keys(FIELDS), "and")}`;
    }
    const complaint = FIELDS[field]?.complaint(value, `${at}.${field}`) ?? null;
    if (complaint !== null) return complaint;
  }
  const { id, url, token, workingDirectory } = given;
  if (!workingDirectory) return `${at}.workingDirectory must name a folder there`;
  if (!id && url === undefined) return `${at} must have a url, or an id that Codex knows`;
  if (!token) return null;
  if (url === undefined) return `${at}.token belongs to an environment with a url`;
  const { protocol, hostname = "" } = urlOf(url) ?? {};
  if (protocol === "wss:" || LOOPBACK.test(hostname)) return null;
  return `${at}.token would be sent unencrypted: the url must be wss:// or on this machine`;
}

function urlOf(value: unknown): URL | null {
  try {
    const url = new URL(value as string);
    return /^wss?:$/.test(url.protocol) && url.username === "" ? url : null;
  } catch {
    return null;
  }
}
