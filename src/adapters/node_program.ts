/**
 * The program on Node: where its modules are. Also in Electron, whose main process is Node.
 *
 * @module
 */
// Not `createRequire` by its name: webpack would take its result for its own `require`, and warn.
import nodeModule from "node:module";
import type { Permits } from "./files/permitted.ts";

/** The fields of `process` that describe the program. */
export interface NodeProgram {
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  readonly execPath: string;
  /** In Electron: the kind of this process. */
  readonly type?: string;
  /** In Electron: whether the first argument is the program to run, as in development. */
  readonly defaultApp?: boolean;
  /** In Electron: the folder of the packaged program. */
  readonly resourcesPath?: string;
  /** The module that Node was started with, if that is CommonJS. */
  readonly mainModule?: { readonly filename: string } | undefined;
}

/**
 * Returns the path of the main module, or null. With `-e` and the like, the first argument is the program's
 * own and names no module. Neither does it in a packaged Electron program, which gets the documents to open:
 * those must not choose the Codex.
 */
export function mainModuleOf(program: NodeProgram): string | null {
  const { argv, execArgv, type, defaultApp, resourcesPath, mainModule } = program;
  if (type !== undefined && !defaultApp) {
    if (mainModule !== undefined) return mainModule.filename;
    return resourcesPath === undefined ? null : `${resourcesPath}/app.asar/package.json`;
  }
  const evaluates = execArgv.some((flag) => /^(-[a-z]*[ep]|--eval|--print)\b/.test(flag));
  return evaluates ? null : argv[1] ?? null;
}

/** Whether Node runs a program that was put into its own executable. */
export function isSingleExecutable({ execPath }: Pick<NodeProgram, "execPath">): boolean {
  try {
    return nodeModule.createRequire(execPath)("node:sea").isSea() === true;
  } catch {
    // Before 20.12, Node had no `isSea()`.
    return false;
  }
}

/** The fields of `process` that describe Node's permission model. */
export interface NodePermissions {
  /** Exists only if the model is enabled. */
  readonly permission?: { has(scope: string, reference?: string): boolean } | undefined;
  /** The flags that this Node knows. */
  readonly allowedNodeEnvironmentFlags: { has(flag: string): boolean };
}

/** The flag that a program lacks to use the network, or null. Node 24's model leaves the network open. */
export function missingNetFlag(process: NodePermissions): string | null {
  const { permission, allowedNodeEnvironmentFlags: flags } = process;
  const isMissing = permission !== undefined && flags.has("--allow-net") && !permission.has("net");
  return isMissing ? "--allow-net is missing" : null;
}

/** Which files Node's permission model permits; null if it is not enabled. */
export function permittedBy({ permission }: Pick<NodePermissions, "permission">): Permits | null {
  if (permission === undefined) return null;
  return (access, path) => permission.has(`fs.${access}`, path);
}
