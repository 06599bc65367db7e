/**
 * The text of the generated files, before it is formatted.
 *
 * @module
 */
import { CATEGORIES, type File, FILES, layOut, typesIn } from "./layout.ts";
import { type Method, type Methods, methodsOf } from "./methods.ts";
import type { Protocol } from "./schema.ts";
import { shape } from "./shapes.ts";

/** The files by name. */
export function texts(protocol: Protocol): Record<string, string> {
  const methods = methodsOf(protocol);
  const files = layOut(methods, protocol.all);
  const docs = describe(methods, protocol, [...files.keys()]);
  const found: Record<string, string> = {};
  for (const [file, about] of Object.entries(FILES)) {
    const names = [...files].filter(([, place]) => place === file).map(([name]) => name).sort();
    const category = CATEGORIES[file as File];
    const body = file === "methods"
      ? tables(methods, category)
      : types(names, protocol, docs, category);
    const used = file === "methods"
      ? Object.values(methods).flat().flatMap(({ params, result }) => [params, result ?? ""])
        .flatMap((text: string) => text.match(/\b[A-Z]\w*/g) ?? [])
      : names.flatMap((name) => typesIn(name, protocol.all));
    found[`${file}.ts`] = head(about, protocol) + imports(used, files, file as File) + body +
      (file === "items" ? itemType(category) : "");
  }
  found["mod.ts"] = ENTRY.replace("VERSION", protocol.version) +
    Object.keys(FILES).map((file) => `export type * from "./${file}.ts";\n`).join("");
  return found;
}

function itemType(category: string): string {
  const text = "An item of a turn: a short name for `ThreadItem`.";
  return `\n${doc(text, category)}export type Item = ThreadItem;\n`;
}

const ENTRY = `/**
 * The protocol of \`codex app-server\`, as types only: every method, notification and item, made
 * from the schema of Codex VERSION itself. What is marked \`@experimental\` may change with any version.
 *
 * @example Name the parameters of a request
 * \`\`\`ts
 * import type { ClientRequests, ServerNotifications } from "@codex-js/sdk/protocol";
 *
 * const params: ClientRequests["thread/list"]["params"] = { limit: 10, archived: false };
 * const told = (turn: ServerNotifications["turn/completed"]) => turn.turn.status;
 * console.log(params.limit, told.length);
 * \`\`\`
 *
 * @module
 */
`;

function head(about: string, { version }: Protocol): string {
  return `/**\n * ${about} Made by \`deno task protocol\` from the schema of Codex ${version}.\n *\n` +
    " * @module\n */\n";
}

function imports(used: readonly string[], files: ReadonlyMap<string, File>, own: File): string {
  const wanted = [...new Set(used)].filter((name) => (files.get(name) ?? own) !== own).sort();
  return Object.keys(FILES).map((file) => {
    const names = wanted.filter((name) => files.get(name) === file);
    return names.length === 0 ? "" : `import type { ${names.join(", ")} } from "./${file}.ts";\n`;
  }).join("");
}

function types(
  names: readonly string[],
  { all, stable }: Protocol,
  docs: ReadonlyMap<string, string>,
  category: string,
): string {
  return names.map((name) => {
    const known = stable[name];
    const text = shape(all[name] ?? true, known, name.endsWith("Params"));
    const about = doc(docs.get(name) ?? "", category, known === undefined);
    return `\n${about}export type ${name} = ${text};\n`;
  }).join("");
}

function doc(text: string, category: string, experimental = false): string {
  const mark = experimental ? " * @experimental\n" : "";
  return `/**\n * ${text}\n *\n${mark} * @category ${category}\n */\n`;
}

function tables({ client, server, notifications }: Methods, category: string): string {
  const field = ({ method, params, result, experimental }: Method) =>
    (experimental ? "/** @experimental */\n" : "") + `readonly "${method}": ` +
    (result === undefined ? params : `{ readonly params: ${params}; readonly result: ${result} }`) +
    ";\n";
  const table = (name: string, text: string, methods: readonly Method[]) =>
    `\n${doc(text, category)}export type ${name} = {\n${methods.map(field).join("")}};\n`;
  return table("ClientRequests", "The requests of a client, by method.", client) +
    table("ServerRequests", "The requests of the server, by method.", server) +
    table("ServerNotifications", "The server's notifications, by method.", notifications);
}

/** A line about each type, made from its name and the methods that use it. */
function describe(
  { client, server, notifications }: Methods,
  { all }: Protocol,
  names: readonly string[],
): ReadonlyMap<string, string> {
  const docs = new Map<string, string>();
  for (const name of names) {
    const users = names.filter((user) => user !== name && typesIn(user, all).includes(name));
    const words = name.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase();
    const where = users.length === 0 ? "" : `, in ${listed(users.sort())}`;
    docs.set(name, `${words[0]?.toUpperCase()}${words.slice(1)}${where}.`);
  }
  const add = (methods: readonly Method[], field: "params" | "result", what: string) => {
    for (const name of new Set(methods.map((method) => method[field]?.match(/[A-Z]\w*/)?.[0]))) {
      if (name === undefined) continue;
      const users = methods.filter((method) => method[field]?.match(/[A-Z]\w*/)?.[0] === name);
      docs.set(name, `${what} ${listed(users.map(({ method }) => method))}.`);
    }
  };
  add(client, "params", "Parameters of");
  add(client, "result", "Result of");
  add(server, "params", "Parameters of the server's");
  add(server, "result", "The answer to");
  add(notifications, "params", "Parameters of the notification");
  return docs;
}

/** The first three names, and whether there are more. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  if (names.length > 3) return `${shown.join(", ")} and others`;
  return shown.join(shown.length > 2 ? ", " : " and ");
}
