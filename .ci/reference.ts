/**
 * What `deno doc` says of an entry, in few words: a line for each export, and for each member.
 *
 * @module
 */

/** Signatures are cut here: what is longer is to be read in the types. */
const MAX_LENGTH = 160;

/** The exports of all entries; what several export is listed once. */
export class Reference {
  readonly #listed: Set<string> = new Set();

  /** What an entry is for, and its exports. */
  entry(doc: string): { about: string; symbols: string } {
    const [head = "", ...blocks] = doc.split(/^Defined in (?=file:)/m);
    const again: string[] = [];
    const symbols: string[] = [];
    for (const block of blocks) {
      const [place = "", , ...lines] = block.split("\n");
      if (!this.#listed.has(place)) symbols.push(symbolOf(lines));
      else again.push(nameOf(lines[0] ?? ""));
      this.#listed.add(place);
    }
    if (again.length > 0) symbols.push(`Exported again: ${again.sort().join(", ")}\n`);
    const about = withoutLinks(firstParagraph(head.split("\n")).join(" "));
    return { about, symbols: symbols.join("") };
  }
}

/** An export and its members. */
function symbolOf([signature = "", ...lines]: readonly string[]): string {
  const members: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, member] = line.match(/^ {2}(?! |@)(.*)$/) ?? [];
    const below = lines.slice(index + 1);
    // Text of the export itself has nothing below it.
    if (member === undefined || !/^ {4}(?! )/.test(below[0] ?? "")) continue;
    members.push(`  - ${code(member)}${about(below, 4)}\n`);
  }
  return `- ${code(signature)}${about(lines, 2)}\n${members.join("")}`;
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
