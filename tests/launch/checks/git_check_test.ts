import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { FileKind, Host } from "../../../src/core/ports/host.ts";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { checkRepository } from "../../../src/launch/checks/git_check.ts";

type Entries = Readonly<Record<string, FileKind>>;

/** A machine with some files; the program is in `/work`, and `/link` leads to `/repo/deep`. */
function machine(entries: Entries, hidden: readonly string[] = []): Host {
  const realpath = (path: string) => {
    const whole = path === "." ? "/work" : path.startsWith("/") ? path : `/work/${path}`;
    return Promise.resolve(hidden.includes(path) ? null : whole.replace(/^\/link/, "/repo/deep"));
  };
  const stat = (path: string) => Promise.resolve(entries[path] ?? null);
  return { platform: "linux", realpath, stat } as Partial<Host> as Host;
}

const REPO: Entries = { "/repo/.git": "directory", "/repo/.git/HEAD": "file" };

const TAKEN: readonly [what: string, Entries, workingDirectory: string | undefined][] = [
  ["a repository", REPO, "/repo"],
  ["a folder in a repository", REPO, "/repo/a/b"],
  ["a link that leads into one", REPO, "/link"],
  ["a link in one that leads out of it", { "/link/.git": "file" }, "/link"],
  ["a worktree, whose .git is a file", { "/tree/.git": "file" }, "/tree"],
  ["the program's folder", { "/work/.git": "file" }, undefined],
  ["a folder in the program's", { "/work/.git": "file" }, "a"],
  ["what may not be looked at", { "/w/.git": "unknown" }, "/w"],
];

for (const [what, entries, workingDirectory] of TAKEN) {
  Deno.test(`checkRepository() takes ${what}`, async () => {
    await checkRepository(machine(entries), { workingDirectory });
  });
}

Deno.test("checkRepository() takes any folder if told to, and leaves to Codex what cannot be seen", async () => {
  await checkRepository(machine({}), { workingDirectory: "/w", skipGitRepoCheck: true });
  for (const hidden of [".", "/w"]) {
    await checkRepository(machine({}, [hidden]), { workingDirectory: "/w" });
  }
});

Deno.test("checkRepository() refuses a folder outside of every repository, and names it", async () => {
  // What a sandboxed turn leaves behind is none.
  for (const entries of [{}, REPO, { "/w/.git": "directory" }] as readonly Entries[]) {
    const error = await assertRejects<InvalidInputError>(
      () => checkRepository(machine(entries), { workingDirectory: "/w" }),
      InvalidInputError,
    );
    assertEquals(error.option, "skipGitRepoCheck");
    assertStringIncludes(error.message, '"/w" is not in a Git repository');
  }
});
