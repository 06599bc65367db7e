/**
 * The keyboard.
 *
 * @module
 */
import { byId, h } from "./dom.js";

/** Every shortcut: what is pressed, and what it does. The page's help is made of it. */
export const SHORTCUTS = [
  ["Enter", "Send; while Codex works, steer the current turn"],
  ["Shift+Enter", "A new line"],
  ["Ctrl+Enter", "Send; while Codex works, queue for the next turn"],
  ["Ctrl+.", "Interrupt the turn"],
  ["Alt+Q", "Go to the waiting question"],
  ["Alt+N", "A new thread"],
  ["Ctrl+K", "Search the threads; arrow keys move through them"],
  ["Alt+P", "Go to the prompt"],
  ["?", "Show this list, when not typing"],
];

/** Listens for the shortcuts that hold everywhere. */
export function listen({ interrupt, question, create, search }) {
  byId("shortcuts").append(
    ...SHORTCUTS.map(([keys, does]) =>
      h(
        "div",
        {},
        h("dt", {}, ...keys.split("+").map((key) => h("kbd", {}, key))),
        h("dd", {}, does),
      )
    ),
  );
  byId("help").addEventListener("click", () => byId("help-dialog").showModal());
  document.addEventListener("keydown", (event) => {
    const act = actOf(event, { interrupt, question, create, search });
    if (act === null) return;
    event.preventDefault();
    act();
  });
}

function actOf(event, { interrupt, question, create, search }) {
  const { altKey, code, key } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  // By the key's place where Alt makes another letter of it, as on a Mac.
  if (altKey && !ctrl && code === "KeyQ") return question;
  if (altKey && !ctrl && code === "KeyN") return create;
  if (altKey && !ctrl && code === "KeyP") return () => byId("prompt").focus();
  if (ctrl && key === ".") return interrupt;
  if (ctrl && key.toLowerCase() === "k") return search;
  if (key === "?" && !event.target.matches("input, textarea")) {
    return () => byId("help-dialog").showModal();
  }
  return null;
}
