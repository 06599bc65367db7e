/**
 * Maps options to the parameters of `turn/start`.
 *
 * @module
 */
import { toDataUrl } from "../../../core/vocabulary/inline_image.ts";
import type { NormalizedInput } from "../../../core/vocabulary/input.ts";
import type { LiveCallbacks } from "../../asks/callbacks.ts";
import type { Places } from "../../asks/places.ts";
import type { TurnEnvironmentParams } from "../../protocol/params.ts";
import { collaboration } from "./collaboration.ts";
import type { LiveApprovalPolicy, LiveThreadOptions, LiveTurnOptions } from "../options.ts";
import type { InForce, TurnSettings } from "./settings.ts";

type Params = Record<string, unknown>;

/** Where the commands of a thread run. */
export interface ThreadEnvironments {
  /** Whether they run anywhere else than on the server's machine. */
  readonly isElsewhere: boolean;
  /**
   * The parameters of a turn; undefined for none.
   *
   * @param cwd The thread's folder on the server's machine.
   */
  params(cwd: string | null): readonly TurnEnvironmentParams[] | undefined;
  /**
   * Makes sure that commands can run: otherwise Codex completes a turn in which every command fails.
   *
   * @param act What is to be done, for errors.
   * @throws {CodexError} If they cannot.
   */
  reach(act: string): Promise<void>;
}

/** What a turn needs to know about its thread object. */
export interface ThreadFacts {
  /** The object's options. */
  readonly options: LiveThreadOptions;
  /** Who can be asked in every turn: the callbacks of the thread and of the client. */
  readonly callbacks: LiveCallbacks;
  /** The sandbox of its turns. */
  readonly sandboxPolicy: Params;
  /** The settings of its turns, unless their options override them. */
  readonly settings: TurnSettings;
  /** Where its turns work, or null if unknown. */
  readonly places: Places | null;
  /** The permission profile of its turns, instead of the sandbox. */
  readonly permissions?: string | undefined;
  /** Where its commands run. Absent: on the server's machine. */
  readonly environments?: ThreadEnvironments;
  /** Who is asked for approval, unless the options say. Default: as the thread has it. */
  readonly reviewer?: unknown;
  /** Whether the organization allows the approval policy "never". Default: true. */
  readonly mayNever?: boolean;
  /**
   * Whether the thread is another client's, on a shared server. What a turn changes stays in force, so only
   * what this client has set is sent. Default: false.
   */
  readonly isGuest?: boolean;
}

/** The user's input as parameters. Paths of images must be absolute: others are not found. */
export async function inputParams(
  input: NormalizedInput,
  absolute: (path: string) => string,
): Promise<unknown[]> {
  const images = await Promise.all(
    input.images.map(async (image) =>
      typeof image === "string"
        ? { type: "localImage", path: absolute(image) }
        : { type: "image", url: await toDataUrl(image) }
    ),
  );
  return [...images, { type: "text", text: input.prompt }, ...input.references ?? []];
}

/** The parameters that only a turn with a message takes, besides its input. */
export function turnParams(options: LiveTurnOptions): Params {
  return defined({
    outputSchema: options.outputSchema,
    cyberAccessProgram: options.cyberAccessProgram,
    clientUserMessageId: options.messageId,
  });
}

/**
 * The settings of a turn. All of them are sent each time: what a turn changes stays in force, and the
 * previous turn may have been another object's.
 *
 * @param facts What the turn needs to know about its thread object.
 * @param options The turn's options.
 * @param inForce The settings that the previous turn has left.
 */
export function settingsParams(
  facts: ThreadFacts,
  options: LiveTurnOptions,
  inForce: InForce,
): Params {
  const { options: thread, callbacks, sandboxPolicy, permissions, settings, environments } = facts;
  const model = options.model || settings.model;
  const effort = options.modelReasoningEffort ?? settings.effort;
  const mode = options.collaborationMode ?? thread.collaborationMode;
  const params = defined({
    cwd: settings.cwd ?? undefined,
    // The thread's file may name others, which a sandbox that lets the workspace be written would open.
    runtimeWorkspaceRoots: settings.cwd === null ? undefined : [settings.cwd],
    environments: environments?.params(settings.cwd),
    // The server takes one of the two.
    sandboxPolicy: permissions ? undefined : sandboxPolicy,
    permissions,
    approvalPolicy: approvalPolicy(thread, callbacks, options, facts.mayNever) ??
      settings.approvalPolicy ?? undefined,
    approvalsReviewer: thread.approvalsReviewer ?? facts.reviewer,
    model: model ?? undefined,
    effort: effort ?? undefined,
    serviceTier: options.serviceTier ?? thread.serviceTier,
    summary: options.summary ?? thread.summary,
    collaborationMode: collaboration(mode, { ...settings, model, effort }, inForce),
  });
  return facts.isGuest ? setBy({ ...thread, ...defined({ ...options }) }, params) : params;
}

/** Has nobody but MCP servers ask. */
const SERVERS_ONLY: LiveApprovalPolicy = {
  granular: { sandbox_approval: false, rules: false, mcp_elicitations: true },
};

/** The options that set a parameter. */
const SET_BY: Readonly<Record<string, readonly (keyof (LiveThreadOptions & LiveTurnOptions))[]>> = {
  cwd: ["workingDirectory"],
  runtimeWorkspaceRoots: ["workingDirectory"],
  environments: ["environments"],
  sandboxPolicy: ["sandboxMode", "networkAccessEnabled", "additionalDirectories"],
  permissions: ["permissionProfile"],
  approvalPolicy: ["approvalPolicy"],
  approvalsReviewer: ["approvalsReviewer"],
  model: ["model"],
  effort: ["modelReasoningEffort"],
  serviceTier: ["serviceTier"],
  summary: ["summary"],
  collaborationMode: ["collaborationMode"],
};

/** The parameters that these options have set. */
function setBy(options: LiveThreadOptions & LiveTurnOptions, params: Params): Params {
  const isGiven = (option: keyof typeof options) => {
    const value = options[option];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  };
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => SET_BY[name]?.some(isGiven)),
  );
}

/**
 * The approval policy to send. As with `exec`, if nobody can be asked, Codex must not ask. If somebody always
 * can be, the user's configuration applies, or else Codex's default "on-request". With "never", Codex would
 * also decline what MCP servers ask: if only they can ask, they alone may. If the organization does not allow
 * such a policy, none is sent, and what Codex asks is declined.
 *
 * @param always The callbacks that every turn has.
 * @param turn The callbacks of this turn.
 */
export function approvalPolicy(
  options: LiveThreadOptions,
  always: LiveCallbacks,
  turn: LiveCallbacks,
  mayNever = true,
): LiveApprovalPolicy | undefined {
  const isAsked = always.onApproval || options.approvalsReviewer === "auto_review";
  if (options.approvalPolicy !== undefined || isAsked) return options.approvalPolicy;
  if (turn.onApproval) return "on-request";
  if (!mayNever) return undefined;
  return turn.onElicitation ?? always.onElicitation ? SERVERS_ONLY : "never";
}

/** Whether a policy, as the server names it, is one that is sent where nobody can be asked for approval. */
export function asksNoApproval(policy: unknown): boolean {
  if (policy === "never") return true;
  const { granular } = Object(policy) as { readonly granular?: Readonly<Record<string, unknown>> };
  return granular !== undefined &&
    Object.entries(granular).every(([kind, asks]) => asks === (kind === "mcp_elicitations"));
}

/** Parameters without those that are undefined. */
export function defined(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
