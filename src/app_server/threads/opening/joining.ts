/**
 * The settings of an object for a thread that already exists.
 *
 * @module
 */
import type { LiveThreadOptions } from "../../turns/options.ts";
import { asksNoApproval } from "../../turns/params/turn_start.ts";
import type { TurnSettings } from "../../turns/params/settings.ts";
import type { UserConfig } from "./params.ts";

/**
 * The settings with the object's own model and effort; what it leaves out is as the thread was opened.
 *
 * @param opened What the thread was opened with.
 * @param options The object's options.
 */
export function joinedSettings(opened: TurnSettings, options: LiveThreadOptions): TurnSettings {
  return {
    ...opened,
    model: options.model || opened.model,
    effort: options.modelReasoningEffort ?? opened.effort,
  };
}

/**
 * The settings for an object with somebody to answer. The thread may have been opened without, and Codex
 * keeps its policy: then the user's configuration applies, as for a new thread.
 */
export function askingPolicy(
  settings: TurnSettings,
  options: LiveThreadOptions,
  user: UserConfig,
): TurnSettings {
  if (options.approvalPolicy !== undefined || !asksNoApproval(settings.approvalPolicy)) {
    return settings;
  }
  return { ...settings, approvalPolicy: user.approval_policy ?? "on-request" };
}
