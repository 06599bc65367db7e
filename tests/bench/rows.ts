/**
 * What the benchmark of turns measures: its rows, and what stands in each.
 *
 * @module
 */

/** Who runs a turn: a bare loop that spawns, splits and parses; this SDK; the peer. */
export const SUBJECTS = ["floor", "sdk", "peer"] as const;

/** Who runs a turn. */
export type Subject = (typeof SUBJECTS)[number];

/** One row. */
export interface Row {
  /** Its name in the tables. */
  readonly title: string;
  /** Whether the peak memory of the process that measures means something. */
  readonly memory: boolean;
  /** Who can be measured. */
  readonly subjects: readonly Subject[];
  /** Samples, each from a process of its own. */
  readonly samples: number;
}

const MEASURED = { memory: true, subjects: SUBJECTS, samples: 5 } as const;

/** The rows, by the name that the program takes. */
export const ROWS = {
  small: { title: "300,000 small events", ...MEASURED, samples: 9 },
  told: {
    title: "300,000 small events, each reported to `debug`",
    memory: true,
    subjects: ["floor", "sdk"],
    samples: 9,
  },
  wide: { title: "100 events of 1 MB", ...MEASURED },
  long: { title: "one line of 64 MB", ...MEASURED },
  many: { title: "64 turns at once, 1,000 events each", ...MEASURED, samples: 9 },
  turn: { title: "a turn of the real Codex", ...MEASURED, memory: false, samples: 7 },
  first: { title: "import, and a first turn of 3 events", ...MEASURED, memory: false, samples: 9 },
  import: {
    title: "import, Node's modules loaded before",
    memory: false,
    subjects: ["sdk", "peer"],
    samples: 9,
  },
  cold: {
    title: "import, nothing loaded before",
    memory: false,
    subjects: ["sdk", "peer"],
    samples: 9,
  },
} as const satisfies Record<string, Row>;

/** The name of a row. */
export type RowName = keyof typeof ROWS;

/** What one process has measured. */
export interface Sample {
  /** Milliseconds, of one or more runs. */
  readonly ms: readonly number[];
  /** Peak of the resident set, in megabytes. */
  readonly mb: number;
}
