import { assertEquals } from "@std/assert";
import { type ChildEnv, childEnv, type EnvRequest } from "../../../src/launch/command/env.ts";

const ORIGINATOR = "CODEX_INTERNAL_ORIGINATOR_OVERRIDE";
const OURS = { [ORIGINATOR]: "codex_js_sdk" };

type Names = Readonly<Record<string, string>>;
type Changes = Partial<Omit<EnvRequest, "hostEnv">> & {
  /** The host's environment. */
  readonly host?: Names;
};

function made({ host = {}, ...changes }: Changes): ChildEnv {
  const windows = changes.platform === "win32";
  return childEnv({
    platform: "linux",
    env: undefined,
    apiKey: undefined,
    originator: "codex_js_sdk",
    baseUrlVariable: undefined,
    pathDirs: [],
    ...changes,
    // Windows knows no case in names.
    hostEnv: (name) =>
      Object.entries(host).find(([key]) =>
        windows ? key.toLowerCase() === name.toLowerCase() : key === name
      )?.[1],
  });
}

const INHERITED: [what: string, changes: Changes, added: Names][] = [
  ["the originator", {}, OURS],
  ["no originator where the host has one", { host: { [ORIGINATOR]: "mine" } }, {}],
  ["no originator where it is told in another way", { originator: undefined }, {}],
  ["the originator where the host's is empty", { host: { [ORIGINATOR]: "" } }, OURS],
  ["nothing of the host's own", { host: { HOME: "/h", PATH: "/bin", CODEX_API_KEY: "k" } }, OURS],
  ["the API key", { apiKey: "sk", host: { CODEX_API_KEY: "k" } }, { ...OURS, CODEX_API_KEY: "sk" }],
  [
    "the base URL for an old Codex",
    { baseUrlVariable: "http://x/v1" },
    { ...OURS, OPENAI_BASE_URL: "http://x/v1" },
  ],
  [
    "Codex's tools in front of PATH",
    { pathDirs: ["/v/path", "/v/more"], host: { PATH: "/bin:/usr/bin" } },
    { ...OURS, PATH: "/v/path:/v/more:/bin:/usr/bin" },
  ],
  [
    "Codex's tools once",
    { pathDirs: ["/v/path"], host: { PATH: "/bin:/v/path:/usr/bin:/v/path" } },
    { ...OURS, PATH: "/v/path:/bin:/usr/bin" },
  ],
  ["Codex's tools to an empty PATH", { pathDirs: ["/v"], host: { PATH: "" } }, {
    ...OURS,
    PATH: "/v",
  }],
  ["no PATH where it may not be read", { pathDirs: ["/v"] }, OURS],
  [
    "Path on Windows, and no second one",
    { platform: "win32", pathDirs: ["C:\\v"], host: { Path: "C:\\Windows;D:\\x" } },
    { ...OURS, Path: "C:\\v;C:\\Windows;D:\\x" },
  ],
  ["no Path on Windows where it may not be read", { platform: "win32", pathDirs: ["C:\\v"] }, OURS],
  [
    "PATH, not Path, elsewhere",
    { platform: "darwin", pathDirs: ["/v"], host: { Path: "/wrong", PATH: "/bin" } },
    { ...OURS, PATH: "/v:/bin" },
  ],
];

for (const [what, changes, env] of INHERITED) {
  Deno.test(`childEnv() adds to an inherited environment ${what}`, () => {
    assertEquals(made(changes), { env, inheritEnv: true });
  });
}

const HOST = { HOME: "/h", PATH: "/host", [ORIGINATOR]: "host", CODEX_API_KEY: "host" };
const REPLACED: [what: string, changes: Changes & { readonly env: Names }, env: Names][] = [
  ["is all there is, with the originator", { env: {} }, OURS],
  ["keeps its originator", { env: { [ORIGINATOR]: "mine" } }, { [ORIGINATOR]: "mine" }],
  ["keeps its variables", { env: { A: "1", B: "" } }, { A: "1", B: "", ...OURS }],
  [
    "gets the API key, which wins",
    { env: { CODEX_API_KEY: "mine" }, apiKey: "sk" },
    { CODEX_API_KEY: "sk", ...OURS },
  ],
  [
    "has its API key under one name on Windows",
    { platform: "win32", env: { codex_api_key: "mine", HOME: "/h" } },
    { CODEX_API_KEY: "mine", HOME: "/h", ...OURS },
  ],
  ["keeps its API key", { env: { CODEX_API_KEY: "mine" } }, { CODEX_API_KEY: "mine", ...OURS }],
  ["gets a PATH of Codex's tools alone", { env: {}, pathDirs: ["/v"] }, { PATH: "/v", ...OURS }],
  [
    "gets Codex's tools in front of its PATH",
    { env: { PATH: "/bin" }, pathDirs: ["/v"] },
    { PATH: "/v:/bin", ...OURS },
  ],
  [
    "keeps the case of its Path on Windows",
    { platform: "win32", env: { pAtH: "C:\\x" }, pathDirs: ["C:\\v"] },
    { pAtH: "C:\\v;C:\\x", ...OURS },
  ],
  [
    "gets a PATH on Windows where it has none",
    { platform: "win32", env: {}, pathDirs: ["C:\\v"] },
    { PATH: "C:\\v", ...OURS },
  ],
];

for (const [what, changes, env] of REPLACED) {
  Deno.test(`childEnv() with an environment of the caller's: it ${what}`, () => {
    const before = { ...changes.env };
    assertEquals(made({ host: HOST, ...changes }), { env, inheritEnv: false });
    assertEquals(changes.env, before, "the caller's object stays as it was");
  });
}
