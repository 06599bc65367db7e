/**
 * The options of a hub.
 *
 * @module
 */
import { isDuration } from "../../core/base/duration.ts";
import { checkedOptions } from "../../core/options/check.ts";
import { described } from "../../core/base/words.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";

/**
 * Options of a hub.
 *
 * @category Web
 */
export interface ThreadHubOptions {
  /**
   * Milliseconds after which a thread without readers or turns is unloaded: Codex frees it, and the hub
   * drops its events. `Infinity`: never. Default: 300,000, five minutes.
   */
  readonly idleMs?: number | undefined;
  /**
   * Milliseconds that a question waits for an answer before it is declined. `Infinity`: until its turn
   * ends. Default: 600,000, ten minutes.
   */
  readonly questionTimeoutMs?: number | undefined;
  /** Approximate memory that the events of one thread may take, in bytes. Default: 16 MiB. */
  readonly maxLogBytes?: number | undefined;
}

/** Options of a hub with their defaults. */
export type HubSettings = { readonly [K in keyof ThreadHubOptions]-?: number };

const DEFAULTS: HubSettings = {
  idleMs: 300_000,
  questionTimeoutMs: 600_000,
  maxLogBytes: 16 * 1024 * 1024,
};

const KINDS: { readonly [K in keyof HubSettings]: [(value: unknown) => boolean, string] } = {
  idleMs: [isTime, "a number of milliseconds, or Infinity"],
  questionTimeoutMs: [isTime, "a number of milliseconds, or Infinity"],
  maxLogBytes: [(value) => typeof value === "number" && value > 0, "a number above 0"],
};

/**
 * Returns the options with their defaults.
 *
 * @throws {InvalidInputError} If an option is unknown or its value is invalid.
 */
export function hubSettings(given: ThreadHubOptions): HubSettings {
  const act = "make a hub";
  const settings: Record<string, number> = { ...DEFAULTS };
  for (const [name, value] of Object.entries(checkedOptions("hub", given, act))) {
    if (value === undefined) continue;
    const [fits, words] = KINDS[name as keyof HubSettings];
    if (!fits(value)) {
      const state = `${name} must be ${words}, not ${described(value)}`;
      throw new InvalidInputError(name, `Cannot ${act}: ${state}`);
    }
    settings[name] = value as number;
  }
  return settings as unknown as HubSettings;
}

function isTime(value: unknown): boolean {
  return isDuration(value) || value === Infinity;
}
