/**
 * The kinds of values that options take.
 *
 * @module
 */
import { isDuration, MAX_DELAY } from "../base/duration.ts";
import { isPlain } from "../base/plain.ts";
import { described, kindOf, list, quoted } from "./words.ts";

/** What an option takes. */
export interface Kind {
  /** What is wrong with a value that is not undefined, beginning with the option's name; null if nothing is. */
  readonly complaint: (value: unknown, name: string) => string | null;
  /** The value as the SDK keeps it. Default: as it is. */
  readonly clean?: (value: never) => unknown;
}

type Test = (value: unknown) => boolean;

/** A kind of value that is told in errors as it was given. */
function kind(wanted: string, test: Test): Kind {
  return {
    complaint: (value, name) =>
      test(value) ? null : `${name} must be ${wanted}, not ${described(value)}`,
  };
}

/** true or false, and nothing that JavaScript takes for one: "false" would be true. */
export const BOOLEAN: Kind = kind("true or false", (value) => typeof value === "boolean");

/** A function. */
export const FUNCTION: Kind = kind("a function", (value) => typeof value === "function");

/** Anything: somebody else looks at it. */
export const ANYTHING: Kind = { complaint: () => null };

/** A number of milliseconds. */
export const DURATION: Kind = kind(
  `a number of milliseconds from 0 to ${MAX_DELAY}`,
  isDuration,
);

/** How many times. */
export const COUNT: Kind = kind(
  "a count: a whole number from 0",
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);

/** How much of something at most. */
export const LIMIT: Kind = kind(
  "a whole number from 1",
  (value) => Number.isSafeInteger(value) && (value as number) >= 1,
);

/** An abort signal, of whatever library. */
export const SIGNAL: Kind = {
  complaint: (value, name) => {
    const { aborted, addEventListener, signal } = Object(value);
    if (typeof aborted === "boolean" && typeof addEventListener === "function") return null;
    const hint = typeof signal === "object" ? "; give the controller's `signal`" : "";
    return `${name} must be an AbortSignal, not ${described(value)}${hint}`;
  },
};

/** A text that may be empty, and says something then. */
export const TEXT: Kind = { complaint: (value, name) => textComplaint(value, name, described) };

/** A text; as with the peer, an empty one stands for an option that was not given. */
export const STRING: Kind = { ...TEXT, clean: absentIfEmpty };

/** Half of a surrogate pair. */
const HALF = /\p{Surrogate}/u;

/** A name that is looked up again: one that says nothing would find what was never given one. */
export const NAME: Kind = {
  complaint: (value, name) => {
    const complaint = TEXT.complaint(value, name);
    if (complaint !== null) return complaint;
    if ((value as string).trim() === "") return `${name} must be a string that is not blank`;
    // Codex would get U+FFFD for each, and names that differ would be the same.
    return HALF.test(value as string) ? `${name} must not hold half a character` : null;
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
    return isUrl ? `${complaint}; give its \`href\`` : complaint;
  },
  clean: absentIfEmpty,
};

/** One of a few words; an empty one stands for an option that was not given. */
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

/** Texts; empty ones stand for none. */
export const STRINGS: Kind = strings(described);

/** Texts that no error shows. */
export const SECRETS: Kind = strings(kindOf);

function strings(told: (value: unknown) => string): Kind {
  return {
    complaint: (value, name) => {
      if (!Array.isArray(value)) return `${name} must be an array of strings, not ${told(value)}`;
      // By index, since `find` and the like pass over what is missing.
      for (let index = 0; index < value.length; index++) {
        const complaint = textComplaint(value[index], `${name}[${index}]`, told);
        if (complaint !== null) return complaint;
      }
      return null;
    },
    clean: (value: readonly string[]) => value.filter((text) => text !== ""),
  };
}

/** An object with members, of which configuration looks at each. */
export const TABLE: Kind = {
  complaint: (value, name) =>
    isPlain(value) ? null : `${name} must be an object, not ${kindOf(value)}`,
};

/** Variables of an environment. Values are told nowhere. */
export const ENVIRONMENT: Kind = {
  complaint: (value, name) => {
    if (typeof value !== "object" || value === null || isList(value)) {
      return `${name} must be an object of strings, not ${kindOf(value)}`;
    }
    for (const [variable, text] of Object.entries(value)) {
      const at = `${name}[${quoted(variable)}]`;
      // Windows has variables whose names begin with "=".
      if (variable === "" || /\0|.=/s.test(variable)) return `${at} is no name of a variable`;
      const complaint = text === undefined ? null : textComplaint(text, at, kindOf);
      if (complaint !== null) return complaint;
    }
    return null;
  },
  clean: (value: object) => {
    // A copy, so that what was looked at is what is used; as Node's own spawn, without what is undefined.
    const given = Object.entries(value).filter(([, text]) => text !== undefined);
    return Object.assign(Object.create(null), Object.fromEntries(given));
  },
};

/** Headers of a request. Values are told nowhere. */
export const HEADERS: Kind = {
  complaint: (value, name) => {
    if (!isPlain(value)) return `${name} must be an object of strings, not ${kindOf(value)}`;
    for (const [header, text] of Object.entries(value)) {
      const at = `${name}[${quoted(header)}]`;
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(header)) return `${at} is no name of a header`;
      const complaint = textComplaint(text, at, kindOf);
      if (complaint !== null) return complaint;
      if (/[^\t\x20-\x7e\x80-\xff]/.test(text as string)) {
        return `${at} must be a string that a header may have`;
      }
    }
    return null;
  },
  clean: (value: object) => ({ ...value }),
};

/** One of two kinds; what is wrong is said of the second. */
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

/** When to ask for approval: a word, or `{ granular: { … } }` as Codex's configuration has it. */
export function approvals(words: Kind): Kind {
  return {
    complaint: (value, name) => {
      if (typeof value !== "object" || value === null) return words.complaint(value, name);
      const { granular, ...more } = value as Record<string, unknown>;
      if (!isPlain(granular) || Object.keys(more).length > 0) {
        return `${name} must be a word or { granular: { … } }, not ${kindOf(value)}`;
      }
      const at = `${name}.granular`;
      for (const key of Object.keys(granular)) {
        if (Object.hasOwn(GRANULAR, key)) continue;
        return `${at} has no ${quoted(key)}; there are ${list(Object.keys(GRANULAR), "and")}`;
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

/** Who calls. */
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
        return `${name}[${index}] must be what tool() gives, not ${kindOf(value[index])}`;
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
  // Told without the value: it may be a key.
  return value.includes("\0") ? `${name} must be a string without NUL characters` : null;
}

function absentIfEmpty(value: string): string | undefined {
  return value === "" ? undefined : value;
}

function isList(value: object): boolean {
  return Array.isArray(value) || Symbol.iterator in value;
}
