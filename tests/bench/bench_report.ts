/**
 * The tables of the benchmark.
 *
 * @module
 */
import { markdownTable, median } from "./live_report.ts";
import { type RowName, ROWS, type Sample, type Subject } from "./rows.ts";

/** The table of one runtime, in Markdown: medians, and ratios to the floor. */
export function table(
  runtime: string,
  rows: ReadonlyMap<RowName, Readonly<Record<Subject, readonly Sample[]>>>,
): string {
  const head = [runtime, "floor", "SDK", "ratio", "peer", "ratio", "SDK MB", "peer MB", "floor MB"];
  const cells = Array.from(rows, ([name, samples]) => {
    const ms = (subject: Subject) => median(samples[subject].flatMap(({ ms }) => ms));
    const mb = (subject: Subject) =>
      ROWS[name].memory ? median(samples[subject].map(({ mb }) => mb)).toFixed(0) : "";
    const ratio = (subject: Subject) => {
      const value = ms(subject) / ms("floor");
      return Number.isNaN(value) ? "" : value.toFixed(2);
    };
    return [
      ROWS[name].title,
      time(ms("floor")),
      time(ms("sdk")),
      ratio("sdk"),
      time(ms("peer")),
      ratio("peer"),
      mb("sdk"),
      mb("peer"),
      mb("floor"),
    ];
  });
  return markdownTable(head, cells).join("\n");
}

function time(ms: number): string {
  return Number.isNaN(ms) ? "" : `${ms.toFixed(ms < 20 ? 1 : 0)} ms`;
}
