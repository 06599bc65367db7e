/**
 * Stand-in for `@std/path` where JSR cannot be reached.
 *
 * @module
 */
export { basename, dirname, join, resolve } from "node:path";
export { fileURLToPath as fromFileUrl, pathToFileURL as toFileUrl } from "node:url";
