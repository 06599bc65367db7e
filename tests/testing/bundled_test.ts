import { assertStringIncludes } from "@std/assert";
import { build, stop } from "esbuild";
import { join } from "node:path";
import { must, ROOT, workFolder } from "../../.ci/command.ts";

Deno.test("fakeCodexBinary() says that it needs its own files, bundled to CommonJS", async () => {
  const work = await workFolder();
  try {
    const outfile = join(work.path, "testing.cjs");
    await build({
      entryPoints: [join(ROOT, "src", "testing", "mod.ts")],
      outfile,
      bundle: true,
      format: "cjs",
      platform: "node",
      logLevel: "silent",
    });
    const program = `require(${JSON.stringify(outfile)}).fakeCodexBinary([])
      .then(console.log, (error) => console.log(error.message))`;
    assertStringIncludes(
      await must("node", ["-e", program]),
      "Cannot make a fake codex executable: the SDK is bundled to CommonJS",
    );
  } finally {
    await stop();
    await work.remove();
  }
});
