/**
 * The tables of the benchmark.
 *
 * @module
 */
import { markdownTable, median } from "./live_report.ts";
import { type RowName, ROWS, type Sample, type Subject } from "./rows.ts";

/** What one runtime has measured. */
export interface BenchReport {
  /** The runtime and its version. */
  readonly runtime: string;
  /** The samples of each row. */
  readonly rows: ReadonlyMap<RowName, Readonly<Record<Subject, readonly Sample[]>>>;
}

/** The table of one runtime, in Markdown: medians, and how many times the floor's they are. */
export function details({ runtime, rows }: BenchReport): string {
  const head = [runtime, "floor", "SDK", "peer", "MB: floor", "SDK", "peer"];
  const cells = Array.from(rows, ([name, samples]) => {
    const floor = ms(samples.floor);
    const cell = (subject: Subject) => {
      const value = ms(samples[subject]);
      if (Number.isNaN(value)) return "";
      const ratio = Number.isNaN(floor) ? "" : ` × ${(value / floor).toFixed(2)}`;
      return `${time(value)} ms${ratio}`;
    };
    const memory = (["floor", "sdk", "peer"] as const)
      .map((subject) =>
        ROWS[name].memory && samples[subject].length > 0 ? mb(samples[subject]) : ""
      );
    return [
      ROWS[name].title,
      Number.isNaN(floor) ? "" : `${time(floor)} ms`,
      cell("sdk"),
      cell("peer"),
      ...memory,
    ];
  });
  return markdownTable(head, cells).join("\n");
}

/** One table of all runtimes, in Markdown: the SDK against the peer. */
export function overview(reports: readonly BenchReport[]): string {
  const names = [...reports[0]?.rows.keys() ?? []];
  const line = (title: string, cell: (samples: Record<Subject, readonly Sample[]>) => string) =>
  (
    name: RowName,
  ) => [
    title,
    ...reports.map(({ rows }) => cell(rows.get(name) as Record<Subject, readonly Sample[]>)),
  ];
  const cells = names.flatMap((name) => {
    const { title, memory, subjects } = ROWS[name];
    const floor = (subjects as readonly Subject[]).includes("floor");
    const ratio = line(
      title,
      ({ floor, sdk, peer }) =>
        [sdk, peer].filter(({ length }) => length > 0)
          .map((samples) => (ms(samples) / ms(floor)).toFixed(2)).join(" / "),
    );
    const plain = line(`${title}, ms`, ({ sdk, peer }) => `${time(ms(sdk))} / ${time(ms(peer))}`);
    const peak = line(
      "its peak memory, MB",
      ({ sdk, peer }) => [sdk, peer].filter(({ length }) => length > 0).map(mb).join(" / "),
    );
    return [floor ? ratio(name) : plain(name), ...memory ? [peak(name)] : []];
  });
  const head = ["SDK / peer, in times of the floor", ...reports.map(({ runtime }) => runtime)];
  return markdownTable(head, cells).join("\n");
}

function ms(samples: readonly Sample[]): number {
  return median(samples.flatMap(({ ms }) => ms));
}

function mb(samples: readonly Sample[]): string {
  return median(samples.map(({ mb }) => mb)).toFixed(0);
}

function time(ms: number): string {
  return ms.toFixed(ms < 20 ? 1 : 0);
}
