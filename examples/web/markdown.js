/**
 * The little of Markdown that answers use: paragraphs, lists, headings, code. Links and images stay text.
 *
 * @module
 */
import { h } from "./dom.js";
import { plain } from "./text.js";

/** Puts a text into an element. Blocks that have not changed stay, with what is selected in them. */
export function markdown(text, into) {
  const sources = blocksOf(plain(text));
  const old = into.blocks ?? [];
  let same = 0;
  while (same < old.length && same < sources.length && old[same] === sources[same]) same++;
  while (into.childNodes.length > same) into.lastChild.remove();
  into.append(...sources.slice(same).map(block));
  into.blocks = sources;
}

/** The sources of the blocks. */
function blocksOf(text) {
  const blocks = [];
  let lines = [];
  let fence = false;
  const flush = () => {
    if (lines.some((line) => line.trim() !== "")) blocks.push(lines.join("\n"));
    lines = [];
  };
  for (const line of text.split("\n")) {
    const isFence = /^ {0,3}```/.test(line);
    if (isFence && !fence) flush();
    if (!fence && !isFence && (line.trim() === "" || /^#{1,6} /.test(line))) flush();
    lines.push(line);
    if (isFence && fence) flush();
    else if (!fence && /^#{1,6} /.test(line)) flush();
    if (isFence) fence = !fence;
  }
  flush();
  return blocks;
}

function block(source) {
  const [first = "", ...rest] = source.replace(/^\n+/, "").split("\n");
  if (/^ {0,3}```/.test(first)) {
    const body = /^ {0,3}```/.test(rest.at(-1) ?? "") ? rest.slice(0, -1) : rest;
    return h("pre.code", { tabindex: 0 }, h("code", {}, body.join("\n")));
  }
  if (/^#{1,6} /.test(first)) return h("p.heading", {}, ...inline(first.replace(/^#+ /, "")));
  const lines = [first, ...rest];
  if (lines.every((line) => /^\s*([-*]|\d+[.)]) /.test(line))) {
    const list = /^\s*\d/.test(first) ? "ol" : "ul";
    return h(
      list,
      {},
      ...lines.map((line) => h("li", {}, ...inline(line.replace(/^\s*\S+ /, "")))),
    );
  }
  return h("p", {}, ...inline(lines.join("\n")));
}

/** Code and bold text within a line. */
function inline(text) {
  return text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/).filter(Boolean).map((part) => {
    if (/^`[^`]+`$/.test(part)) return h("code", {}, part.slice(1, -1));
    return /^\*\*[^*]+\*\*$/.test(part) ? h("strong", {}, part.slice(2, -2)) : part;
  });
}
