/**
 * Answers as strangers give them.
 *
 * @module
 */
import { isPlain } from "../../core/base/plain.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { HubAnswer, HubQuestion } from "./questions_asked.ts";

/**
 * An answer that the question takes.
 *
 * @throws {InvalidInputError} If it takes no such answer.
 */
export function checkedAnswer(question: HubQuestion, given: unknown): HubAnswer {
  const answer = typeof given === "string" ? { decision: given } : given;
  if (!isPlain(answer)) throw invalid(`the answer must be a decision, or an object with one`);
  const { decision, message, content, answers } = answer;
  const { decisions } = question;
  if (typeof decision !== "string" || !decisions.includes(decision)) {
    throw invalid(`the decision must be one of ${decisions.join(", ")}`);
  }
  switch (question.kind) {
    case "user_input":
      if (decision === "answer" && !isAnswers(answers)) {
        throw invalid("answers must have a text, or a list of texts, for ids of the questions");
      }
      return decision === "answer"
        ? { decision, answers: answers as NonNullable<HubAnswer["answers"]> }
        : { decision };
    case "elicitation":
      if (decision === "accept" && content !== undefined && !isPlain(content)) {
        throw invalid("content must be an object");
      }
      return decision === "accept" ? { decision, content } : { decision };
    default:
      if (message === undefined) return { decision };
      if (decision !== "decline" || typeof message !== "string") {
        throw invalid('a message is a text that goes with "decline"');
      }
      return { decision, message };
  }
}

function isAnswers(value: unknown): boolean {
  return isPlain(value) &&
    Object.values(value).every((texts) =>
      [texts].flat().every((text: unknown) => typeof text === "string")
    );
}

function invalid(state: string): InvalidInputError {
  return new InvalidInputError("decision", `Cannot answer: ${state}`);
}
