/**
 * Which file each type of the protocol goes into.
 *
 * @module
 */
import type { Method, Methods } from "./methods.ts";
import { type Definitions, nameOf } from "./schema.ts";

/** The files except the entry, and what each is about. */
export const FILES = {
  methods: "The methods, with their parameters and results.",
  params: "The parameters of the client's requests.",
  results: "The results of the client's requests.",
  server_requests: "The server's requests to its client, and the answers.",
  notifications: "The server's notifications.",
  items: "The items of a turn.",
  common: "Types that several other files use.",
} as const;

/** A file. */
export type File = keyof typeof FILES;

/** Under which heading the reference has what is in a file. */
export const CATEGORIES: Readonly<Record<File, string>> = {
  methods: "Methods",
  params: "Parameters",
  results: "Results",
  server_requests: "Server requests",
  notifications: "Notifications",
  items: "Items",
  common: "Shared types",
};

/** The file of each type that a method uses, straight or by way of another type. */
export function layOut(methods: Methods, all: Definitions): ReadonlyMap<string, File> {
  const roots: [File, readonly string[]][] = [
    ["params", methods.client.flatMap(paramTypes)],
    ["results", methods.client.flatMap(resultTypes)],
    ["server_requests", methods.server.flatMap((one) => [...paramTypes(one), ...resultTypes(one)])],
    ["notifications", methods.notifications.flatMap(paramTypes)],
    ["items", ["ThreadItem"]],
  ];
  const files = new Map<string, File>();
  for (const [file, names] of roots) {
    for (const name of reached(names, all, file !== "items")) {
      files.set(name, files.has(name) ? "common" : file);
    }
  }
  // A root stays where its kind is, whoever else uses it.
  for (const [file, names] of roots) for (const name of names) files.set(name, file);
  return files;
}

/** The types that a type's text names. */
export function typesIn(name: string, all: Definitions): string[] {
  const found = new Set<string>();
  JSON.stringify(all[name], (key, value) => {
    if (key === "$ref") found.add(nameOf(value));
    return value;
  });
  return [...found];
}

function paramTypes({ params }: Method): string[] {
  return params.match(/\w+/g)?.filter((word) => /^[A-Z]/.test(word)) ?? [];
}

function resultTypes({ result }: Method): string[] {
  return result === undefined ? [] : [result];
}

/** What is reached from `names`; items are a kind of their own, which the others stop at. */
function reached(names: readonly string[], all: Definitions, stop: boolean): Set<string> {
  const found = new Set(names);
  // A set is walked to its end, what is added on the way included.
  for (const name of found) {
    if (stop && name === "ThreadItem") continue;
    for (const next of typesIn(name, all)) found.add(next);
  }
  if (stop) found.delete("ThreadItem");
  return found;
}
