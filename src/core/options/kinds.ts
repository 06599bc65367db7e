/**
 * The kinds of values that options take.
 *
 * @module
 */
import { isDuration, MAX_DELAY } from "../base/duration.ts";
import { isPlain } from "../base/plain.ts";
import { quoted } from "../base/plain_text.ts";
import { described, kindOf, list } from "../base/words.ts";

/** What an option takes. */
export interface Kind {
  /** What is wrong with a defined value, beginning with the option's name; null if nothing is. */
  readonly complaint: (value: unknown, name: string) => string | null;
  /** The value as the SDK keeps it. Default: as it is. */
  readonly clean?: (value: never) => unknown;
}

type Test = (value: unknown) => boolean;

/** A kind of value that errors show as it was given. */
function kind(wanted: string, test: Test): Kind {
  return {
    complaint: (value, name) =>
      test(value) ? null : `${name} must be ${wanted}, not ${described(value)}`,
  };
}

/** true or false, and nothing that JavaScript converts to one: "false" would be true. */
export const BOOLEAN: Kind = kind("true or false", (value) => typeof value === "boolean");

/** A function. */
export const FUNCTION: Kind = kind("a function", (value) => typeof value === "function");

/** Anything: it is checked elsewhere. */
export const ANYTHING: Kind = { complaint: () => null };

/** A number of milliseconds. */
export const DURATION: Kind = kind(
  `a number of milliseconds from 0 to ${MAX_DELAY}`,
  isDuration,
);

/** How many times. */
export const COUNT: Kind = kind(
  "a whole number, 0 or greater",
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);

/** An upper limit. */
export const LIMIT: Kind = kind(
  "a whole number, 1 or greater",
  (value) => Number.isSafeInteger(value) && (value as number) >= 1,
);

/** An abort signal of any library. */
export const SIGNAL: Kind = {
  complaint: (value, name) => {
    const { aborted, addEventListener, signal } = Object(value);
    if (typeof aborted === "boolean" && typeof addEventListener === "function") return null;
    const hint = typeof signal === "object" ? "; pass the controller's `signal`" : "";
    return `${name} must be an AbortSignal, not ${described(value)}${hint}`;
  },
};

/** Any text, also one that is empty or has control characters. */
export const ANY_TEXT: Kind = kind("a string", (value) => typeof value === "string");

/** A text that may be empty, which has a meaning of its own. */
export const TEXT: Kind = { complaint: (value, name) => textComplaint(value, name, described) };

/** A text. As in `@openai/codex-sdk`, an empty one counts as an option that was not given. */
export const STRING: Kind = { ...TEXT, clean: absentIfEmpty };

/** Half of a surrogate pair. */
const HALF = /\p{Surrogate}/u;

/** A name that is looked up later: a blank one would match whatever was never given a name. */
export const NAME: Kind = {
  complaint: (value, name) => {
    const complaint = TEXT.complaint(value, name);
    if (complaint !== null) return complaint;
    if ((value as string).trim() === "") return `${name} must be a string that is not blank`;
    // Codex would get U+FFFD for each half, so that different names would become the same.
    return HALF.test(value as string) ? `${name} must not contain half a surrogate pair` : null;
  },
};

/** A text that no error shows. */
export const SECRET: Kind = {
  complaint: (value, name) => textComplaint(value, name, kindOf),
  clean: absentIfEmpty,
};

/** A URL as text, which may hold a password. */
export const URL_TEXT: Kind = {
  complaint: (value, name) => {
    const complaint = SECRET.complaint(value, name);
    const isUrl = complaint !== null && typeof Object(value).href === "string";
    return isUrl ? `${complaint}; pass its \`href\`` : complaint;
  },
  clean: absentIfEmpty,
};

/** One of a few words; an empty one counts as an option that was not given. */
export function oneOf(words: readonly string[], hint: (value: unknown) => string = () => ""): Kind {
  const wanted = list(words.map((word) => quoted(word)), "or");
  return {
    complaint: (value, name) =>
      value === "" || words.includes(value as string)
        ? null
        : `${name} must be ${wanted}, not ${described(value)}${hint(value)}`,
    clean: absentIfEmpty,
  };
}

/** Texts, of which empty ones are dropped. */
export const STRINGS: Kind = strings(described);

/** Texts that no error shows. */
export const SECRETS: Kind = strings(kindOf);

function strings(told: (value: unknown) => string): Kind {
  return {
    complaint: (value, name) => {
      if (!Array.isArray(value)) return `${name} must be an array of strings, not ${told(value)}`;
      // By index, since `find` and the like skip what is missing.
      for (let index = 0; index < value.length; index++) {
        const complaint = textComplaint(value[index], `${name}[${index}]`, told);
        if (complaint !== null) return complaint;
      }
      return null;
    },
    clean: (value: readonly string[]) => value.filter((text) => text !== ""),
  };
}

/** An object, whose members are checked when the configuration is made. */
export const TABLE: Kind = {
  complaint: (value, name) =>
    isPlain(value) ? null : `${name} must be an object, not ${kindOf(value)}`,
};

