/**
 * What the applications among the examples share: a model (the real one, or a script that needs no network), a scratch folder, and a clean end,
 * also on Ctrl-C.
 *
 * The real model is asked when there is a Codex login or an API key; `--offline` forces the script.
 * Offline, the real `codex` program runs all the same: a server on 127.0.0.1 stands in for the service behind it.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { AbortError, CodexError, type CodexOptions } from "@codex-js/sdk";
import { type ResponsesScript, ResponsesServer } from "@codex-js/sdk/testing";

/** What an example works with. */
export interface Stage {
  /** Options for `new Codex()` and `AppServer.start()`. */
  readonly options: CodexOptions;
  /** Whether the script answers instead of the real model. */
  readonly offline: boolean;
  /** An empty folder to work in, removed at the end. */
  readonly folder: string;
  /** Fires on Ctrl-C; pass it to every turn. */
  readonly signal: AbortSignal;
  /** From now on Ctrl-C calls `handler`, and `signal` is for SIGTERM and a closed terminal. */
  onInterrupt(handler: () => void): void;
}

/** A model and why it was chosen. */
export interface Choice {
  /** Whether the script answers. */
  readonly offline: boolean;
  /** In words, for the terminal. */
  readonly reason: string;
  /** A key that Codex would not find by itself. */
  readonly apiKey?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const TWICE_MS = 100;
/** The flag. */
const OFFLINE = "--offline";

/** Decides between the real model and the script. */
export function chooseModel(
  env: Env,
  args: readonly string[],
  exists: (path: string) => boolean = existsSync,
): Choice {
  if (args.includes(OFFLINE)) return { offline: true, reason: OFFLINE };
  if (env.CODEX_API_KEY) return { offline: false, reason: "CODEX_API_KEY" };
  if (exists(join(env.CODEX_HOME || join(homedir(), ".codex"), "auth.json"))) {
    return { offline: false, reason: "Codex's login" };
  }
  // Codex itself does not look at this variable.
  if (env.OPENAI_API_KEY) {
    return { offline: false, reason: "OPENAI_API_KEY", apiKey: env.OPENAI_API_KEY };
  }
  return { offline: true, reason: "no Codex login and no API key" };
}

/**
 * Runs an example and cleans up after it. Errors are printed and set the exit code.
 *
 * @param script The scripted model's answers.
 * @param example The example itself.
 * @param args The program's arguments.
 */
export async function runExample(
  script: ResponsesScript,
  example: (stage: Stage) => Promise<void>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const abort = new AbortController();
  let onInterrupt = () => abort.abort();
  let last = -Infinity;
  // Stays until the end: a task runner passes Ctrl-C on, so that it arrives twice.
  const onSignal = (name: string) => {
    if (name !== "SIGINT") return abort.abort();
    const twice = performance.now() - last < TWICE_MS;
    last = performance.now();
    if (!twice) onInterrupt();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  // Linked temporary folders (macOS) would otherwise show up under two names.
  const root = await mkdtemp(join(await realpath(tmpdir()), "codex-example-"));
  const choice = chooseModel(process.env, args);
  const server = choice.offline ? await ResponsesServer.start(script) : null;
  try {
    const [folder, home, temp] = ["work", "home", "tmp"].map((name) => join(root, name));
    for (const path of [folder, home, temp]) await mkdir(path as string);
    console.log(
      server === null
        ? `Model: the real one (${choice.reason})\n`
        : `Model: offline, a scripted stand-in on ${server.url} (${choice.reason})\n`,
    );
    const env = environment({ TMPDIR: temp as string, TMP: temp as string, TEMP: temp as string });
    const options: CodexOptions = server === null
      ? { env, ...(choice.apiKey === undefined ? {} : { apiKey: choice.apiKey }) }
      : {
        env: { ...env, CODEX_HOME: home as string, HOME: home as string },
        baseUrl: server.url,
        apiKey: "offline",
      };
    await example({
      options,
      offline: server !== null,
      folder: folder as string,
      signal: abort.signal,
      onInterrupt: (handler) => onInterrupt = handler,
    });
    for (const { message } of server?.unexpected ?? []) throw new Error(message);
  } catch (error) {
    report(error, abort.signal.aborted);
  } finally {
    await server?.close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}

/** Control characters but "\n" and "\t", and marks that reverse the direction of text. */
// deno-lint-ignore no-control-regex -- that is what it is for
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A text of the model's, or of a command, for the terminal. Unchanged, it could clear the screen, write to
 * the clipboard, or show a different command from the one that needs approval.
 */
export function visible(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(CONTROLS, (control) => {
    const code = control.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}

/** The same on a single line, for text that is followed by a line of the program's own. */
export function oneLine(text: string): string {
  return visible(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

/** Prints a line that contains words of the model. */
export function print(...words: readonly unknown[]): void {
  console.log(visible(words.join(" ")));
}

/** The program's environment with some changes. */
function environment(changes: Readonly<Record<string, string>>): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined) env[name] = value;
  }
  return { ...env, ...changes };
}

function report(error: unknown, stopped: boolean): void {
  // In a terminal Ctrl-C reaches Codex too, which may end before it is stopped.
  if (error instanceof AbortError || (stopped && error instanceof CodexError)) {
    console.error("\nStopped.");
    process.exitCode = 130;
    return;
  }
  // Errors quote what Codex says, and what it says may be the model's.
  const { stack } = error as Error;
  console.error(
    visible(
      error instanceof CodexError ? `\n${error.name}: ${error.message}` : stack ?? `${error}`,
    ),
  );
  process.exitCode = 1;
}
