/**
 * What the caller may have meant by an unknown option.
 *
 * @module
 */
import { ELSEWHERE, type Level, LEVELS, PLACES } from "./table.ts";
import { quoted } from "../base/plain_text.ts";
import { list } from "../base/words.ts";

/** Names that other programs use for the same option, in lower case, without `_` and `-`. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  workingDirectory: ["cwd", "dir", "directory", "workdir", "workingdir", "cd", "root", "folder"],
  additionalDirectories: ["dirs", "directories", "adddir", "adddirs", "folders", "writableroots"],
  sandboxMode: ["sandbox", "sandboxpolicy", "sandboxlevel", "permissionmode"],
  approvalPolicy: ["approval", "approvals", "askforapproval", "approvalmode"],
  approvalsReviewer: ["reviewer", "approvalreviewer"],
  permissionProfile: ["permissions", "defaultpermissions"],
  onApproval: ["canusetool", "approve", "onapprovalrequest"],
  networkAccessEnabled: ["network", "networkaccess", "internet", "allownetwork"],
  webSearchMode: ["websearch", "search"],
  modelReasoningEffort: ["effort", "reasoningeffort", "reasoning", "thinking"],
  skipGitRepoCheck: ["skipgitcheck", "nogit", "skipgit"],
  developerInstructions: ["instructions", "appendsystemprompt", "developermessage"],
  baseInstructions: ["systemprompt", "system", "baseprompt"],
  mcpServers: ["mcp", "mcpserver", "mcpconfig"],
  modelProvider: ["provider"],
  serviceTier: ["tier", "speed"],
  summary: ["reasoningsummary", "modelreasoningsummary"],
  verbosity: ["modelverbosity", "textverbosity"],
  timeoutMs: ["timeout", "timeoutms", "maxtime", "deadline"],
  idleTimeoutMs: ["idletimeout", "idle"],
  killGraceMs: ["killgrace", "grace", "forcekillafterdelay"],
  requestTimeoutMs: ["requesttimeout", "rpctimeout"],
  signal: ["abortsignal", "abort", "abortcontroller", "cancel"],
  outputSchema: ["schema", "jsonschema", "responseformat", "outputformat", "format"],
  repair: ["retries", "maxretries", "attempts"],
  baseUrl: ["url", "apiurl", "endpoint", "openaibaseurl", "host"],
  apiKey: ["key", "token", "openaiapikey", "codexapikey"],
  codexPathOverride: ["codexpath", "path", "binary", "executable", "command", "codexbin"],
  env: ["environment", "envvars"],
  config: ["settings", "configuration"],
  configOverrides: ["overrides"],
  environments: ["execserver", "remote", "container"],
  tools: ["functions", "customtools"],
  codex: ["server", "appserver", "client", "codexoptions"],
  input: ["prompt", "message", "text"],
};

/**
 * Returns the end of an error message about an option that a level does not have.
 *
 * @param name The name that was given.
 * @param level Whose options were given.
 */
export function unknownOption(name: string, level: Level): string {
  for (const other of ELSEWHERE[level]) {
    if (Object.hasOwn(LEVELS[other], name)) return `${name} is an option of ${PLACES[other]}`;
  }
  const none = `there is no option ${quoted(name)}`;
  const key = folded(name);
  const levels = [level, ...ELSEWHERE[level]];
  for (const near of [sameWord, nearWord]) {
    for (const one of levels) {
      const meant = near(key, Object.keys(LEVELS[one]));
      if (meant === null) continue;
      const where = one === level ? "" : `, an option of ${PLACES[one]}`;
      return `${none}; did you mean ${meant}${where}?`;
    }
  }
  return `${none}; the options are ${list(Object.keys(LEVELS[level]), "and")}`;
}

function sameWord(key: string, names: readonly string[]): string | null {
  return names.find((name) => folded(name) === key || MEANT[name]?.includes(key)) ?? null;
}

/** The most similar name, our own or another program's, with at most one slip for every four characters. */
function nearWord(key: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(key.length / 4)) + 1;
  for (const name of names) {
    // A short word with a slip could be anything.
    const others = MEANT[name]?.filter(({ length }) => length > 5) ?? [];
    for (const word of [folded(name), ...others]) {
      const slips = distance(key, word, least);
      if (slips < least) [best, least] = [name, slips];
    }
  }
  return best;
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}

/**
 * How many characters to insert, leave out, replace or swap with the next one to turn one word into the
 * other; at most `enough`.
 */
function distance(one: string, other: string, enough: number): number {
  if (Math.abs(one.length - other.length) >= enough) return enough;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
        ? (before[j - 2] ?? 0) + 1
        : Infinity;
      next.push(
        Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same, swapped),
      );
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? enough;
}
