/**
 * Models and accounts, as the server describes them.
 *
 * @module
 */
import type { GetAccountResponse, Model } from "./protocol/results.ts";

/**
 * A model.
 *
 * @category Server
 */
export interface ModelInfo {
  /** The id to use as `model`. */
  readonly id: string;
  /** The name to show to people. */
  readonly displayName: string;
  /** A description of the model. */
  readonly description: string;
  /** Whether Codex uses this model if none is named. */
  readonly isDefault: boolean;
  /** Whether pickers leave it out. */
  readonly hidden: boolean;
  /** The efforts that the model supports. */
  readonly supportedReasoningEfforts: readonly { readonly reasoningEffort: string }[];
  /** The effort that the model uses if none is named. */
  readonly defaultReasoningEffort: string;
}

/**
 * The account that Codex uses.
 *
 * @category Server
 */
export interface AccountInfo {
  /** The login, or null if there is none. */
  readonly account:
    | { readonly type: "apiKey" }
    | { readonly type: "chatgpt"; readonly email: string | null; readonly planType: string }
    | { readonly type: string }
    | null;
  /** Whether the model provider requires a login with OpenAI. */
  readonly requiresOpenaiAuth: boolean;
}

/** The model, with everything that the server reports about it. */
export function modelInfo(model: Model): ModelInfo {
  return model;
}

/** The account, with everything that the server reports about it. */
export function accountInfo(answer: GetAccountResponse): AccountInfo {
  return { ...answer, account: answer.account ?? null };
}
