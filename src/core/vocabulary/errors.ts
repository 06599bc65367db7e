/**
 * The errors of the SDK: fields instead of prose to parse.
 *
 * @module
 */
export * from "./errors/base.ts";
export * from "./errors/call.ts";
export * from "./errors/process.ts";
export * from "./errors/stop.ts";
export * from "./errors/turn.ts";
