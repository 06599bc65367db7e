/**
 * What package managers put on `PATH`, as they wrote it.
 *
 * @module
 */

/** pnpm 10's shell script for `codex.js`, given by its path below the script's folder. */
export const pnpmShell = (script: string): string =>
  `#!/bin/sh
basedir=$(dirname "$(echo "$0" | sed -e 's,\\\\,/,g')")

case \`uname\` in
    *CYGWIN*|*MINGW*|*MSYS*)
        if command -v cygpath > /dev/null 2>&1; then
            basedir=\`cygpath -w "$basedir"\`
        fi
    ;;
esac

if [ -z "$NODE_PATH" ]; then
  export NODE_PATH="/home/u/.pnpm/@openai+codex@0.169.0/node_modules/@openai/codex/node_modules:/home/u/.pnpm/node_modules"
else
  export NODE_PATH="/home/u/.pnpm/@openai+codex@0.169.0/node_modules/@openai/codex/node_modules:/home/u/.pnpm/node_modules:$NODE_PATH"
fi
if [ -x "$basedir/node" ]; then
  exec "$basedir/node"  "$basedir/${script}" "$@"
else
  exec node  "$basedir/${script}" "$@"
fi
`;

/** npm's `codex.cmd` (cmd-shim 8). */
export const npmCmd = (script: string): string =>
  [
    "@ECHO off",
    "GOTO start",
    ":find_dp0",
    "SET dp0=%~dp0",
    "EXIT /b",
    ":start",
    "SETLOCAL",
    "CALL :find_dp0",
    "",
    'IF EXIST "%dp0%\\node.exe" (',
    '  SET "_prog=%dp0%\\node.exe"',
    ") ELSE (",
    '  SET "_prog=node"',
    "  SET PATHEXT=%PATHEXT:;.JS;=;%",
    ")",
    "",
    `endLocal & goto #_undefined_# 2>NUL || title %COMSPEC% & "%_prog%"  "%dp0%\\${script}" %*`,
    "",
  ].join("\r\n");

/** pnpm's `codex.cmd` (@zkochan/cmd-shim). */
export const pnpmCmd = (script: string): string =>
  [
    "@SETLOCAL",
    "@IF NOT DEFINED NODE_PATH (",
    '  @SET "NODE_PATH=C:\\pnpm\\node_modules"',
    ") ELSE (",
    '  @SET "NODE_PATH=C:\\pnpm\\node_modules;%NODE_PATH%"',
    ")",
    '@IF EXIST "%~dp0\\node.exe" (',
    `  "%~dp0\\node.exe"  "%~dp0\\${script}" %*`,
    ") ELSE (",
    "  @SET PATHEXT=%PATHEXT:;.JS;=;%",
    `  node  "%~dp0\\${script}" %*`,
    ")",
    "",
  ].join("\r\n");