/** Environment variables. Errors do not show their values. */
export const ENVIRONMENT: Kind = {
  complaint: (value, name) => {
    if (typeof value !== "object" || value === null || isList(value)) {
      return `${name} must be an object of strings, not ${kindOf(value)}`;
    }
    for (const [variable, text] of Object.entries(value)) {
      const at = `${name}[${quoted(variable)}]`;
      // Windows has variables whose names begin with "=".
      if (variable === "" || /\0|.=/s.test(variable)) return `${at} is not a valid variable name`;
      const complaint = text === undefined ? null : textComplaint(text, at, kindOf);
      if (complaint !== null) return complaint;
    }
    return null;
  },
  clean: (value: object) => {
    // A copy, so that what was checked is what is used. Like Node's own spawn, it leaves out undefined.
    const given = Object.entries(value).filter(([, text]) => text !== undefined);
    return Object.assign(Object.create(null), Object.fromEntries(given));
  },
};

/** Headers of a request. Errors do not show their values. */
export const HEADERS: Kind = {
  complaint: (value, name) => {
    if (!isPlain(value)) return `${name} must be an object of strings, not ${kindOf(value)}`;
    for (const [header, text] of Object.entries(value)) {
      const at = `${name}[${quoted(header)}]`;
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(header)) return `${at} is not a valid header name`;
      const complaint = textComplaint(text, at, kindOf);
      if (complaint !== null) return complaint;
      if (/[^\t\x20-\x7e\x80-\xff]/.test(text as string)) {
        return `${at} must have only characters that a header may have`;
      }
    }
    return null;
  },
  clean: (value: object) => ({ ...value }),
};

/** One of two kinds; errors describe the second. */
export function either(first: Kind, second: Kind): Kind {
  return {
    complaint: (value, name) =>
      first.complaint(value, name) === null ? null : second.complaint(value, name),
  };
}

const GRANULAR = {
  sandbox_approval: true,
  rules: true,
  mcp_elicitations: true,
  request_permissions: false,
  skill_approval: false,
};

/** When to ask for approval: a mode, or `{ granular: { … } }` as in Codex's configuration. */
export function approvals(words: Kind): Kind {
  return {
    complaint: (value, name) => {
      if (typeof value !== "object" || value === null) return words.complaint(value, name);
      const { granular, ...more } = value as Record<string, unknown>;
      if (!isPlain(granular) || Object.keys(more).length > 0) {
        return `${name} must be a string or { granular: { … } }, not ${kindOf(value)}`;
      }
      const at = `${name}.granular`;
      for (const key of Object.keys(granular)) {
        if (Object.hasOwn(GRANULAR, key)) continue;
        return `${at} has no field ${quoted(key)}; it has ${list(Object.keys(GRANULAR), "and")}`;
      }
      for (const [key, isWanted] of Object.entries(GRANULAR)) {
        const one = Object.hasOwn(granular, key) ? granular[key] : undefined;
        if (one === undefined && !isWanted) continue;
        const complaint = BOOLEAN.complaint(one, `${at}.${key}`);
        if (complaint !== null) return complaint;
      }
      return null;
    },
    clean: (value: never) =>
      value === "" ? undefined : typeof value === "object" ? structuredClone(value) : value,
  };
}

/** The name and version of the client. */
export const CLIENT_INFO: Kind = {
  complaint: (value, name) => {
    if (!isPlain(value)) return `${name} must be { name, version, title? }, not ${kindOf(value)}`;
    for (const key of ["name", "version", "title"]) {
      const text = Object.hasOwn(value, key) ? value[key] : undefined;
      const complaint = text === undefined ? null : TEXT.complaint(text, `${name}.${key}`);
      if (complaint !== null) return complaint;
    }
    return null;
  },
};

/** Tools of the host program. */
export const TOOLS: Kind = {
  complaint: (value, name) => {
    if (!Array.isArray(value)) return `${name} must be an array of tools, not ${kindOf(value)}`;
    for (let index = 0; index < value.length; index++) {
      const { name: called, description, inputSchema, call } = Object(value[index]);
      const isTool = typeof called === "string" && typeof description === "string" &&
        typeof inputSchema === "object" && typeof call === "function";
      if (!isTool) {
        return `${name}[${index}] must be created by tool(), not ${kindOf(value[index])}`;
      }
    }
    return null;
  },
  clean: (value: readonly unknown[]) => [...value],
};

function textComplaint(
  value: unknown,
  name: string,
  told: (value: unknown) => string,
): string | null {
  if (typeof value !== "string") return `${name} must be a string, not ${told(value)}`;
  // Without the value, which may be a key.
  return value.includes("\0") ? `${name} must be a string without NUL characters` : null;
}

function absentIfEmpty(value: string): string | undefined {
  return value === "" ? undefined : value;
}

function isList(value: object): boolean {
  return Array.isArray(value) || Symbol.iterator in value;
}
