/**
 * The parts of the test suite, and their sum.
 *
 * @module
 */

/** What one part of the suite found. */
export interface Part {
  readonly passed: number;
  readonly failed: number;
  /** What to show once the part is over; "" if it was shown as it came. */
  readonly output: string;
  /** Whether it is right that it ran nothing. */
  readonly isSkipped?: boolean;
}

/** Runs a part, tells how it went, and turns whatever is wrong with it into a failure. */
export async function part(name: string, work: () => Promise<Part>): Promise<Part> {
  const start = performance.now();
  const found = await settle(work);
  const empty = found.passed + found.failed === 0;
  if (empty && found.isSkipped) return found;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const counts = empty ? "ran nothing" : `${found.passed} ok, ${found.failed} not`;
  console.log(`${found.output}-- ${name}: ${counts} (${seconds} s)`);
  return empty ? { ...found, failed: 1 } : found;
}

/** The counts of a program that ended with `code`: it has failed if it says so in either way. */
export function counted(code: number, passed: number, failed: number, output = ""): Part {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, output };
}

/** The sum of the parts. */
export function sum(parts: readonly Part[]): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const part of parts) {
    passed += part.passed;
    failed += part.failed;
  }
  return { passed, failed };
}

async function settle(work: () => Promise<Part>): Promise<Part> {
  try {
    return await work();
  } catch (error) {
    return { passed: 0, failed: 1, output: `${error instanceof Error ? error.stack : error}\n` };
  }
}
