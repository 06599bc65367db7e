/**
 * Every set-up, in the order of the table.
 *
 * @module
 */
import { CHEAP, type Setup } from "../setups.ts";
import { BUNDLERS } from "./bundlers.ts";
import { EXECUTABLES } from "./executables.ts";
import { FRAMEWORK_SETUPS } from "./frameworks.ts";
import { INSTALLERS } from "./installers.ts";
import { NEST } from "./nest.ts";
import { NODES } from "./nodes.ts";
import { PLACES } from "./places.ts";
import { TESTERS } from "./testers.ts";
import { TYPESCRIPTS } from "./typescript.ts";

/** Every set-up. `tried` and `packages` have the versions that it was tried with. */
export const ALL: readonly Setup[] = [
  ...NODES,
  ...TYPESCRIPTS,
  ...CHEAP,
  ...BUNDLERS,
  ...FRAMEWORK_SETUPS,
  ...NEST,
  ...EXECUTABLES,
  ...INSTALLERS,
  ...PLACES,
  ...TESTERS,
];
