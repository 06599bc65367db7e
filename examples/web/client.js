/**
 * The browser's side of the handler. Browsers look up no names of packages: the server sends what esbuild
 * makes of this file.
 *
 * @module
 */
export * from "@codex-js/sdk/web/client";
