/**
 * What Codex, or an MCP server through it, asks its user to tell.
 *
 * @module
 */
import type {
  ToolRequestUserInputParams,
  ToolRequestUserInputQuestion,
} from "../protocol/server_requests.ts";

/**
 * A question of the model. Asked in plan mode only: see the option `collaborationMode`.
 *
 * @category Approvals and tools
 */
export interface UserInputQuestion {
  /** The question's id. */
  readonly id: string;
  /** A title. */
  readonly header: string;
  /** The question. */
  readonly question: string;
  /** Whether the answer is a secret, not to be shown as it is typed. */
  readonly isSecret: boolean;
  /** Whether an answer of the user's own is welcome beside the `options`. */
  readonly isOther: boolean;
  /** The answers to choose from, or null. */
  readonly options: readonly { readonly label: string; readonly description: string }[] | null;
}

/**
 * Questions of the model.
 *
 * @category Approvals and tools
 */
export interface UserInputRequest {
  /** The thread that asks. */
  readonly threadId: string;
  /** The turn that asks. */
  readonly turnId: string;
  /** The item that waits for the answer, by its `id` in the events; null where no event tells of it. */
  readonly itemId: string | null;
  /** The questions. */
  readonly questions: readonly UserInputQuestion[];
  /** Fires when the turn ends before an answer was given. */
  readonly signal: AbortSignal;
}

/**
 * Answers by question id. Null: no answer.
 *
 * @category Approvals and tools
 */
export type OnUserInput = (
  request: UserInputRequest,
) => Record<string, string | string[]> | null | Promise<Record<string, string | string[]> | null>;

/**
 * A question of an MCP server.
 *
 * @category Approvals and tools
 */
export interface ElicitationRequest {
  /** The thread it belongs to. */
  readonly threadId: string;
  /**
   * The tool call in which the server asks, by its `id` in the events; null where that is not sure: the
   * server has none under way in this thread, or several.
   */
  readonly itemId: string | null;
  /** The MCP server. */
  readonly server: string;
  /** The question. */
  readonly message: string;
  /** "form": answer with content that fits `schema`; "url": send the user to `url`. */
  readonly mode: string;
  /** JSON Schema of the answer, or null. */
  readonly schema: unknown;
  /** Where the user has to go, or null. */
  readonly url: string | null;
  /** Fires when the turn ends before an answer was given. */
  readonly signal: AbortSignal;
}

/**
 * The answer to an MCP server.
 *
 * @category Approvals and tools
 */
export type ElicitationResponse =
  | { readonly action: "accept"; readonly content?: unknown }
  | { readonly action: "decline" | "cancel" };

/**
 * Answers an MCP server. Without one, or when it throws, the answer is "decline".
 *
 * @category Approvals and tools
 */
export type OnElicitation = (
  request: ElicitationRequest,
) => ElicitationResponse | Promise<ElicitationResponse>;

/** What the turn knows of a question. */
type Asked = Pick<UserInputRequest, "itemId" | "signal">;

type Params = { readonly [key: string]: unknown };

/** Asks the user, and words the answers for the server. No callback: no answers. */
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
  return {
    answers: Object.fromEntries(
      Object.entries(answers ?? {}).map(([id, answer]) => [id, { answers: [answer].flat() }]),
    ),
  };
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

/** A callback that fails has said nothing. */
async function attempt<T>(callback: () => Promise<T>): Promise<T | null> {
  try {
    return await callback();
  } catch {
    return null;
  }
}
