/**
 * What Codex asks: a card for each question, with a button for each decision.
 *
 * @module
 */
import { byId, h, showError } from "./dom.js";
import { bodyOf, subject } from "./question_bodies.js";
import { exact, plain } from "./text.js";

const TITLES = {
  command: ({ action, network }) =>
    network
      ? `Codex wants to reach ${exact(network.host)}`
      : action === "write_input"
      ? "Codex wants to write to a command"
      : "Codex wants to run a command",
  file_change: ({ changes }) =>
    `Codex wants to change ${changes.length === 1 ? "a file" : `${changes.length} files`}`,
  mcp_tool: ({ server, tool }) => `Codex wants to call ${exact(`${server}.${tool}`)}`,
  permissions: () => "Codex wants more permissions",
  user_input: () => "Codex asks",
  elicitation: ({ server }) => `${exact(server)} asks`,
};
const LABELS = {
  accept: "Allow",
  accept_for_session: "Allow for this session",
  accept_with_amendment: "Always allow such commands",
  answer: "Answer",
  decline: "Decline",
  cancel: "Decline and stop",
};
const DONE = {
  accept: "Allowed",
  accept_for_session: "Allowed for this session",
  accept_with_amendment: "Allowed from now on",
  answer: "Answered",
  decline: "Declined",
  cancel: "Declined, and stopped",
};

/** The questions of a thread that wait, below the conversation. */
export class Questions {
  #cards = new Map();
  #answer;
  #timer = setInterval(() => this.#tick(), 1_000);

  /** @param {(id: string, decision: unknown) => Promise<void>} answer Sends an answer. */
  constructor(answer) {
    this.#answer = answer;
    byId("questions").replaceChildren();
  }

  /** How many wait. */
  get count() {
    return this.#cards.size;
  }

  /** The items that wait for an answer. */
  get items() {
    return new Set([...this.#cards.values()].map(({ question: { itemId } }) => itemId));
  }

  /** From now on these wait, and no others. */
  reset(questions) {
    this.#cards.clear();
    byId("questions").replaceChildren();
    for (const question of questions) this.ask(question);
  }

  ask(question) {
    if (this.#cards.has(question.id)) return;
    const card = this.#card(question);
    this.#cards.set(question.id, { ...card, question });
    byId("questions").append(card.element);
    byId("alert").textContent = `${card.title}. Alt+Q goes to the question.`;
    this.#tick();
  }

  /** The question needs no answer any more; gives what became of it, for the conversation. */
  resolve({ question_id: id, by, decision }) {
    const card = this.#cards.get(id);
    this.#cards.delete(id);
    card?.element.remove();
    byId("alert").textContent = "";
    const words = by === "answer"
      ? DONE[decision] ?? plain(String(decision))
      : by === "timeout"
      ? "Declined: nobody answered"
      : "Withdrawn";
    return card === undefined ? words : `${words}: ${subject(card.question)}`;
  }

  /** Goes to the first question. */
  focus() {
    byId("questions").querySelector("summary, input, textarea, .buttons button")?.focus();
  }

  close() {
    clearInterval(this.#timer);
    byId("questions").replaceChildren();
    byId("alert").textContent = "";
  }

  #card(question) {
    const title = TITLES[question.kind]?.(question) ?? `Codex asks: ${plain(question.kind)}`;
    const clock = h("span.clock");
    const { element: body, read } = bodyOf(question);
    const buttons = question.decisions.map((decision) =>
      h(`button.${/^(accept|answer)$/.test(decision) ? "primary" : "quiet"}`, {
        type: "button",
        "data-decision": decision,
        onclick: () => this.#give(question, () => read(decision)),
      }, LABELS[decision] ?? plain(decision))
    );
    const element = h(
      "section.question",
      { "aria-label": title },
      h("div.bar", {}, h("strong.title", {}, title), clock),
      question.reason ? h("p.reason", {}, plain(question.reason)) : null,
      body,
      h("div.buttons", { role: "group", "aria-label": "Decisions" }, ...buttons),
    );
    return { element, title, clock };
  }

  async #give(question, read) {
    const { element } = this.#cards.get(question.id) ?? {};
    const buttons = [...element?.querySelectorAll("button") ?? []];
    for (const button of buttons) button.disabled = true;
    try {
      await this.#answer(question.id, read());
      byId("prompt").focus();
    } catch (error) {
      for (const button of buttons) button.disabled = false;
      // Another page was faster: the card goes with the event that tells so.
      if (error.status !== 409) showError(error);
    }
  }

  #tick() {
    for (const { clock, question: { expiresAt } } of this.#cards.values()) {
      if (expiresAt === null || expiresAt === undefined) continue;
      const left = Math.max(0, Math.round((expiresAt - Date.now()) / 1000));
      clock.textContent = `declined automatically in ${Math.floor(left / 60)}:${
        String(left % 60).padStart(2, "0")
      }`;
    }
  }
}
