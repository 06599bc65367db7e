/**
 * The program on Node: where its modules lie. Also in Electron, whose main process is a Node.
 *
 * @module
 */
// Not `createRequire` by its name: webpack takes what that gives for its own, and warns.
import nodeModule from "node:module";

/** What the process tells of its program. */
export interface NodeProgram {
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  readonly execPath: string;
  /** Electron's: what kind of process this is. */
  readonly type?: string;
  /** Electron's: whether the first argument is a program that it was started with, as in development. */
  readonly defaultApp?: boolean;
  /** Electron's: the folder of the packaged program. */
  readonly resourcesPath?: string;
  /** The module that Node has started with, where that was CommonJS. */
  readonly mainModule?: { readonly filename: string } | undefined;
}

/**
 * The path of the main module, or null. With `-e` and the like, the first argument is the program's
 * own, and names no module; nor does it in a packaged Electron program, which is given the documents
 * to open: those must not choose the Codex.
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
    // Node knew none before 20.12.
    return false;
  }
}

/** What the process says of Node's permission model. */
export interface NodePermissions {
  /** Exists only where the model is in force. */
  readonly permission?: { has(scope: string): boolean } | undefined;
  /** The flags that this Node knows. */
  readonly allowedNodeEnvironmentFlags: { has(flag: string): boolean };
}

/** The flag that a program lacks to use the network, or null. Node 24 has the model and leaves the network open. */
export function missingNetFlag(process: NodePermissions): string | null {
  const { permission, allowedNodeEnvironmentFlags: flags } = process;
  const isMissing = permission !== undefined && flags.has("--allow-net") && !permission.has("net");
  return isMissing ? "--allow-net is missing" : null;
}
