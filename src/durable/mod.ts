/**
 * Turns that survive their host: a thread's files in a store, and turns that any worker can take up
 * where another one was lost. An engine of your choice (a workflow system, a job queue) says who runs
 * what; this is what it can repeat safely.
 *
 * @module
 */
export { runDurableTurn } from "./run.ts";
export type * from "./options.ts";
export { folderStore, type FolderStoreOptions } from "./folder/folder_store.ts";
export type { StoredFile, TakenKey, ThreadStore } from "../core/ports/thread_store.ts";
export { TakenError } from "../core/vocabulary/taken_error.ts";
