/**
 * A home for Codex that holds nothing of the user's.
 *
 * @module
 */
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type nodeProcess from "node:process";

/**
 * Options for a client in a test: its Codex talks to the test's server and keeps its threads separate.
 *
 * @category Offline model
 */
export interface HermeticOptions {
  /** The server's address. */
  readonly baseUrl: string;
  /** A placeholder, not a real key. */
  readonly apiKey: string;
  /**
   * The program's environment, without what Codex or the service of its model would read, and with the
   * home.
   */
  readonly env: Record<string, string>;
}

const PREFIX = "home-";
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * At each start, Codex asks GitHub and ChatGPT for plugins and sends statistics to OpenAI, in the
 * background.
 */
const CONFIG = `[features]
plugins = false

[analytics]
enabled = false
`;

/**
 * Makes a new folder for CODEX_HOME, whose configuration makes Codex contact only the model's server. It
 * is not in the temporary folder, where Codex refuses to put some of its helpers.
 */
export function makeHome(): string {
  const base = join(homedir(), ".cache", "codex-js-sdk");
  mkdirSync(base, { recursive: true, mode: 0o700 });
  removeStale(base);
  const home = mkdtempSync(join(base, `${PREFIX}${process().pid}-`));
  writeFileSync(join(home, "config.toml"), CONFIG);
  return home;
}

/** Removes homes whose programs have ended, one day after a file was last added. Never throws. */
function removeStale(base: string): void {
  try {
    for (const name of readdirSync(base)) {
      const path = join(base, name);
      const isOld = name.startsWith(PREFIX) && Date.now() - lstatSync(path).mtimeMs > DAY_MS;
      if (isOld && isGone(parseInt(name.slice(PREFIX.length)))) removeHome(path);
    }
  } catch {
    // Another program is removing it, or the folder may not be read.
  }
}

/** Whether a process is known to have ended. */
function isGone(pid: number): boolean {
  try {
    process().kill(pid, 0);
    return false;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === "ESRCH";
  }
}

function process(): typeof nodeProcess {
  return (globalThis as unknown as { process: typeof nodeProcess }).process;
}

/** Removes a home. Codex may still be writing to it as it ends. */
export function removeHome(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

/** The options of a client. */
export function hermeticOptions(baseUrl: string, home: string): HermeticOptions {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process().env)) {
    if (value !== undefined && !/^(CODEX|OPENAI)_/i.test(name)) env[name] = value;
  }
  return { baseUrl, apiKey: "sk-offline", env: { ...env, CODEX_HOME: home } };
}
