/**
 * The browser's side of the handler. Browsers read no TypeScript: the server sends what esbuild makes
 * of this file. A page of your own takes it from the npm package as it stands.
 *
 * @module
 */
export * from "../../src/web/client/mod.ts";
