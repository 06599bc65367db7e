/**
 * Sorts issues: four at a time, with a progress bar, retries, and token counts.
 *
 *     deno run -A examples/triage.ts [--offline] "Charged twice after a timeout" "Typo on the start page"
 *
 * On Node and Bun also install zod.
 *
 * @module
 */
import process from "node:process";
import { addUsage, Codex, retry, type Usage } from "@codex-js/sdk";
import { httpError, message, reply, ResponsesServer } from "@codex-js/sdk/testing";
import { z } from "zod";

const issues = process.argv.slice(2).filter((word) => word !== "--offline");
if (issues.length === 0) issues.push("Charged twice", "Typo", "Slow", "Ugly", "Crash");
const Triage = z.object({ severity: z.enum(["high", "low"]), why: z.string() });

// Offline, Codex runs all the same, and a script plays the model, which is busy at first.
const SCRIPT = ({ index, texts }: { index: number; texts: readonly string[] }) => {
  if (index === 0) return httpError(429);
  const severity = /charged|crash/i.test(texts.at(-1) ?? "") ? "high" : "low";
  return reply(message(JSON.stringify({ severity, why: "Says a script." })));
};
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;
const codex = new Codex(model?.options());

const lines: string[] = [];
let [tokens, retries, failed] = [null as Usage | null, 0, 0];

/** Sorts an issue. A temporary failure is retried up to three times. */
async function triage(issue: string): Promise<string> {
  const prompt = `Triage this issue, without looking at any files:\n\n${issue}`;
  const thread = codex.startThread({ sandboxMode: "read-only", skipGitRepoCheck: true });
  const ask = () => thread.run(prompt, { outputSchema: Triage, timeoutMs: 120_000 });
  const turn = await retry(ask, { onRetry: () => retries++ });
  tokens = addUsage(tokens, turn.usage);
  return `${turn.output.severity.padEnd(5)}${issue}: ${turn.output.why}`;
}

const waiting = [...issues];
await Promise.all([1, 2, 3, 4].map(async () => {
  for (let issue = waiting.shift(); issue !== undefined; issue = waiting.shift()) {
    lines.push(await triage(issue).catch((error) => `${++failed && "?    "}${issue}: ${error}`));
    const bar = "#".repeat(lines.length).padEnd(issues.length, ".");
    if (process.stderr.isTTY) process.stderr.write(`\r[${bar}] `);
  }
}));
console.log(`\n${lines.sort().join("\n")}`);
console.log(`${tokens?.input_tokens} tokens in, ${tokens?.output_tokens} out, ${retries} retries`);

process.exitCode = failed > 0 ? 1 : 0;
await model?.close();
