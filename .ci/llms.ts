/**
 * `llms.txt`, for programs that read before they write code: what documents there are, and what
 * every entry exports. `deno task llms` writes it; a test holds it against its sources.
 *
 * @module
 */
import { basename, join } from "node:path";
import { filesBelow, must, ROOT } from "./command.ts";
import { ENTRIES, importName } from "./entries.ts";
import { anchorsOf } from "./links.ts";
import { type Defaults, defaultsOf, Reference } from "./reference.ts";

/** Of these there is a name for each method and notification of Codex's protocol: too many to list. */
const TYPES_ALONE = ["./protocol"];
const FILE = join(ROOT, "llms.txt");

/** What is wrong with the file, or null. */
export async function llmsProblem(): Promise<string | null> {
  const text = await Deno.readTextFile(FILE).catch(() => "");
  return text === await llmsText()
    ? null
    : "llms.txt does not match README, docs and the reference: run `deno task llms`, and commit it";
}

/** The text, as its sources make it now. */
export async function llmsText(): Promise<string> {
  const { name }: { name: string } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  const documents = [join(ROOT, "README.md"), ...await filesBelow(join(ROOT, "docs"), ".md")];
  const outlines = documents.map(async (path) => {
    const place = basename(path) === "README.md" ? "README.md" : `docs/${basename(path)}`;
    return outline(place, await Deno.readTextFile(path));
  });
  const entries = Object.entries(ENTRIES).map(([entry, path]) => docOf(entry, path));
  const reference = new Reference();
  const parts = (await Promise.all(entries)).map(({ entry, text, defaults }) => {
    const { about, symbols } = reference.entry(text, defaults);
    const listed = TYPES_ALONE.includes(entry) ? "" : `\n${symbols}`;
    return `## ${importName(entry)}\n\n${about}\n${listed}`;
  });
  const [main] = parts;
  return [
    `# ${name}\n`,
    `> ${main?.split("\n\n")[1]?.replaceAll("\n", " ") ?? ""}\n`,
    "## Documents\n",
    `${(await Promise.all(outlines)).join("\n")}\n`,
    parts.join("\n").trimEnd() + "\n",
  ].join("\n");
}

/** A document's title, and links to its sections. */
export function outline(place: string, markdown: string): string {
  const prose = markdown.replaceAll(/^(```|~~~)[^]*?^\1/gm, "");
  const anchors = anchorsOf(markdown);
  const headings = Array.from(
    prose.matchAll(/^(#{1,6}) +(.*)$/gm),
    ([, level = "", text = ""], index) => ({ level, text, anchor: anchors[index] ?? "" }),
  );
  const title = headings.find(({ level }) => level === "#")?.text ?? place;
  const sections = headings.filter(({ level }) => level === "##")
    .map(({ text, anchor }) => `[${text}](${place}#${anchor})`);
  return `- [${title}](${place})${sections.length === 0 ? "" : `: ${sections.join(", ")}`}`;
}

async function docOf(
  entry: string,
  path: string,
): Promise<{ entry: string; text: string; defaults: Defaults }> {
  const doc = (...args: string[]) =>
    must(Deno.execPath(), ["doc", ...args, path], { env: { NO_COLOR: "1" } });
  return { entry, text: await doc(), defaults: defaultsOf(JSON.parse(await doc("--json"))) };
}

if (import.meta.main) await Deno.writeTextFile(FILE, await llmsText());
