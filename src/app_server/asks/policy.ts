/**
 * Approvals that cannot be misread: what a request is about, and policies made of that.
 *
 * @module
 */
import type { ApprovalDecision, ApprovalRequest } from "./approvals.ts";
import { lies } from "./places.ts";
import { plainWords } from "./shell_words.ts";

/**
 * What {@linkcode allow} accepts. Nothing, unless it is named.
 *
 * @category Approvals and tools
 */
export interface AllowRules {
  /**
   * Commands. A text stands for the command that it is, word by word; with " *" at its end also for the
   * same with further words. An expression is tried on the command without the wrapping of the user's
   * shell. Whatever has quotes, variables, patterns, pipes or line breaks in it is none of them.
   *
   * An accepted command may run outside of the sandbox, with all that its words, and the folder it runs
   * in, have it do: `git diff --output=…` writes a file, `npm test` runs what the model has written.
   */
  readonly commands?: readonly (string | RegExp)[] | undefined;
  /** "inside": changes of files that {@linkcode insideWorkspace} holds for. */
  readonly files?: "inside" | undefined;
}

/**
 * A policy: accepts what the rules name, and declines everything else.
 *
 * @param rules What to accept.
 * @returns The policy, for `onApproval`.
 *
 * @example Let Codex look at the repository, and write below its folder
 * ```ts
 * import { allow } from "@codex-js/sdk/app-server";
 *
 * const onApproval = allow({ commands: ["git status", "ls *"], files: "inside" });
 * console.log(typeof onApproval);
 * ```
 *
 * @category Approvals and tools
 */
export function allow(rules: AllowRules): (request: ApprovalRequest) => "accept" | "decline" {
  const commands = (rules.commands ?? []).map(matcher);
  const isAllowed = (request: ApprovalRequest): boolean => {
    switch (request.kind) {
      case "command": {
        if (request.action !== "run" || request.network !== null) return false;
        if (request.additionalPermissions !== null) return false;
        const words = plainWords(request.command);
        return words !== null && commands.some((matches) => matches(words));
      }
      case "file_change":
        return rules.files === "inside" && insideWorkspace(request);
      default:
        return false;
    }
  };
  return (request) => isAllowed(request) ? "accept" : "decline";
}

function matcher(rule: string | RegExp): (words: readonly string[]) => boolean {
  if (typeof rule !== "string") return (words) => words.join(" ").search(rule) !== -1;
  const wanted = rule.split(/\s+/).filter(Boolean);
  const isOpen = wanted.length > 1 && wanted.at(-1) === "*";
  if (isOpen) wanted.pop();
  return (words) =>
    wanted.length > 0 && (isOpen || words.length === wanted.length) &&
    wanted.every((word, index) => words[index] === word);
}

/**
 * A policy that accepts everything: what Codex asks for runs outside of the sandbox.
 *
 * @category Approvals and tools
 */
export function acceptAll(_request: ApprovalRequest): "accept" {
  return "accept";
}

/**
 * A policy that declines everything, as without one; but Codex is told that somebody is there to ask.
 *
 * @category Approvals and tools
 */
export function declineAll(_request: ApprovalRequest): "decline" {
  return "decline";
}

/**
 * The decisions that have an effect of their own on a request, to be offered to a person. All but
 * "accept_with_amendment" go with every request; that one with a command that proposes an amendment.
 *
 * @param request The request.
 * @category Approvals and tools
 */
export function decisionsOf(request: ApprovalRequest): readonly ApprovalDecision[] {
  const amends = request.kind === "command" && request.proposedAmendment !== null;
  return [
    "accept",
    "accept_for_session",
    ...amends ? ["accept_with_amendment" as const] : [],
    "decline",
    "cancel",
  ];
}

/**
 * Every path that an accepted request writes to, absolute and with links followed: of files that are moved
 * both ends, and the folder of `grantRoot`. None for requests other than file changes, which name no
 * paths that could be relied on.
 *
 * @param request The request.
 * @category Approvals and tools
 */
export function pathsOf(request: ApprovalRequest): string[] {
  if (request.kind !== "file_change") return [];
  const paths = request.changes.flatMap(({ absolutePath, absoluteMovePath }) =>
    absoluteMovePath === null ? [absolutePath] : [absolutePath, absoluteMovePath]
  );
  return request.grantRoot === null ? paths : [...paths, request.grantRoot];
}

/**
 * Whether a change of files stays in the folders of the thread: each of its paths lies below one of
 * `workspace`, and in no `.git`, `.codex` or `.agents`, which decide what runs outside of the sandbox.
 * False for every other kind of request, for one that asks to write for the rest of the session, and
 * where nobody can tell.
 *
 * It holds for the moment of the question: a command of the model's that runs meanwhile may change a
 * folder into a link.
 *
 * @param request The request.
 * @category Approvals and tools
 */
export function insideWorkspace(request: ApprovalRequest): boolean {
  if (request.kind !== "file_change" || request.grantRoot !== null) return false;
  const paths = pathsOf(request);
  return paths.length > 0 &&
    paths.every((path) => request.workspace.some((root) => lies(path, root)));
}
