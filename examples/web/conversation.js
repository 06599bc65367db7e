/**
 * The turns of a thread: those of the past, and what events tell of the ones since.
 *
 * @module
 */
import { announce, atNextFrame, h } from "./dom.js";
import { itemView } from "./items.js";
import { planView } from "./plan.js";
import { plain } from "./text.js";

const ENDS = {
  "turn.completed": "completed",
  "turn.failed": "failed",
  "turn.interrupted": "interrupted",
};
const WORDS = {
  completed: "Done",
  failed: "Failed",
  interrupted: "Interrupted",
  inProgress: "In progress elsewhere",
};
/** Items whose end is worth telling to those who hear the page. */
const TOLD = {
  agent_message: ({ text }) => `Codex: ${plain(text ?? "").slice(0, 500)}`,
  command_execution: ({ status, exit_code: code }) =>
    `Command ${status}${code == null ? "" : `, exit code ${code}`}`,
  file_change: ({ status }) => `File changes ${status}`,
};

/** The conversation of a thread, in an element. */
export class Conversation {
  #list;
  #turn = null;
  #queued = new Map();
  #past = new Map();
  #tell = () => {};

  /** @param {Element} list Where the turns go. */
  constructor(list) {
    this.#list = list;
    list.replaceChildren();
  }

  /** From now on what happens is told to those who hear the page; what is caught up with is not. */
  goLive() {
    this.#tell = announce;
  }

  /** Whether a turn is under way. */
  get running() {
    return this.#turn !== null;
  }

  /** Shows a turn of the past. */
  past({ id, status, items, error }) {
    const turn = this.#begin();
    for (const item of items) turn.update(item);
    this.#turn = null;
    turn.end(status, error?.message);
    this.#past.set(id, turn);
  }

  /** Shows what was said in the turn under way, of whose events the first ones are kept no longer. */
  resume({ items }) {
    const turn = this.#begin();
    for (const item of items) if (item.type === "user_message") turn.update(item);
    turn.note("The beginning of this turn is no longer kept.");
  }

  /** Shows what an event tells. */
  apply(event) {
    const end = ENDS[event.type];
    if (end !== undefined) return this.#end(end, event);
    switch (event.type) {
      case "message.queued":
        return this.#queue(event);
      case "turn.started":
        this.#queued.get(event.message_id)?.remove();
        // It began while the thread was read, and is told once more.
        this.#past.get(event.turn_id)?.element.remove();
        // Warnings may come before it.
        return void this.#open().start();
      case "item.started":
      case "item.updated":
      case "item.completed":
        this.#open().update(event.item);
        if (event.type === "item.completed" && Object.hasOwn(TOLD, event.item.type)) {
          this.#tell(TOLD[event.item.type](event.item));
        }
        return;
      case "item.delta":
        return this.#open().delta(event);
      case "turn.plan":
        return this.#open().plan.steps(event.steps);
      case "error":
        return this.#open().warn(event.message);
    }
  }

  /** Shows which items wait for an answer. */
  waiting(ids) {
    this.#turn?.waiting(ids);
  }

  /** Notes how a question was answered. */
  note(text) {
    this.#open().note(text);
  }

  #open() {
    return this.#turn ?? this.#begin();
  }

  #begin() {
    this.#turn = new Turn();
    this.#list.append(this.#turn.element);
    return this.#turn;
  }

  #end(status, { message_id: message, error }) {
    this.#queued.get(message)?.remove();
    this.#open().end(status, error?.message);
    this.#turn = null;
    this.#tell(error ? `${WORDS[status]}: ${plain(error.message)}` : WORDS[status]);
  }

  #queue({ message_id: id, text }) {
    const element = h(
      "li.queued",
      {},
      h(
        "article.item.user",
        { "aria-label": "You, queued" },
        plain(text.slice(0, 2_000)),
      ),
      h("p.foot", {}, "Waiting for the current turn"),
    );
    this.#queued.set(id, element);
    this.#list.append(element);
  }
}

/** A turn, as it is shown. */
class Turn {
  #views = new Map();
  #waiting = new Set();
  #foot = h("p.foot.running", {}, "Working …");
  #body = h("div.items");
  #plan = null;
  #began = Date.now();

  constructor() {
    this.element = h("li.turn", { "aria-busy": true }, this.#body, this.#foot);
  }

  /** Its plan, which comes to be when it is asked for. */
  get plan() {
    if (this.#plan === null) {
      this.#plan = planView();
      this.#body.append(this.#plan.element);
    }
    return this.#plan;
  }

  start() {
    this.#began = Date.now();
  }

  update(item) {
    if (item.type === "todo_list") return this.plan.item(item);
    this.#view(item.id, item)?.update(item);
  }

  delta({ item_id: id, item_type: type, delta }) {
    this.#view(id, { type })?.delta(delta);
  }

  waiting(ids) {
    for (const id of [...this.#waiting, ...ids]) this.#views.get(id)?.waits?.(ids.has(id));
    this.#waiting = ids;
  }

  warn(message) {
    this.#view(Symbol(), { type: "error" }).update({ message });
  }

  note(text) {
    this.#body.append(h("p.note", {}, text));
  }

  end(status, reason) {
    this.element.setAttribute("aria-busy", String(status === "inProgress"));
    const seconds = ((Date.now() - this.#began) / 1000).toFixed(0);
    this.#foot.className = `foot ${status}`;
    this.#foot.textContent = reason
      ? `${WORDS[status]}: ${plain(reason)}`
      : `${WORDS[status]}${seconds > 1 ? ` after ${seconds} s` : ""}`;
    // What was under way when the turn ended will tell no more.
    for (const state of this.#body.querySelectorAll(".status[data-status=in_progress]")) {
      atNextFrame(state, () => {
        if (state.dataset.status !== "in_progress") return;
        state.dataset.status = "declined";
        state.textContent = "stopped";
      });
    }
  }

  #view(id, item) {
    let view = this.#views.get(id);
    if (view === undefined) {
      view = itemView(item.type, item);
      this.#views.set(id, view);
      if (view !== null) this.#body.append(view.element);
    }
    return view;
  }
}
