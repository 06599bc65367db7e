/**
 * How the server reports missing files.
 *
 * @module
 */
import { RpcError } from "./rpc_errors.ts";

/** Whether an error says that a file or folder does not exist, as Unix and Windows do, in any language. */
export function isMissing(error: unknown): boolean {
  return error instanceof RpcError && /\(os error [23]\)/.test(error.message);
}
