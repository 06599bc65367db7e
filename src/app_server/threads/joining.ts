/**
 * The settings of an object that joins a thread which is there already.
 *
 * @module
 */
import type { Host } from "../../core/ports/host.ts";
import type { LiveThreadOptions } from "../turns/options.ts";
import type { TurnSettings } from "../turns/settings.ts";
import type { UserConfig } from "./params.ts";

/**
 * The object's own options; what it leaves out is as the thread was opened.
 *
 * @param opened What the thread was opened with.
 * @param options The object's options.
 * @param host This machine, or null where the folders are on another one.
 */
export async function joinedSettings(
  opened: TurnSettings,
  options: LiveThreadOptions,
  host: Host | null,
): Promise<TurnSettings> {
  const { model, modelReasoningEffort, workingDirectory: folder } = options;
  // A turn takes a relative folder as one below the server's own.
  const cwd = folder ? await host?.realpath(folder) ?? folder : opened.cwd;
  return {
    ...opened,
    model: model || opened.model,
    effort: modelReasoningEffort ?? opened.effort,
    cwd,
  };
}

/**
 * The settings for an object that somebody answers for. The thread may come from one where nobody
 * did, and Codex keeps its "never": then the user's configuration counts, as for a new thread.
 */
export function askingPolicy(
  settings: TurnSettings,
  options: LiveThreadOptions,
  user: UserConfig,
): TurnSettings {
  if (options.approvalPolicy !== undefined || settings.approvalPolicy !== "never") return settings;
  return { ...settings, approvalPolicy: user.approval_policy ?? "on-request" };
}
