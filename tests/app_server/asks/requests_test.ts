import { assertEquals } from "@std/assert";
import { answerRequest } from "../../../src/app_server/asks/requests.ts";
import type { AskingTurn, ThreadScope } from "../../../src/app_server/asks/scope.ts";
import { SILENCE } from "../../../src/app_server/link/connection.ts";
import { soon } from "../link/line_pairs.ts";
import { countedSignal } from "../../core/base/counted_signal.ts";

const ASK = "item/commandExecution/requestApproval";
const ASKED = { command: "ls", cwd: "/" };

/** A turn that can end. */
function asking(): { readonly scope: ThreadScope } & ReturnType<typeof countedSignal> {
  const counted = countedSignal();
  const turn = { ended: counted.controller } as unknown as AskingTurn;
  const scope = { turn, tools: [], places: null } as unknown as ThreadScope;
  return { scope, ...counted };
}

Deno.test("answerRequest() listens once to its turn, however often it asks", async () => {
  const { scope, controller, counts } = asking();
  const accepted = { decision: "accept" };
  for (let count = 0; count < 20; count++) {
    const answer = await answerRequest(ASK, ASKED, scope, { onApproval: () => "accept" });
    assertEquals(answer, accepted);
  }
  let fired = 0;
  const client = {
    onApproval: ({ signal }: { readonly signal: AbortSignal }) => {
      signal.addEventListener("abort", () => fired++);
      return new Promise<never>(() => {});
    },
  };
  const waiting = Array.from({ length: 20 }, () => answerRequest(ASK, ASKED, scope, client));
  assertEquals([counts.added, counts.left()], [1, 1]);
  await soon();
  controller.abort();
  assertEquals(await Promise.all(waiting), waiting.map(() => SILENCE));
  assertEquals([fired, counts.added], [20, 1]);
});
