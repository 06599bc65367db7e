/**
 * A request for approval in words: what is shown has to be what is done, so nothing of the model's reaches the terminal as
 * it stands, and no line of its own looks like one of this program's.
 *
 * @module
 */
import { relative } from "node:path";
import {
  type ApprovalRequest,
  insideWorkspace,
  type ProposedChange,
} from "../src/app_server/mod.ts";
import { oneLine, visible } from "./_model.ts";

/** What Codex asks for, as a person should read it. */
export function describe(request: ApprovalRequest, folder: string): string {
  const why = request.reason === null ? "" : `\nbecause: ${oneLine(request.reason)}`;
  return visible(`${wish(request, folder)}${why}`);
}

function wish(request: ApprovalRequest, folder: string): string {
  switch (request.kind) {
    case "command":
      return `Codex wants to run   ${oneLine(request.command)}\n` +
        `in                   ${oneLine(request.cwd ?? "its folder")}`;
    case "file_change":
      return `${insideWorkspace(request) ? "" : "NOT ONLY INSIDE OF ITS FOLDER:\n"}${
        request.changes.map((change) => {
          const { kind, absolutePath, absoluteMovePath } = change;
          const to = absoluteMovePath === null ? "" : `, and move it to ${place(absoluteMovePath)}`;
          return `Codex wants to ${kind} ${place(absolutePath)}${to}:\n${lines(change)}`;
        }).join("\n")
      }`;
    case "mcp_tool":
      return `Codex wants to call ${oneLine(`${request.server}.${request.tool}`)} with ${
        JSON.stringify(request.arguments)
      }`;
    case "permissions":
      return `Codex wants permissions: ${JSON.stringify(request.permissions)}`;
  }

  /** A file, from the folder where it lies in there. */
  function place(path: string): string {
    const below = relative(folder, path);
    return oneLine(below.startsWith("..") ? path : below);
  }
}

/** The lines of a change, each with its sign: those of a new file come without. */
function lines({ kind, diff }: ProposedChange): string {
  const sign = kind === "add" ? "+" : kind === "delete" ? "-" : "";
  return diff.trimEnd().replaceAll(/^/gm, sign);
}
