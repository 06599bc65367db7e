/**
 * What came of a check.
 *
 * @module
 */

/** What came of a check: as it should be, or not, and a word for the table. */
export interface Outcome {
  readonly ok: boolean;
  readonly text: string;
}

/** Whether one version comes before another. */
export function isOlder(version: string, other: string): boolean {
  const parts = (text: string): number[] => text.split(".").map((part) => parseInt(part, 10));
  const [left, right] = [parts(version), parts(other)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** A table in Markdown, and below it what went wrong in full. */
export function markdown(
  columns: readonly string[],
  rows: readonly { readonly name: string; readonly outcomes: Readonly<Record<string, Outcome>> }[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const problems: string[] = [];
  const body = rows.map(({ name, outcomes }) =>
    line([
      name,
      ...columns.map((column) => {
        const outcome = outcomes[column];
        if (outcome === undefined) return "did not run";
        if (outcome.ok) return outcome.text;
        problems.push(`${problems.length + 1}. ${name}, ${column}: ${outcome.text}`);
        return `FAILED ${problems.length}`;
      }),
    ])
  );
  const head = [line(["", ...columns]), line(["---", ...columns.map(() => "---")])];
  return [...head, ...body, ...(problems.length === 0 ? [] : ["", ...problems])].join("\n");
}
