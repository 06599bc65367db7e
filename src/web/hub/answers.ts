/**
 * Checks of answers that strangers give.
 *
 * @module
 */
import { CODEX_LEVELS, isDeeper, jsonOf } from "../../core/base/json.ts";
import { isPlain } from "../../core/base/plain.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { HubAnswer, HubQuestion, UserInputQuestions } from "./questions_asked.ts";

/**
 * Returns the answer, if the question accepts it.
 *
 * @throws {InvalidInputError} If the question does not accept it.
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
      if (decision === "answer" && !isAnswers(answers, question)) {
        throw invalid("answers must map ids of the questions to a text or a list of texts");
      }
      return decision === "answer"
        ? { decision, answers: answers as NonNullable<HubAnswer["answers"]> }
        : { decision };
    case "elicitation":
      if (decision === "accept" && content !== undefined && !isPlain(content)) {
        throw invalid("content must be an object");
      }
      // It is the third level of the message that takes it to Codex.
      if (decision === "accept" && isDeeper(jsonOf(content ?? null), CODEX_LEVELS - 2)) {
        throw invalid("content is nested too deeply");
      }
      return decision === "accept" ? { decision, content } : { decision };
    default:
      if (message === undefined) return { decision };
      if (decision !== "decline" || typeof message !== "string") {
        throw invalid('message must be a text, and goes with "decline" only');
      }
      return { decision, message };
  }
}

function isAnswers(value: unknown, { questions }: UserInputQuestions): boolean {
  return isPlain(value) &&
    Object.entries(value).every(([id, texts]) =>
      questions.some((question) => question.id === id) &&
      [texts].flat().every((text: unknown) => typeof text === "string")
    );
}

function invalid(state: string): InvalidInputError {
  return new InvalidInputError("decision", `Cannot answer: ${state}`);
}
