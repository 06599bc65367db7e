/**
 * Turns that survive their host: a thread's files in a store, and turns that any worker can continue
 * after another one was lost. An engine of your choice (a workflow system, a job queue) decides who runs
 * what; a durable turn is a step that it can safely repeat.
 *
 * @module
 */
export { runDurableTurn } from "./run.ts";
export type * from "./options.ts";
export { folderStore, type FolderStoreOptions } from "./folder/folder_store.ts";
export type { StoredFile, TakenKey, ThreadStore } from "../core/ports/thread_store.ts";
export { TakenError } from "../core/vocabulary/taken_error.ts";
