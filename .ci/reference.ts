/**
 * What `deno doc` says of an entry, in few words: a line for each export, and for each member.
 *
 * @module
 */

/** Signatures are cut here: what is longer is to be read in the types. */
const MAX_LENGTH = 160;

/** The parameters with a default, by their functions: `retry`, `AppServer.start`. */
export type Defaults = ReadonlyMap<string, readonly string[]>;

interface Declared {
  readonly name?: string;
  readonly params?: readonly { readonly kind: string; readonly left?: { readonly name: string } }[];
  readonly functionDef?: Declared;
  readonly methods?: readonly Declared[];
  readonly constructors?: readonly Declared[];
}

interface DocJson {
  readonly nodes: Readonly<Record<string, { readonly symbols: readonly DocSymbol[] }>>;
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly { readonly def?: Declared }[];
}

/** What `deno doc --json` says of defaults: without it, `deno doc` shows such parameters as required. */
export function defaultsOf({ nodes }: DocJson): Defaults {
  const found = new Map<string, string[]>();
  const note = (name: string, { params = [] }: Declared) => {
    const names = params.flatMap(({ kind, left }) => kind === "assign" && left ? [left.name] : []);
    if (names.length > 0) found.set(name, names);
  };
  for (const { name, declarations } of Object.values(nodes).flatMap(({ symbols }) => symbols)) {
    for (const { def = {} } of declarations) {
      note(name, def);
      for (const member of [...def.methods ?? [], ...def.constructors ?? []]) {
        note(`${name}.${member.name}`, member.functionDef ?? member);
      }
    }
  }
  return found;
}

/** The exports of all entries; what several export is listed once. */
export class Reference {
  readonly #listed: Set<string> = new Set();

  /** What an entry is for, and its exports. */
  entry(doc: string, defaults: Defaults = new Map()): { about: string; symbols: string } {
    const [head = "", ...blocks] = doc.split(/^Defined in (?=file:)/m);
    const again: string[] = [];
    const symbols: string[] = [];
    for (const block of blocks) {
      const [place = "", , ...lines] = block.split("\n");
      if (!this.#listed.has(place)) symbols.push(symbolOf(lines, defaults));
      else again.push(nameOf(lines[0] ?? ""));
      this.#listed.add(place);
    }
    if (again.length > 0) symbols.push(`Exported again: ${again.sort().join(", ")}\n`);
    const about = withoutLinks(firstParagraph(head.split("\n")).join(" "));
    return { about, symbols: symbols.join("") };
  }
}

/** An export and its members. */
function symbolOf([signature = "", ...lines]: readonly string[], defaults: Defaults): string {
  const name = nameOf(signature);
  const members: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, member] = line.match(/^ {2}(?! |@)(.*)$/) ?? [];
    const below = lines.slice(index + 1);
    // Text of the export itself has nothing below it.
    if (member === undefined || !/^ {4}(?! )/.test(below[0] ?? "")) continue;
    const [, method = ""] = member.match(/([\w$]+)\(/) ?? [];
    const shown = optional(member, defaults.get(`${name}.${method}`));
    members.push(`  - ${code(shown)}${about(below, 4)}\n`);
  }
  return `- ${code(optional(signature, defaults.get(name)))}${about(lines, 2)}\n${
    members.join("")
  }`;
}

/** A signature, in which these parameters may be left out. */
function optional(signature: string, names: readonly string[] = []): string {
  return names.reduce(
    (text, name) => text.replace(new RegExp(`(?<=[(,] ?)${name}: `), `${name}?: `),
    signature,
  );
}

/** The first sentence of a description that is indented so far. */
function about(lines: readonly string[], indent: number): string {
  const own = lines.map((line) => line.startsWith(" ".repeat(indent)) ? line.slice(indent) : "");
  const text = firstParagraph(own).join(" ");
  if (text === "" || text.startsWith("@")) return "";
  const plain = withoutLinks(text);
  return `: ${plain.match(/^.*?[.!?](?= [A-Z`]|$)/)?.[0] ?? plain}`;
}

/** Links by what they show: `{@linkcode run}`, or of another entry `{@linkcode [testing].turn turn}`. */
function withoutLinks(text: string): string {
  return text.replaceAll(
    /\{@link(?:code)? (?:\[([^\]]+)\](?:\.(\w+))?)? ?([^}]*)\}/g,
    (_, entry = "", name = "", shown = "") => `\`${shown || name || entry}\``,
  );
}

function firstParagraph(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => line.trim() === "" || line.startsWith("@"));
  return lines.slice(0, end === -1 ? undefined : end);
}

function nameOf(signature: string): string {
  return signature.match(/^(?:async |abstract )*\w+ ([\w$]+)/)?.[1] ?? signature;
}

function code(signature: string): string {
  const short = signature.length > MAX_LENGTH ? `${signature.slice(0, MAX_LENGTH)}…` : signature;
  return `\`${short.replaceAll("`", "'")}\``;
}
