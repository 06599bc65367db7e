/**
 * The thread that is looked at.
 *
 * @module
 */
import { Conversation } from "./conversation.js";
import { byId } from "./dom.js";
import { Questions } from "./questions.js";
import { titleOf } from "./threads.js";

/** What each state is called. */
const STATES = {
  idle: "idle",
  running: "working",
  asking: "asks you",
  lost: "Codex was lost",
  reconnecting: "reconnecting …",
};

/** Shows a thread, and follows it until it is closed. */
export class ThreadPage {
  /** The thread, or null where there is none yet. */
  thread;
  questions;
  #conversation;
  #closed = new AbortController();
  #info;
  #page;
  #connected = true;
  #skips = false;

  /**
   * @param thread The client's thread, or null.
   * @param info What the list knows of it.
   * @param page `refresh` fetches the list again; `act` shows what goes wrong.
   */
  constructor(thread, info, page) {
    this.thread = thread;
    this.#info = info ?? {};
    this.#page = page;
    this.questions = new Questions((id, decision) => thread.answer(id, decision));
    this.#conversation = new Conversation(byId("turns"));
    byId("usage").hidden = true;
    byId("welcome").hidden = thread !== null;
    const { signal } = this.#closed;
    byId("title").addEventListener("change", page.act(() => this.#rename()), { signal });
    byId("archive").addEventListener("click", page.act(() => this.#archive()), { signal });
    this.#title();
    this.#state();
  }

  /** Whether a turn is under way. */
  get running() {
    return this.#conversation.running;
  }

  /** Shows the thread, to its close. */
  async run() {
    if (this.thread === null) return;
    const { signal } = this.#closed;
    let details = await this.#load();
    while (!signal.aborted) {
      const { log } = details;
      if (log.last < log.from) this.#live();
      const events = this.thread.events({
        after: log.from - 1,
        log: log.id,
        signal,
        onConnectionChange: (state) => {
          this.#connected = state === "connected";
          this.#state();
        },
      });
      for await (const { n, event } of events) {
        // The log has begun anew, or has let go of what was not seen: all is read again.
        if (event.type === "log.truncated") break;
        if (event.type === "turn.started") this.#skips = false;
        if (!this.#skips) this.#apply(event);
        if (n >= log.last) this.#live();
      }
      if (!signal.aborted) details = await this.#load();
    }
  }

  close() {
    this.#closed.abort();
    this.questions.close();
  }

  /** Reads the thread, and shows the turns of which no events are kept. */
  async #load() {
    const details = await this.thread.read();
    if (this.#closed.signal.aborted) return details;
    this.#info = details;
    this.#conversation = new Conversation(byId("turns"));
    this.questions.reset(details.questions);
    const kept = new Set(details.log.turns);
    const { turns, state, log } = details;
    const last = turns.at(-1);
    const isPartial = log.from > 1 && (state === "running" || state === "asking") &&
      last?.status === "inProgress" && !kept.has(last.id);
    for (const turn of turns) {
      if (kept.has(turn.id)) continue;
      if (isPartial && turn === last) this.#conversation.resume(turn);
      else this.#conversation.past(turn);
    }
    // The first events may be the last ones of a turn that is shown already.
    this.#skips = log.from > 1 && !isPartial;
    this.#title();
    this.#state();
    return details;
  }

  #live() {
    this.#conversation.goLive();
  }

  #apply(event) {
    if (event.type === "question") {
      this.questions.ask(event.question);
      this.#page.refresh();
    } else if (event.type === "question.resolved") {
      this.#conversation.note(this.questions.resolve(event));
    } else if (event.type === "turn.usage") this.#usage(event);
    else this.#conversation.apply(event);
    if (event.type !== "item.delta") this.#conversation.waiting(this.questions.items);
    if (/^(turn\.(started|completed|failed|interrupted)|question\.resolved)$/.test(event.type)) {
      this.#page.refresh();
    }
    this.#state();
  }

  #usage({ total, last, context_window: room }) {
    byId("usage").hidden = false;
    const held = last.input_tokens + last.output_tokens;
    const meter = byId("context");
    meter.value = room ? Math.min(1, held / room) : 0;
    const percent = room ? `${Math.round(100 * meter.value)} %` : "";
    meter.textContent = percent;
    meter.title = `${held} tokens${room ? ` of ${room}` : ""}`;
    byId("tokens").textContent = `${percent} · ${short(total.input_tokens)} in, ${
      short(total.output_tokens)
    } out`;
  }

  /** The list has been fetched again: a thread has its title from its first turn on. */
  retitle(info) {
    if (info === undefined || document.activeElement === byId("title")) return;
    this.#info = info;
    this.#title();
  }

  #title() {
    const title = byId("title");
    title.disabled = this.thread === null;
    byId("archive").disabled = this.thread === null;
    title.value = this.thread === null ? "New thread" : titleOf(this.#info);
    document.title = `${title.value} · Codex`;
  }

  #state() {
    const { running } = this;
    const state = !this.#connected
      ? "reconnecting"
      : this.questions.count > 0
      ? "asking"
      : running
      ? "running"
      : "idle";
    const element = byId("state");
    if (element.dataset.state !== state) element.textContent = STATES[state];
    element.dataset.state = state;
    byId("send").textContent = running ? "Steer" : "Send";
    byId("queue").hidden = byId("interrupt").hidden = !running;
    byId("prompt").placeholder = running
      ? "Say something to Codex while it works"
      : "Say what to do";
  }

  async #rename() {
    await this.thread.rename(byId("title").value.trim());
    await this.#page.refresh();
  }

  async #archive() {
    await this.thread.archive();
    location.hash = "";
    await this.#page.refresh();
  }
}

function short(count) {
  return count < 10_000 ? String(count) : `${Math.round(count / 1_000)} K`;
}
