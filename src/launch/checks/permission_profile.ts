/**
 * A permission profile, and what would contradict it.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { ThreadOptions } from "../../core/vocabulary/options.ts";

const INSTEAD = ["sandboxMode", "networkAccessEnabled"] as const;

/**
 * Refuses options that a permission profile takes the place of: Codex would obey one of the two.
 *
 * @throws {InvalidInputError} If there is one.
 */
export function checkProfile(options: ThreadOptions): void {
  if (!options.permissionProfile) return;
  const other = options.additionalDirectories?.length
    ? "additionalDirectories"
    : INSTEAD.find((option) => options[option] !== undefined);
  if (other === undefined) return;
  throw new InvalidInputError(
    "permissionProfile",
    `Cannot start a turn: a permissionProfile takes the place of ${other}; give one of the two`,
  );
}
