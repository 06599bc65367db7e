/**
 * What the project's own scripts do.
 *
 * @module
 */
export { must, ROOT, workFolder } from "../../.ci/command.ts";
export { npmInstall } from "../../.ci/consumer.ts";
export { pack } from "../../.ci/pack.ts";
