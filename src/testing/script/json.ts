/**
 * A script as JSON, for a fake Codex in another process.
 *
 * @module
 */
import { MAX_DELAY } from "../../core/base/duration.ts";
import type { FakeStep, FakeTurn } from "./script.ts";

/** A regular expression, which JSON does not have. */
interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/** The script as JSON. */
export function scriptToJson(script: readonly FakeTurn[]): string {
  return JSON.stringify(script.map((given) => {
    const turn = { ...given, steps: given.steps.map(finite) };
    const prompt = turn.expect?.prompt;
    if (!(prompt instanceof RegExp)) return turn;
    const pattern: Pattern = { source: prompt.source, flags: prompt.flags };
    return { ...turn, expect: { ...turn.expect, prompt: pattern } };
  }));
}

/** JSON has no word for infinity. */
function finite(step: FakeStep): FakeStep {
  return step.do === "delay" ? { ...step, ms: Math.min(step.ms, MAX_DELAY) } : step;
}

/** The script from its JSON. */
export function scriptFromJson(json: string): FakeTurn[] {
  const script = JSON.parse(json) as FakeTurn[];
  return script.map((turn) => {
    const prompt = turn.expect?.prompt as string | Pattern | undefined;
    if (typeof prompt !== "object") return turn;
    return { ...turn, expect: { ...turn.expect, prompt: new RegExp(prompt.source, prompt.flags) } };
  });
}
