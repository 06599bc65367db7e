/**
 * Questions to the user, from the model or from an MCP server.
 *
 * @module
 */
import type {
  ToolRequestUserInputParams,
  ToolRequestUserInputQuestion,
} from "../protocol/server_requests.ts";

/**
 * A question from the model. Asked only in plan mode: see the option `collaborationMode`.
 *
 * @category Approvals and tools
 */
export interface UserInputQuestion {
  /** The question's id. */
  readonly id: string;
  /** A short title for the question. */
  readonly header: string;
  /** The question. */
  readonly question: string;
  /** Whether the answer is a secret that must not be shown while it is typed. */
  readonly isSecret: boolean;
  /** Whether the user may give an answer other than the `options`. */
  readonly isOther: boolean;
  /** The answers to choose from, or null. */
  readonly options: readonly { readonly label: string; readonly description: string }[] | null;
}

/**
 * Questions from the model.
 *
 * @category Approvals and tools
 */
export interface UserInputRequest {
  /** The thread that asks. */
  readonly threadId: string;
  /** The turn that asks. */
  readonly turnId: string;
  /** The item that waits for the answer, by its `id` in the events; null if no event mentions it. */
  readonly itemId: string | null;
  /** The questions. */
  readonly questions: readonly UserInputQuestion[];
  /** See {@linkcode ApprovalBase.signal}. */
  readonly signal: AbortSignal;
}

/**
 * Answers the questions, by question id. Null: no answer.
 *
 * @category Approvals and tools
 */
export type OnUserInput = (
  request: UserInputRequest,
) => Record<string, string | string[]> | null | Promise<Record<string, string | string[]> | null>;

/**
 * A question from an MCP server.
 *
 * @category Approvals and tools
 */
export interface ElicitationRequest {
  /** The thread that the question belongs to. */
  readonly threadId: string;
  /**
   * The tool call in which the server asks, by its `id` in the events; null if that is not certain: the
   * server has no running call in this thread, or several.
   */
  readonly itemId: string | null;
  /** The name of the MCP server. */
  readonly server: string;
  /** The question. */
  readonly message: string;
  /** "form": answer with content that matches `schema`; "url": send the user to `url`. */
  readonly mode: string;
  /** The JSON Schema of the answer, or null. */
  readonly schema: unknown;
  /** The URL to send the user to, or null. */
  readonly url: string | null;
  /** See {@linkcode ApprovalBase.signal}. */
  readonly signal: AbortSignal;
}

/**
 * An answer to an MCP server. Only the server checks whether `content` matches the schema.
 *
 * @category Approvals and tools
 */
export type ElicitationResponse =
  | { readonly action: "accept"; readonly content?: unknown }
  | { readonly action: "decline" | "cancel" };

/**
 * Answers an MCP server. Without such a callback, or if it throws, the answer is "decline".
 *
 * @category Approvals and tools
 */
export type OnElicitation = (
  request: ElicitationRequest,
) => ElicitationResponse | Promise<ElicitationResponse>;

/** What the turn knows about a question. */
type Asked = Pick<UserInputRequest, "itemId" | "signal">;

type Params = { readonly [key: string]: unknown };

/** Asks the user and translates the answers for the server. Without a callback, there are no answers. */
export async function userInput(
  params: Params,
  onUserInput: OnUserInput | undefined,
  asked: Asked,
): Promise<unknown> {
  const answers = await attempt(async () =>
    await onUserInput?.({
      threadId: String(params.threadId),
      turnId: String(params.turnId),
      questions: (params.questions as ToolRequestUserInputParams["questions"]).map(question),
      ...asked,
    })
  );
  return { answers: Object.fromEntries(answersOf(answers)) };
}

/** The answers in the server's form, which takes all of them or none: what is no text is left out. */
function answersOf(given: unknown): [id: string, answer: { readonly answers: string[] }][] {
  if (typeof given !== "object" || given === null) return [];
  return Object.entries(given).flatMap(([id, answer]: [string, unknown]) => {
    const texts = [answer].flat();
    return texts.every((text) => typeof text === "string") ? [[id, { answers: texts }]] : [];
  });
}

function question(asked: ToolRequestUserInputQuestion): UserInputQuestion {
  const { isSecret = false, isOther = false, options = null } = asked;
  return { ...asked, isSecret, isOther, options };
}

/** Asks on behalf of an MCP server. */
export async function elicitation(
  params: Params,
  onElicitation: OnElicitation | undefined,
  asked: Asked,
): Promise<unknown> {
  const answer = await attempt(async () =>
    await onElicitation?.({
      threadId: String(params.threadId),
      server: String(params.serverName),
      message: String(params.message ?? ""),
      mode: String(params.mode),
      schema: params.requestedSchema ?? null,
      url: typeof params.url === "string" ? params.url : null,
      ...asked,
    })
  );
  if (answer?.action === "accept") {
    return { action: "accept", content: answer.content ?? {}, _meta: null };
  }
  return { action: answer?.action === "cancel" ? "cancel" : "decline", content: null, _meta: null };
}

/** The answer of a callback, or null if it fails. */
async function attempt<T>(callback: () => Promise<T>): Promise<T | null> {
  try {
    return await callback();
  } catch {
    return null;
  }
}
