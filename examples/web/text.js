// deno-lint-ignore-file no-control-regex -- that is what it is for
/**
 * Texts of a model or a command, made safe to look at: what steers a terminal is dropped or becomes a
 * colour, and what hides or turns text around is shown.
 *
 * @module
 */
import { atNextFrame, h } from "./dom.js";

const ESCAPES =
  /\x1b\[([0-?]*)[ -/]*([@-~]?)|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\|$)?|\x1b[PX^_][^\x1b]*(?:\x1b\\|$)?|\x1b[ -/]*[0-~]?/g;
const CONTROLS =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Shows controls, and marks that turn the direction of a text around, as what they are. */
function visible(text) {
  return text.replaceAll("\r\n", "\n").replaceAll(
    CONTROLS,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A text without the commands to a terminal that are in it. */
export function plain(text) {
  return visible(text.replaceAll(ESCAPES, ""));
}

/** What is not seen at all, such as tags and fillers. Emoji have such characters, so other texts keep them. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** A text of which every character counts, such as a command that is to be allowed. */
export function exact(text) {
  return visible(text).replaceAll(
    UNSEEN,
    (unseen) => `\\u{${unseen.codePointAt(0).toString(16)}}`,
  );
}

let base = "";

/** From now on paths below this folder are shown without it. */
export function setBase(folder) {
  base = `${folder}/`;
}

/** A path, exact, without the folder that everything is in. */
export function shortPath(path) {
  return exact(path.startsWith(base) ? path.slice(base.length) : path);
}

const STYLES = { 1: "bold", 2: "faint", 3: "italic", 4: "underline" };

/** The output of a command as elements: in its colours, and nothing else that a terminal would do. */
export function coloured(text) {
  const nodes = [];
  let classes = new Set();
  let from = 0;
  const push = (part) => {
    // What a carriage return goes back over was never meant to stay.
    const shown = visible(
      part.replaceAll("\r\n", "\n").split("\n")
        .map((line) => line.slice(line.lastIndexOf("\r", line.length - 2) + 1)).join("\n"),
    );
    if (shown === "") return;
    nodes.push(classes.size === 0 ? shown : h("span", { class: [...classes].join(" ") }, shown));
  };
  for (const { 0: { length }, 1: codes, 2: end, index } of text.matchAll(ESCAPES)) {
    push(text.slice(from, index));
    from = index + length;
    if (end === "m") classes = styled(classes, codes);
  }
  push(text.slice(from));
  return nodes;
}

/** The classes after a change of style. Colours beyond the 16 are left out. */
function styled(before, codes) {
  const classes = new Set(before);
  const drop = (prefix) => {
    for (const name of classes) if (name.startsWith(prefix)) classes.delete(name);
  };
  const list = codes.split(";").map(Number);
  for (let at = 0; at < list.length; at++) {
    const code = list[at];
    if (code === 0) classes.clear();
    else if (STYLES[code]) classes.add(STYLES[code]);
    else if (code === 22) drop("bold"), drop("faint");
    else if (code === 38 || code === 48) at += list[at + 1] === 5 ? 2 : 4;
    else if (code === 39) drop("fg-");
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
      drop("fg-");
      classes.add(`fg-${code % 10}`);
    }
  }
  return classes;
}

/** Characters that are shown of a text before it is asked for. */
const LIMIT = 20_000;
/** Characters of a part of a text that is shown whole; the browser lays out those in view. */
const CHUNK = 16_000;

/** A text that grows, and that may be very long: as much as is looked at is in the page. */
export class LongText {
  #pieces = [];
  #length = 0;
  #all = false;
  #tail;
  #render;
  #body;
  #more = h("button.more", { type: "button", hidden: true, onclick: () => this.#showAll() });

  /**
   * @param {{ tag?: string, tail?: boolean, render?: (text: string, into: Element) => void }} options
   * `tail`: the end is what counts. `render`: puts text into the element.
   */
  constructor(
    { tag = "div.text", tail = false, render = (text, into) => into.replaceChildren(plain(text)) } =
      {},
  ) {
    this.#tail = tail;
    this.#render = render;
    this.#body = h(tag);
    this.element = h("div.long", {}, ...tail ? [this.#more, this.#body] : [this.#body, this.#more]);
  }

  /** All of it. */
  get text() {
    if (this.#pieces.length > 1) this.#pieces = [this.#pieces.join("")];
    return this.#pieces[0] ?? "";
  }

  append(text) {
    this.#pieces.push(text);
    this.#length += text.length;
    atNextFrame(this, () => this.#draw());
  }

  set(text) {
    if (text.length === this.#length && text === this.text) return;
    this.#pieces = [text];
    this.#length = text.length;
    atNextFrame(this, () => this.#draw());
  }

  #draw() {
    const { text } = this;
    this.element.classList.toggle("empty", text === "");
    const hidden = text.length - LIMIT;
    this.#more.hidden = this.#all || hidden <= 0;
    if (!this.#more.hidden) {
      this.#more.textContent = this.#tail
        ? `Show the ${size(hidden)} before this`
        : `Show all (${size(text.length)})`;
    }
    if (this.#all) return this.#drawAll(text);
    if (hidden > 0 && !this.#tail && this.#body.dataset.cut) return;
    if (hidden > 0) this.#body.dataset.cut = "true";
    this.#render(
      hidden <= 0 ? text : this.#tail ? text.slice(-LIMIT) : text.slice(0, LIMIT),
      this.#body,
    );
  }

  #showAll() {
    this.#all = true;
    this.#body.replaceChildren();
    this.#draw();
    this.#body.tabIndex = -1;
    this.#body.focus({ preventScroll: true });
  }

  #drawAll(text) {
    // The last chunk may have grown; those before it stay as they are.
    const done = Math.max(0, this.#body.childElementCount - 1);
    this.#body.lastElementChild?.remove();
    const chunks = [];
    for (let at = done * CHUNK; at < text.length; at += CHUNK) {
      chunks.push(h("span.chunk", {}, plain(text.slice(at, at + CHUNK))));
    }
    this.#body.append(...chunks);
  }
}

/** A number of characters, for people. */
export function size(count) {
  if (count < 1_000) return `${count} characters`;
  return count < 1_000_000
    ? `${Math.round(count / 1_000)} K`
    : `${(count / 1_000_000).toFixed(1)} M`;
}
