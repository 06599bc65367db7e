/**
 * The list of threads, with its search.
 *
 * @module
 */
import { byId, h } from "./dom.js";
import { plain } from "./text.js";

/** The title of a thread. */
export function titleOf({ name, preview }) {
  return plain(name || preview || "New thread").replaceAll("\n", " ").slice(0, 120);
}

/** The threads at the side of the page. */
export class ThreadList {
  #threads = [];
  #current = null;
  #open;
  #load;

  /**
   * @param {() => Promise<object[]>} load Fetches them.
   * @param {(id: string) => void} open Goes to one.
   */
  constructor(load, open) {
    this.#load = load;
    this.#open = open;
    byId("search").addEventListener("input", () => this.#draw());
    byId("threads").addEventListener("keydown", (event) => move(event));
    byId("search").addEventListener("keydown", (event) => {
      const first = byId("threads").querySelector("button");
      if (event.key === "ArrowDown") first?.focus();
      else if (event.key === "Enter") first?.click();
      else return;
      event.preventDefault();
    });
  }

  /** Fetches the list again. */
  async refresh() {
    this.#threads = await this.#load();
    this.#draw();
  }

  /** Marks the thread that is shown. */
  select(id) {
    this.#current = id;
    this.#draw();
  }

  /** The thread with an id, as the list knows it. */
  find(id) {
    return this.#threads.find((thread) => thread.id === id);
  }

  #draw() {
    const wanted = byId("search").value.trim().toLowerCase();
    const found = this.#threads.filter((thread) =>
      `${thread.name ?? ""} ${thread.preview ?? ""}`.toLowerCase().includes(wanted)
    );
    byId("threads").replaceChildren(...found.map((thread) => this.#row(thread)));
    byId("no-threads").textContent = found.length > 0
      ? ""
      : wanted
      ? "Nothing found"
      : "No threads yet";
  }

  #row(thread) {
    const { id, state, updatedAt } = thread;
    const busy = state === "running" || state === "asking";
    return h(
      "li",
      {},
      h(
        "button.thread",
        {
          type: "button",
          "aria-current": id === this.#current ? "page" : null,
          onclick: () => this.#open(id),
        },
        h("span.name", {}, titleOf(thread)),
        h("span.when", {}, busy ? { running: "working", asking: "asks" }[state] : ago(updatedAt)),
      ),
    );
  }
}

/** Arrow keys go from thread to thread. */
function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...byId("threads").querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement) + step;
  if (at < 0) byId("search").focus();
  else buttons[at]?.focus();
}

/** How long ago a time is, by Unix seconds. */
function ago(seconds) {
  const minutes = Math.max(0, Math.floor((Date.now() / 1000 - seconds) / 60));
  if (!Number.isFinite(minutes)) return "";
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1_440)} d`;
}
