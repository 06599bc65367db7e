/**
 * What a repository's own folders can change of Codex: docs/threats.md tells of them.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { execFileSync } from "node:child_process";
import { access, appendFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Case, offline } from "./case.ts";
import { onLive } from "./live_case.ts";
import { POSIX, quoted } from "./posix.ts";
import { CLASSIC } from "./real_case.ts";

/** Cases. */
export const PROJECT_CASES: readonly Case[] = [
  {
    name: "a repository's .codex/ counts where the user has trusted it, its skills anywhere",
    posix: POSIX.sandbox,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const workingDirectory = join(kit.folder, "repo");
      const outside = join(kit.folder, "outside.txt");
      const files = {
        ".codex/config.toml": 'developer_instructions = "OF THE PROJECT"\n',
        ".codex/rules/own.rules": 'prefix_rule(pattern=["touch"], decision="allow")\n',
        ".codex/skills/one/SKILL.md": "---\nname: one\ndescription: Skill number one\n---\n",
        ".agents/skills/two/SKILL.md": "---\nname: two\ndescription: Skill number two\n---\n",
      };
      const options = { workingDirectory, sandboxMode: "read-only", model: CLASSIC } as const;
      let asked = 0;
      const script = () =>
        asked++ % 2 === 0 ? reply(shell(`touch ${quoted(outside)}`)) : reply(message("done"));
      return onLive(kit, script, async ({ server, app, start }) => {
        execFileSync("git", ["init", "-q", workingDirectory]);
        for (const [name, text] of Object.entries(files)) {
          const path = join(workingDirectory, name);
          await mkdir(join(path, ".."), { recursive: true });
          await writeFile(path, text);
        }
        const codex = new kit.sdk.Codex(await offline(kit, server));
        // Codex's configuration, a rule, the skills.
        const counts = async () => {
          const sent = JSON.stringify(server.requests.at(-1)?.body);
          const ran = await access(outside).then(() => true, () => false);
          await rm(outside, { force: true });
          return [
            sent.includes("OF THE PROJECT"),
            ran,
            sent.includes("Skill number one") && sent.includes("Skill number two"),
          ];
        };
        const rows: unknown[] = [];
        const both = async () => {
          await codex.startThread(options).run("Go");
          rows.push(await counts());
          await (await start(options)).run("Go");
          rows.push(await counts());
        };
        await both();
        await appendFile(
          join(app.info.codexHome, "config.toml"),
          `\n[projects.${JSON.stringify(workingDirectory)}]\ntrust_level = "trusted"\n`,
        );
        await both();
        assertEquals(rows, [
          [false, false, true],
          [false, false, true],
          [true, true, true],
          [true, true, true],
        ]);
      });
    },
  },
];
