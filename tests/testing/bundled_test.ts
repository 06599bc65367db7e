import { assertStringIncludes } from "@std/assert";
import { build, type Format, stop } from "esbuild";
import { join } from "node:path";
import { must, ROOT, workFolder } from "../../.ci/command.ts";

// The bundler is a process, which may end a little later.
const BUNDLES = { sanitizeOps: false, sanitizeResources: false };

for (const [format, kind] of [["cjs", "CommonJS"], ["esm", "a module"]] as const) {
  Deno.test(
    `fakeCodexBinary() says that it needs its own files, bundled to ${kind}`,
    BUNDLES,
    async () => {
      const work = await workFolder();
      try {
        const bundle = await bundled(work.path, format);
        const program = `import(${JSON.stringify(bundle)})
        .then((testing) => testing.fakeCodexBinary([]))
        .then(console.log, (error) => console.log(error.message))`;
        assertStringIncludes(
          await must("node", ["-e", program]),
          "Cannot make a fake codex executable: the SDK is part of a bundle",
        );
      } finally {
        await stop();
        await work.remove();
      }
    },
  );
}

async function bundled(folder: string, format: Format): Promise<string> {
  const outfile = join(folder, `testing.${format === "cjs" ? "cjs" : "mjs"}`);
  await build({
    entryPoints: [join(ROOT, "src", "testing", "mod.ts")],
    outfile,
    bundle: true,
    format,
    platform: "node",
    logLevel: "silent",
  });
  return outfile;
}
