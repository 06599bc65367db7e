import { assert, assertEquals } from "@std/assert";
import { deno } from "../../.ci/command.ts";
import { withSdk } from "./sdk.ts";

/** A span, as the program prints it. */
interface Printed {
  readonly name: string;
  readonly id: string;
  readonly parent: string | null;
  readonly trace: string;
  readonly told: string | null;
  readonly ended: boolean;
}

Deno.test("traced() takes the tracer of OpenTelemetry's SDK, with a context manager and without", async () => {
  await withSdk([], async (cwd) => {
    for (const manager of ["with", "without"]) {
      const { code, stdout, stderr } = await deno(["run", "-A", "main.ts", manager], { cwd });
      assertEquals(code, 0, stderr);
      const spans: Printed[] = JSON.parse(stdout);
      const by = (name: string) => spans.find((span) => span.name === name);
      const [asked, turn, tool] = ["asked", "invoke_agent codex", "execute_tool shell"].map(by);
      assertEquals(spans.length, 3);
      assert(spans.every(({ ended }) => ended));
      assertEquals(tool?.parent, turn?.id);
      assertEquals(tool?.trace, turn?.trace);
      // Without a manager nobody knows what is active.
      assertEquals(turn?.parent, manager === "with" ? asked?.id : null);
      assertEquals(turn?.told, `00-${turn?.trace}-${turn?.id}-01`);
    }
  });
});
