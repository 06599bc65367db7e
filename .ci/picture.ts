/**
 * A picture of the demo's output for README: `deno task picture`.
 *
 * @module
 */
import { join } from "node:path";
import { ROOT } from "./command.ts";

const COLUMNS = 84;
const LINE = 20;
const LETTER = 8.43;
const MARGIN = 20;
const BAR = 36;
const INDENT = " ".repeat(7);

const COLOURS: readonly (readonly [RegExp, string])[] = [
  [/^\s*✓/, "#3fb950"],
  [/^(Codex|You)\b/, "#79c0ff"],
  [/^(Runs|Model|thread)\b/, "#8b949e"],
];

/** The text of a terminal as an SVG. */
export function picture(text: string): string {
  const lines = text.trimEnd().split("\n").flatMap(wrapped);
  const width = Math.round(COLUMNS * LETTER + 2 * MARGIN);
  const height = lines.length * LINE + BAR + MARGIN;
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map((colour, index) =>
    `<circle cx="${MARGIN + index * 18}" cy="18" r="6" fill="${colour}"/>`
  );
  const rows = lines.map((line, index) => {
    const colour = COLOURS.find(([words]) => words.test(line))?.[1] ?? "#e6edf3";
    const y = BAR + MARGIN / 2 + (index + 0.5) * LINE;
    return `<text x="${MARGIN}" y="${y}" fill="${colour}" xml:space="preserve">${
      escaped(line)
    }</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="The output of the demo">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    ...dots,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">`,
    ...rows,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function wrapped(line: string): string[] {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > COLUMNS) {
    const blank = rest.lastIndexOf(" ", COLUMNS);
    const end = blank > INDENT.length ? blank : COLUMNS;
    parts.push(rest.slice(0, end));
    rest = INDENT + rest.slice(end).trimStart();
  }
  return [...parts, rest];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

if (import.meta.main) {
  const { stdout, code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(ROOT, "examples", "demo.ts"), "--offline"],
    env: { NO_COLOR: "1" },
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error(`the demo ended with code ${code}`);
  // What changes from run to run would change the picture for nothing.
  const text = new TextDecoder().decode(stdout)
    .replace(/^(Model: offline).*$/m, "$1, a scripted stand-in")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "01a201f0-88ca-7681-ada4-692e81620abf")
    .replaceAll(/\/\S*codex-example-\w+/g, "/tmp/codex-example");
  await Deno.writeTextFile(join(ROOT, "docs", "images", "demo.svg"), picture(text));
}
