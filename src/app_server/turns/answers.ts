/**
 * Who answers Codex's requests in a turn.
 *
 * @module
 */
import type { ApprovalRequest } from "../asks/approvals.ts";
import type { LiveCallbacks } from "../asks/callbacks.ts";
import type { Places } from "../asks/places.ts";
import type { Tool } from "../../core/vocabulary/tool.ts";
import type { RunInContext } from "../../core/ports/host.ts";
import type { ThreadFacts } from "./params/turn_start.ts";

/** Who answers Codex's requests. */
export interface Answers extends LiveCallbacks {
  /** The tools of the host program. */
  readonly tools: readonly Tool[];
  /** Where the turn works, or null if unknown. */
  readonly places: Places | null;
}

/**
 * Returns the callbacks and tools that answer for a turn, in the asynchronous context of its caller.
 *
 * @param callbacks Those of the turn, its thread and the client: the first that has a callback answers.
 * @param thread The thread's tools, and where it works.
 * @param inContext Runs a function in that context.
 * @param cancelled Called if an approval is answered with "cancel".
 */
export function turnAnswers(
  callbacks: readonly LiveCallbacks[],
  { options, places }: Pick<ThreadFacts, "options" | "places">,
  inContext: RunInContext,
  cancelled: (request: ApprovalRequest) => void,
): Answers {
  const first = <K extends keyof LiveCallbacks>(name: K): LiveCallbacks[K] | undefined =>
    callbacks.find((some) => some[name] !== undefined)?.[name];
  const [onApproval, onUserInput, onElicitation] = [
    first("onApproval"),
    first("onUserInput"),
    first("onElicitation"),
  ];
  return {
    ...(onApproval && {
      onApproval: async (request) => {
        const decision = await inContext(() => onApproval(request));
        if (decision === "cancel" && !request.signal.aborted) cancelled(request);
        return decision;
      },
    }),
    ...(onUserInput && { onUserInput: (request) => inContext(() => onUserInput(request)) }),
    ...(onElicitation && { onElicitation: (request) => inContext(() => onElicitation(request)) }),
    places,
    tools: (options.tools ?? []).map((tool) => ({
      ...tool,
      call: (args, call) => inContext(() => tool.call(args, call)),
    })),
  };
}
