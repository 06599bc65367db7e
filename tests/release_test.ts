import { assertEquals } from "@std/assert";
import { readRelease, type Release, releaseProblems } from "../.ci/release.ts";

const GOOD: Release = {
  tag: "v1.2.0",
  version: "1.2.0",
  changelog: "# Changes\n\n## 1.2.0 (2026-03-04)\n\n- New.\n\n## 1.1.0\n",
  sources: ["export {};", 'const VERSION = "1.2.0";\n'],
};

Deno.test("releaseProblems() finds none where all versions agree", () => {
  assertEquals(releaseProblems(GOOD), []);
});

Deno.test("releaseProblems() tells what does not agree", () => {
  const wrong: [Partial<Release>, string][] = [
    [{ tag: "1.2.0" }, "the tag is 1.2.0, deno.json has 1.2.0"],
    [{ tag: "v1.2.1" }, "the tag is v1.2.1, deno.json has 1.2.0"],
    [{ changelog: "## 1.2.0-rc.1\n## 11.2.0\n" }, 'CHANGELOG.md has no section "## 1.2.0"'],
    [
      { changelog: "## 1.2.0 (to be released)\n" },
      'CHANGELOG.md still says "## 1.2.0 (to be released)": put the date there',
    ],
    [{ sources: ["export {};"] }, "src has no VERSION"],
    [
      { sources: ['const VERSION: string = "1.1.0";'] },
      "VERSION in src is 1.1.0, deno.json has 1.2.0",
    ],
  ];
  for (const [change, problem] of wrong) {
    assertEquals(releaseProblems({ ...GOOD, ...change }), [problem]);
  }
});

Deno.test("releaseProblems() refuses a pre-release", () => {
  const rest = JSON.parse(JSON.stringify(GOOD).replaceAll("1.2.0", "1.2.0-rc.1"));
  assertEquals(releaseProblems(rest), [
    "1.2.0-rc.1 is a pre-release, which npm would offer as the newest",
  ]);
});

Deno.test("src and CHANGELOG.md know deno.json's version", async () => {
  const { version } = await readRelease("");
  const release = await readRelease(`v${version}`);
  const changelog = release.changelog.replace("(to be released)", "");
  assertEquals(releaseProblems({ ...release, changelog }), []);
});
