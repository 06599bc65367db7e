/**
 * Changes of files.
 *
 * @module
 */
import { h } from "./dom.js";
import { exact, shortPath } from "./text.js";

const KINDS = { add: "Added", delete: "Deleted", update: "Changed" };
/** Lines that are shown of a file before more is asked for, and then at a time. */
const LINES = 300;
/** Characters of a line. */
const WIDTH = 2_000;

/** The files of a patch, each with its diff. */
export function files(changes, open = true) {
  return h("div.files", {}, ...changes.map((change) => file(change, open)));
}

function file({ path, kind, diff = "", move_path, movePath = move_path }, open) {
  // Of a file that is added or deleted there is its text; else a unified diff.
  const sign = { add: "+", delete: "-" }[kind];
  const lines = diff.replace(/\n$/, "").split("\n").map((line) => sign ? sign + line : line);
  const header = sign ? 0 : Math.max(0, lines.findIndex((line) => line.startsWith("@@")));
  const count = (mark) => lines.filter((line, at) => at >= header && line[0] === mark).length;
  const body = h("pre.diff", { tabindex: 0 });
  const more = h("button.more", { type: "button", onclick: () => show(lines.length) });
  const show = (end) => {
    const from = body.childElementCount;
    body.append(...lines.slice(from, end).map((line, at) => row(line, from + at < header)));
    more.hidden = end >= lines.length;
    more.textContent = `Show the other ${lines.length - end} lines`;
  };
  show(LINES);
  return h(
    "details.file",
    { open },
    h(
      "summary",
      {},
      h(
        `span.kind.${sign === "+" ? "add" : sign === "-" ? "del" : "upd"}`,
        {},
        KINDS[kind] ?? kind,
      ),
      h(
        "span.path",
        {},
        movePath ? `${shortPath(path)} → ${shortPath(movePath)}` : shortPath(path),
      ),
      h("span.added", { "aria-label": `${count("+")} lines added` }, `+${count("+")}`),
      h("span.removed", { "aria-label": `${count("-")} lines removed` }, `−${count("-")}`),
    ),
    body,
    more,
  );
}

function row(line, isHeader) {
  const kind = isHeader || line.startsWith("@@")
    ? "hunk"
    : { "+": "add", "-": "del" }[line[0]] ?? "same";
  const cut = line.length > WIDTH ? `${line.slice(0, WIDTH)} … (${line.length} characters)` : line;
  return h(`span.row.${kind}`, {}, exact(cut) + "\n");
}
