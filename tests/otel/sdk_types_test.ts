import { assertEquals } from "@std/assert";
import { deno } from "../../.ci/command.ts";
import { withSdk } from "./sdk.ts";

Deno.test("traced() takes the tracer of OpenTelemetry's SDK by its types", async () => {
  await withSdk(["@types/node@24"], async (cwd) => {
    const { code, stderr } = await deno(["check", "main.ts"], { cwd });
    assertEquals(code, 0, stderr);
  });
});
