/**
 * The plan of a turn, and how far it has come.
 *
 * @module
 */
import { h } from "./dom.js";
import { plain } from "./text.js";

const WORDS = { pending: "to do", in_progress: "under way", completed: "done" };

/** A plan that can be told its steps. */
export function planView() {
  const count = h("span.status");
  const bar = h("progress", { "aria-label": "Steps done", max: 1, value: 0 });
  const list = h("ol.steps");
  let live = false;
  const show = (steps) => {
    const done = steps.filter(({ status }) => status === "completed").length;
    count.textContent = `${done} of ${steps.length}`;
    bar.max = Math.max(1, steps.length);
    bar.value = done;
    list.replaceChildren(...steps.map(({ text, status }) =>
      h(
        "li",
        { "data-status": status, "aria-current": status === "in_progress" ? "step" : null },
        h("span", {}, plain(text)),
        h("span.hidden", {}, ` (${WORDS[status] ?? plain(String(status))})`),
      )
    ));
  };
  return {
    element: h(
      "section.item.card.plan",
      { "aria-label": "Plan" },
      h(
        "div.bar",
        {},
        h("span.icon.list", { "aria-hidden": true }),
        h("span.title", {}, "Plan"),
        bar,
        count,
      ),
      list,
    ),
    /** The steps of `turn.plan`, which tells the one under way. */
    steps(steps) {
      live = true;
      show(steps);
    },
    /** The item `todo_list`, which tells less. */
    item({ items = [] }) {
      if (live) return;
      show(
        items.map(({ text, completed }) => ({ text, status: completed ? "completed" : "pending" })),
      );
    },
  };
}
