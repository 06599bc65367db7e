/**
 * Turns that survive their host: a thread's files in a store, and turns that any worker can take up
 * where another one was lost.
 *
 * @module
 */
export { folderStore, type FolderStoreOptions } from "./folder/folder_store.ts";
export type { StoredFile, TakenKey, ThreadStore } from "../core/ports/thread_store.ts";
export { TakenError } from "../core/vocabulary/taken_error.ts";
