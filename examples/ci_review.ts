/**
 * A review of a branch in CI. It fails the build on a typed verdict, and prints its findings as GitHub annotations.
 *
 *     deno run -A examples/ci_review.ts [--offline] [origin/main]
 *
 * It runs in a Git repository. On Node and Bun also install zod. The key is in CODEX_API_KEY, and the checkout needs
 * its history. The author of the branch can influence the model, too: this is one more review, not proof.
 *
 * @module
 */
import process from "node:process";
import { Codex } from "@codex-js/sdk";
import { message, reply, ResponsesServer, shell } from "@codex-js/sdk/testing";
import { z } from "zod";

const Review = z.object({
  verdict: z.enum(["pass", "block"]).describe("block if a finding is an error"),
  findings: z.array(z.object({
    level: z.enum(["error", "warning", "notice"]),
    file: z.string(),
    line: z.int(),
    text: z.string(),
  })),
});

const FOUND = {
  level: "error",
  file: "pay.ts",
  line: 3,
  text: "A retry charges twice.\nAsk first.",
};
// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT = [
  reply(shell("git log -1 --oneline")),
  reply(message(JSON.stringify({ verdict: "block", findings: [FOUND] }))),
];
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const base = process.argv.slice(2).find((word) => word !== "--offline") ?? "origin/main";
const codex = new Codex(model?.options());
const { output } = await codex
  .startThread({ sandboxMode: "read-only" })
  .run(`Review what this branch changes: git diff ${base}...HEAD. Report what is wrong.`, {
    outputSchema: Review,
    repair: 1,
    timeoutMs: 15 * 60_000,
  });

/** Text in a line that GitHub parses: no part of it may begin a command or a property. */
const escaped = (text: string) => text.replace(/[%\r\n:,]/g, encodeURIComponent);
for (const { level, file, line, text } of output.findings) {
  console.log(`::${level} file=${escaped(file)},line=${line}::${escaped(text)}`);
}
console.log(`${output.findings.length} findings: ${output.verdict}`);
process.exitCode = output.verdict === "pass" ? 0 : 1;

await model?.close();
