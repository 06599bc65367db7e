/**
 * What the agent does: commands, and calls of tools.
 *
 * @module
 */
import { h } from "./dom.js";
import { coloured, exact, LongText } from "./text.js";

/** A shell of the system's. What else is called so may be the model's own. */
const WRAPPED = /^(?:\/usr)?\/bin\/(?:ba|da|z)?sh -lc (['"]?)([^]*)\1$/;

/** The command without the user's shell around it: `/bin/bash -lc 'sh greet.sh'`. */
export function unwrapped(command) {
  const [, , inner] = command.match(WRAPPED) ?? [];
  return exact(inner ?? command);
}

/** What is put together from parts, for people. */
export function pretty(value) {
  return exact(typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "");
}

/** A command, its output, and how it ended. */
export function command() {
  const title = h("code.title");
  const state = status();
  const output = new LongText({
    tag: "pre.output",
    tail: true,
    render(text, into) {
      into.replaceChildren(...coloured(text));
      into.scrollTop = into.scrollHeight;
    },
  });
  output.element.firstElementChild.nextElementSibling.tabIndex = 0;
  output.element.classList.add("empty");
  return {
    element: h(
      "section.item.card.command",
      { "aria-label": "Command" },
      h("div.bar", {}, icon("run"), title, state.element),
      output.element,
    ),
    update(item) {
      title.textContent = unwrapped(item.command ?? "");
      const code = item.exit_code ?? null;
      const seconds = item.duration_ms == null ? "" : `, ${(item.duration_ms / 1000).toFixed(1)} s`;
      state.set(item.status, code === null ? undefined : `exit code ${code}${seconds}`);
      if (item.aggregated_output) output.set(item.aggregated_output);
    },
    delta: (delta) => output.append(delta),
    waits: state.waits,
  };
}

/** A call of a tool. */
export function call(name) {
  const title = h("code.title");
  const state = status();
  const args = new LongText({ tag: "pre.output" });
  const result = new LongText({ tag: "pre.output", tail: true });
  const body = h(
    "details.inside",
    {},
    h("summary", {}, "Arguments and result"),
    args.element,
    result.element,
  );
  return {
    element: h(
      "section.item.card",
      { "aria-label": "Tool call" },
      h("div.bar", {}, icon("tool"), title, state.element),
      body,
    ),
    update(item) {
      title.textContent = exact(name(item));
      state.set(item.status);
      args.set(pretty(item.arguments ?? item.prompt ?? {}));
      const given = item.error ?? item.result?.content ?? item.content;
      if (given) result.set(pretty(given.map?.((part) => part.text ?? part).join?.("\n") ?? given));
    },
    delta: (delta) => result.append(`${delta}\n`),
    waits: state.waits,
  };
}

/** How something stands, in a word, and not by its colour alone. */
export function status() {
  const element = h("span.status", { "data-status": "in_progress" }, "running");
  let isAsked = false;
  let text = "running";
  const show = () => {
    element.textContent = isAsked && element.dataset.status === "in_progress"
      ? "waiting for you"
      : text;
  };
  return {
    element,
    set(status = "in_progress", words) {
      element.dataset.status = status;
      text = words ?? (status === "in_progress" ? "running" : status);
      show();
    },
    /** Whether somebody has to answer before it goes on. */
    waits(isWaiting) {
      isAsked = isWaiting;
      show();
    },
  };
}

/** A small drawing, made by the style sheet. */
export function icon(name) {
  return h(`span.icon.${name}`, { "aria-hidden": true });
}
