/**
 * What the server says of files that are not there.
 *
 * @module
 */
import { RpcError } from "./rpc_errors.ts";

/** Whether an error says that a file or a folder is not there: as Unix and Windows do, in whatever language. */
export function isMissing(error: unknown): boolean {
  return error instanceof RpcError && /\(os error [23]\)/.test(error.message);
}
