/** A tool call inside the JavaScript of code mode. */
export interface NestedCall {
  /** JavaScript that makes the call and returns a promise. */
  readonly expression: string;
  /** How long the call may take before Codex answers the model, in milliseconds; 0: Codex's default. */
  readonly yieldMs: number;
}

/**
 * The source for Codex's `exec` tool that makes calls in parallel and shows the model each result.
 * Measured with Codex 0.169: several `exec` calls in one reply run one after the other.
 */
export function execScript(calls: readonly NestedCall[]): string {
  const longest = Math.max(...calls.map((call) => call.yieldMs));
  // The script must wait longer than its commands, or the model only hears that a script is running.
  const pragma = longest === 0 ? "" : `// @exec: {"yield_time_ms": ${longest + 5000}}\n`;
  return `${pragma}const results = await Promise.allSettled([
${calls.map((call) => `  ${call.expression},`).join("\n")}
]);
for (const { status, value, reason } of results) text(status === "rejected" ? String(reason) : value?.output ?? value);`;
}
