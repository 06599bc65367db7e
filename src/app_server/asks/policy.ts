/**
 * What a request for approval is really about, and ready-made policies.
 *
 * @module
 */
import { checkArgument, checkedOptions } from "../../core/options/check.ts";
import { TABLE } from "../../core/options/kinds.ts";
import { described } from "../../core/base/words.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { ApprovalDecision, ApprovalRequest } from "./approvals.ts";
import { lies } from "./places.ts";
import { plainWords } from "./shell_words.ts";

/**
 * What {@linkcode allow} accepts. Whatever is not named is declined.
 *
 * @category Approvals and tools
 */
export interface AllowRules {
  /**
   * Commands. A string matches a command word by word; with " *" at its end, also the same command followed
   * by more words. A regular expression is tested against the command without the user's shell around it. A
   * command with quotes, variables, patterns, pipes or line breaks matches nothing.
   *
   * An accepted command may run outside the sandbox and do whatever its words, and the folder it runs in,
   * make it do: `git diff --output=…` writes a file, `npm test` runs what the model has written.
   */
  readonly commands?: readonly (string | RegExp)[] | undefined;
  /** "inside": file changes for which {@linkcode insideWorkspace} is true. */
  readonly files?: "inside" | undefined;
}

/** What a caller of {@linkcode allow} wants, for errors. */
const ACT = "allow anything";

/**
 * Creates a policy that accepts what the rules name and declines everything else.
 *
 * @param rules What to accept.
 * @returns The policy, for `onApproval`.
 * @throws {InvalidInputError} If a rule is unknown, or has a value of the wrong type.
 *
 * @example Let Codex look at the repository and write below its folder
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
  checkArgument(TABLE, "rules", rules, ACT);
  const { files, commands: named = [] } = checkedOptions("allow", rules, ACT);
  if (!Array.isArray(named)) throw invalid(`commands must be an array, not ${described(named)}`);
  const commands = named.map(matcher);
  const isAllowed = (request: ApprovalRequest): boolean => {
    switch (request.kind) {
      case "command": {
        if (request.action !== "run" || request.network !== null) return false;
        if (request.additionalPermissions !== null) return false;
        const words = plainWords(request.command);
        return words !== null && commands.some((matches) => matches(words));
      }
      case "file_change":
        return files === "inside" && insideWorkspace(request);
      default:
        return false;
    }
  };
  return (request) => isAllowed(request) ? "accept" : "decline";
}

function matcher(rule: string | RegExp): (words: readonly string[]) => boolean {
  if (typeof rule !== "string") {
    // As a pattern, undefined would match every command.
    if (typeof Object(rule)[Symbol.search] !== "function") {
      const what = "a command must be a string or a regular expression";
      throw invalid(`${what}, not ${described(rule)}`);
    }
    return (words) => words.join(" ").search(rule) !== -1;
  }
  const wanted = rule.split(/\s+/).filter(Boolean);
  const isOpen = wanted.length > 1 && wanted.at(-1) === "*";
  if (isOpen) wanted.pop();
  return (words) =>
    wanted.length > 0 && (isOpen || words.length === wanted.length) &&
    wanted.every((word, index) => words[index] === word);
}

function invalid(state: string): InvalidInputError {
  return new InvalidInputError("commands", `Cannot ${ACT}: ${state}`);
}

/**
 * Accepts everything, as a policy: what Codex asks for runs outside the sandbox.
 *
 * @category Approvals and tools
 */
export function acceptAll(_request: ApprovalRequest): "accept" {
  return "accept";
}

/**
 * Declines everything, as a policy. The answers are the same as without a policy, but Codex is told that
 * somebody can be asked.
 *
 * @category Approvals and tools
 */
export function declineAll(_request: ApprovalRequest): "decline" {
  return "decline";
}

/**
 * Returns the decisions that differ in effect for a request, to offer them to a person. All but
 * "accept_with_amendment" apply to every request; that one, to a command that proposes an amendment.
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
 * Returns every path that an accepted request writes to: both ends of moved files, absolute and with links
 * followed, and the folder of `grantRoot` as Codex names it. Empty for requests other than file changes,
 * since those name no paths that can be relied on.
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
 * Checks whether a file change stays in the thread's folders: each of its paths lies below one of
 * `workspace`, and not in `.git`, `.codex` or `.agents`, which decide what runs outside the sandbox. False
 * for every other kind of request, for one that asks to write for the rest of the session, and if the
 * paths cannot be checked.
 *
 * The result holds only for the moment of the request: a command of the model that runs meanwhile may
 * replace a folder with a link.
 *
 * @param request The request.
 * @category Approvals and tools
 */
export function insideWorkspace(request: ApprovalRequest): boolean {
  if (request?.kind !== "file_change" || request.grantRoot !== null) return false;
  const paths = pathsOf(request);
  return paths.length > 0 &&
    paths.every((path) => request.workspace.some((root) => lies(path, root)));
}
