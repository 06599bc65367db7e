/**
 * What a question asks, and how an answer is read from the page.
 *
 * @module
 */
import { files } from "./diff.js";
import { h } from "./dom.js";
import { exact, plain, shortPath } from "./text.js";
import { pretty, unwrapped } from "./tool_items.js";

/** What is asked about, in a few words. */
export function subject(question) {
  const words = {
    command: () => unwrapped(question.command),
    file_change: () => question.changes.map(({ path }) => shortPath(path)).join(", "),
    mcp_tool: () => exact(`${question.server}.${question.tool}`),
  }[question.kind]?.() ?? "a question";
  return words.length > 200 ? `${words.slice(0, 200)} …` : words;
}

/** What is asked, and what turns a decision into an answer. */
export function bodyOf(question) {
  const words = h("input", {
    type: "text",
    placeholder: "Reason for Codex (optional)",
    "aria-label": "Reason for Codex",
  });
  const withWords = (decision) =>
    decision === "decline" && words.value.trim() !== ""
      ? { decision, message: words.value }
      : decision;
  switch (question.kind) {
    case "command":
      return {
        element: h(
          "div",
          {},
          h("pre.asked", { tabindex: 0 }, unwrapped(question.command)),
          question.cwd ? h("p.reason", {}, `in ${exact(question.cwd)}`) : null,
          question.proposedAmendment
            ? h(
              "p.reason",
              {},
              "“Always” applies to commands that begin with ",
              h("code", {}, exact(question.proposedAmendment.join(" "))),
            )
            : null,
          words,
        ),
        read: withWords,
      };
    case "file_change":
      return { element: h("div", {}, files(question.changes), words), read: withWords };
    case "user_input":
      return userInput(question);
    case "elicitation":
      return elicitation(question);
    default:
      return {
        element: h(
          "div",
          {},
          h(
            "pre.asked",
            { tabindex: 0 },
            pretty(question.arguments ?? question.permissions ?? question),
          ),
          words,
        ),
        read: withWords,
      };
  }
}

function userInput({ questions }) {
  const fields = questions.map(({ id, question, options, isSecret }) => {
    const name = `answer-${crypto.randomUUID()}`;
    const own = h("input", {
      type: isSecret ? "password" : "text",
      "aria-label": "An answer of your own",
    });
    const choices = (options ?? []).map(({ label, description }) =>
      h(
        "label.choice",
        {},
        h("input", { type: "radio", name, value: label }),
        h("span", {}, plain(`${label}: ${description}`)),
      )
    );
    const element = h("fieldset", {}, h("legend", {}, plain(question)), ...choices, own);
    const read = () => own.value || element.querySelector("input[type=radio]:checked")?.value || "";
    return { id, element, read };
  });
  return {
    element: h("div", {}, ...fields.map(({ element }) => element)),
    read: (decision) =>
      decision === "answer"
        ? { decision, answers: Object.fromEntries(fields.map(({ id, read }) => [id, read()])) }
        : decision,
  };
}

function elicitation({ message, schema, url }) {
  const content = h("textarea", { rows: 4, "aria-label": "The answer, as JSON" });
  const asksForm = schema !== null && typeof schema === "object";
  content.value = asksForm
    ? JSON.stringify(
      Object.fromEntries(Object.keys(schema.properties ?? {}).map((key) => [key, ""])),
      null,
      2,
    )
    : "";
  return {
    element: h(
      "div",
      {},
      h("p.reason", {}, plain(message)),
      url ? h("pre.asked", {}, exact(url)) : null,
      asksForm ? content : null,
    ),
    read: (decision) =>
      decision === "accept" && asksForm
        ? { decision, content: JSON.parse(content.value || "{}") }
        : decision,
  };
}
