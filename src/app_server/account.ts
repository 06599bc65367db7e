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
  /** A name for people. */
  readonly displayName: string;
  /** What it is for. */
  readonly description: string;
  /** Whether Codex uses it when none is named. */
  readonly isDefault: boolean;
  /** Whether pickers leave it out. */
  readonly hidden: boolean;
  /** The efforts it knows. */
  readonly supportedReasoningEfforts: readonly { readonly reasoningEffort: string }[];
  /** The effort it uses when none is named. */
  readonly defaultReasoningEffort: string;
}

/**
 * Who pays.
 *
 * @category Server
 */
export interface AccountInfo {
  /** The login, or null when there is none. */
  readonly account:
    | { readonly type: "apiKey" }
    | { readonly type: "chatgpt"; readonly email: string | null; readonly planType: string }
    | { readonly type: string }
    | null;
  /** Whether the provider needs a login with OpenAI. */
  readonly requiresOpenaiAuth: boolean;
}

/** The model, with all that the server tells of it. */
export function modelInfo(model: Model): ModelInfo {
  return model;
}

/** The account, with all that the server tells of it. */
export function accountInfo(answer: GetAccountResponse): AccountInfo {
  return { ...answer, account: answer.account ?? null };
}
