/**
 * A permission profile, and the options that would contradict it.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { ThreadOptions } from "../../core/vocabulary/options.ts";

const INSTEAD = ["sandboxMode", "networkAccessEnabled"] as const;

/**
 * Refuses options that a permission profile replaces: Codex would obey only one of the two.
 *
 * @throws {InvalidInputError} If such an option is given together with a profile.
 */
export function checkProfile(options: ThreadOptions): void {
  if (!options.permissionProfile) return;
  const other = options.additionalDirectories?.length
    ? "additionalDirectories"
    : INSTEAD.find((option) => options[option] !== undefined);
  if (other === undefined) return;
  throw new InvalidInputError(
    "permissionProfile",
    `Cannot start a turn: a permissionProfile replaces ${other}; give only one of the two`,
  );
}
