/**
 * The shapes of requests and answers, for the OpenAPI document.
 *
 * @module
 */
import type { Schema } from "../http/route.ts";

const STRING: Schema = { type: "string" };
const NUMBER: Schema = { type: "integer" };
const NULLABLE_STRING: Schema = { type: ["string", "null"] };
const NULLABLE_NUMBER: Schema = { type: ["integer", "null"] };

/** An object with these properties, all required except the optional ones. It may have more. */
function object(properties: Readonly<Record<string, Schema>>, optional: string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required };
}

function listOf(items: Schema): Schema {
  return { type: "array", items };
}

/** A reference to one of {@linkcode SCHEMAS}. */
export function named(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

const THREAD = {
  id: STRING,
  name: NULLABLE_STRING,
  preview: STRING,
  createdAt: NUMBER,
  updatedAt: NUMBER,
  state: { type: "string", enum: ["idle", "running", "asking", "lost"] },
};

/** The shapes by name. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  Error: object({ error: object({ code: STRING, message: STRING }) }),
  Created: object({ id: STRING }),
  Input: {
    oneOf: [
      STRING,
      listOf({
        oneOf: [
          object({ type: { const: "text" }, text: STRING }),
          object({ type: { const: "image" }, url: { type: "string", pattern: "^data:image/" } }),
        ],
      }),
    ],
  },
  Thread: object(THREAD),
  Threads: object({ threads: listOf(named("Thread")) }),
  ThreadDetails: object({
    ...THREAD,
    turns: listOf(named("Turn")),
    questions: listOf(named("Question")),
    log: object({ id: STRING, from: NUMBER, last: NUMBER, turns: listOf(STRING) }),
  }),
  Turn: object({
    id: STRING,
    status: { type: "string", enum: ["completed", "interrupted", "failed", "inProgress"] },
    items: listOf(object({ id: STRING, type: STRING })),
    error: { oneOf: [{ type: "null" }, object({ message: STRING, code: STRING })] },
    startedAt: NULLABLE_NUMBER,
    completedAt: NULLABLE_NUMBER,
    durationMs: NULLABLE_NUMBER,
  }),
  Sent: object({
    id: STRING,
    mode: { type: "string", enum: ["start", "queue", "steer"] },
    turnId: NULLABLE_STRING,
  }),
  Question: object({
    id: STRING,
    kind: {
      type: "string",
      enum: ["command", "file_change", "mcp_tool", "permissions", "user_input", "elicitation"],
    },
    decisions: listOf(STRING),
    expiresAt: { type: ["integer", "null"] },
  }),
  Questions: object({ questions: listOf(named("Question")) }),
  Event: object({ type: STRING }),
  Models: object({
    models: listOf(object({
      id: STRING,
      displayName: STRING,
      description: STRING,
      isDefault: { type: "boolean" },
      defaultReasoningEffort: STRING,
      supportedReasoningEfforts: listOf(STRING),
    })),
  }),
  Account: object({
    account: {
      oneOf: [{ type: "null" }, object({ type: STRING, planType: STRING }, ["planType"])],
    },
    requiresOpenaiAuth: { type: "boolean" },
  }),
};
