/**
 * OpenTelemetry's own SDK, in a folder of its own, with a program that takes it: nothing of the project
 * depends on it.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { npmInstall } from "../../.ci/consumer.ts";

/** What a user installs; 2.x of the SDK goes with 1.x of the API. */
const PACKAGES = [
  "@opentelemetry/api@1.9.1",
  "@opentelemetry/sdk-trace-base@2.12.1",
  "@opentelemetry/context-async-hooks@2.12.1",
];
const ROOT = new URL("../../", import.meta.url).href;

/** Does something in a folder with the program, `main.ts`. */
export async function withSdk(
  packages: readonly string[],
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "codex-js-otel-" });
  try {
    await Deno.writeTextFile(join(folder, "package.json"), '{ "type": "module" }\n');
    await npmInstall(folder, [...PACKAGES, ...packages]);
    const { compilerOptions } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
    const config = { compilerOptions, nodeModulesDir: "manual" };
    await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify(config));
    const program = await Deno.readTextFile(
      fromFileUrl(import.meta.resolve("./sdk_program.ts.txt")),
    );
    await Deno.writeTextFile(join(folder, "main.ts"), program.replaceAll("SDK/", ROOT));
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
