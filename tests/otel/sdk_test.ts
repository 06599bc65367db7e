import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { npmInstall } from "../../.ci/consumer.ts";

/** What a user installs; 2.x of the SDK goes with 1.x of the API. */
const PACKAGES = [
  "@opentelemetry/api@1.9.1",
  "@opentelemetry/sdk-trace-base@2.12.1",
  "@opentelemetry/context-async-hooks@2.12.1",
  "@types/node@24",
];
const ROOT = new URL("../../", import.meta.url).href;

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
  const folder = await Deno.makeTempDir({ prefix: "codex-js-otel-" });
  try {
    await Deno.writeTextFile(join(folder, "package.json"), '{ "type": "module" }\n');
    await npmInstall(folder, PACKAGES);
    const { compilerOptions } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
    const config = { compilerOptions, nodeModulesDir: "manual" };
    await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify(config));
    const program = await Deno.readTextFile(
      fromFileUrl(import.meta.resolve("./sdk_program.ts.txt")),
    );
    await Deno.writeTextFile(join(folder, "main.ts"), program.replaceAll("SDK/", ROOT));
    for (const [manager, ...flags] of [["with", "--check"], ["without"]]) {
      const args = ["run", "-A", ...flags, "main.ts", `${manager}`];
      const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
        args,
        cwd: folder,
      }).output();
      assert(success, new TextDecoder().decode(stderr));
      const spans: Printed[] = JSON.parse(new TextDecoder().decode(stdout));
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
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
