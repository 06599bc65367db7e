/**
 * The items of a turn: a view for each kind, made once and told what changes.
 *
 * @module
 */
import { h } from "./dom.js";
import { files } from "./diff.js";
import { markdown } from "./markdown.js";
import { LongText, plain } from "./text.js";
import { call, command, icon, pretty, status } from "./tool_items.js";

/**
 * A view of an item, or null for one that is shown elsewhere or not at all.
 *
 * @returns {{ element: Element, update(item: object): void, delta(text: string): void } | null}
 */
export function itemView(type, item = {}) {
  const make = Object.hasOwn(VIEWS, type) ? VIEWS[type] : other;
  return make(item);
}

const VIEWS = {
  user_message(item) {
    const text = new LongText();
    return {
      element: h("article.item.user", { "aria-label": "You" }, text.element),
      update: ({ content = [] }) =>
        text.set(
          content.map((part) => part.text ?? `[${part.type} ${part.path ?? ""}]`).join("\n"),
        ),
      delta: (delta) => text.append(delta),
      item,
    };
  },
  agent_message() {
    const text = new LongText({
      tag: "div.text.markdown",
      render: (text, into) => markdown(text, into),
    });
    const element = h("article.item.agent", { "aria-label": "Codex" }, text.element);
    return {
      element,
      update(item) {
        text.set(item.text ?? "");
        element.classList.toggle("commentary", item.phase === "commentary");
      },
      delta: (delta) => text.append(delta),
    };
  },
  plan: () => VIEWS.agent_message(),
  reasoning() {
    const text = new LongText({
      tag: "div.text.markdown",
      render: (text, into) => markdown(text, into),
    });
    return {
      element: h("details.item.reasoning", {}, h("summary", {}, "Thought"), text.element),
      update: (item) => text.set(item.text || (item.content ?? []).join("\n\n")),
      delta: (delta) => text.append(delta),
    };
  },
  command_execution: () => command(),
  file_change() {
    const title = h("span.title", {}, "Changes");
    const state = status();
    const body = h("div.body");
    let shown = "";
    return {
      element: h(
        "section.item.card",
        { "aria-label": "File changes" },
        h("div.bar", {}, icon("edit"), title, state.element),
        body,
      ),
      update({ changes = [], status }) {
        state.set(status, { completed: "applied" }[status]);
        title.textContent = changes.length === 1
          ? "Changes a file"
          : `Changes ${changes.length} files`;
        // As long as it is asked about, the question shows it.
        const open = status !== "in_progress";
        const text = JSON.stringify([open, changes]);
        if (text !== shown) body.replaceChildren(files(changes, open));
        shown = text;
      },
      delta() {},
      waits: state.waits,
    };
  },
  mcp_tool_call: () => call(({ server, tool }) => `${server}.${tool}`),
  dynamic_tool_call: () => call(({ tool, namespace }) => namespace ? `${namespace}.${tool}` : tool),
  collab_tool_call: () => call(({ tool }) => `agents: ${tool}`),
  web_search: () => line("search", ({ query }) => `Searched the web: ${query || "…"}`),
  image_view: () => line("image", ({ path }) => `Looked at ${path}`),
  context_compaction: () => line("dots", () => "Summarized the conversation to make room"),
  error: () => line("warning", ({ message }) => message, "warning"),
  // The plan has a place of its own.
  todo_list: () => null,
  sleep: () => null,
};

/** Something that takes a line. */
function line(image, text, kind = "") {
  const words = new LongText({ tag: "span" });
  return {
    element: h(`div.item.line${kind && `.${kind}`}`, {}, icon(image), words.element),
    update: (item) => words.set(text(item) ?? ""),
    delta() {},
  };
}

/** What this page does not know yet. */
function other() {
  const title = h("summary");
  const body = new LongText({ tag: "pre.output" });
  return {
    element: h("details.item.reasoning", {}, title, body.element),
    update(item) {
      title.textContent = plain(String(item.type)).replaceAll("_", " ");
      body.set(pretty(item));
    },
    delta: (delta) => body.append(delta),
  };
}
