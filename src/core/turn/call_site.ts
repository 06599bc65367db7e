/**
 * Where in the program a turn was started. Its errors come from a process, on paths that no runtime's
 * asynchronous stack traces follow back to the caller.
 *
 * @module
 */

/** A place in the program. Its frames are formatted only when they are read. */
export interface CallSite {
  /** The frames. */
  readonly stack?: unknown;
}

/** `Error.captureStackTrace()` of V8 and JavaScriptCore. */
type Capture = (target: object, entry: (...args: never[]) => unknown) => void;

/**
 * Returns who called `entry`, a public function of the SDK whose call is in progress. Takes 5 µs on Node,
 * less on Deno and Bun.
 */
export function callSite(entry: (...args: never[]) => unknown): CallSite {
  const { captureStackTrace } = Error as { readonly captureStackTrace?: Capture };
  if (captureStackTrace === undefined) return new Error();
  const site: CallSite = {};
  captureStackTrace.call(Error, site, entry);
  return site;
}

/** Adds the caller of the turn to an error's stack, only once even if the error is reported twice. */
export function traceTo(error: unknown, site: CallSite): void {
  if (typeof site.stack !== "string") return;
  const frames = site.stack.split("\n").filter((line) => /^\s+at /.test(line)).join("\n");
  try {
    if (!(error instanceof Error) || frames === "" || error.stack?.includes(frames)) return;
    error.stack = `${error.stack ?? String(error)}\n${frames}`;
  } catch {
    // Frozen by its owner, or with a stack of its owner's making: it stays as it is.
  }
}

/** Runs a function on behalf of `caller`, which is added to the stack of its error. */
export async function traced<T>(caller: CallSite, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    traceTo(error, caller);
    throw error;
  }
}
