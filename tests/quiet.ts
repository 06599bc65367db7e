/**
 * An environment in which Codex asks less of its system: with it, and outside of a repository, a first
 * turn takes half of the 0.4 s of a core that it takes otherwise.
 *
 * @module
 */
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/**
 * The `config.toml` of a home without what takes time at a start and is nobody's business here: plugins,
 * which would be fetched from GitHub; a login shell, to write down what it sets; 73 files of skills;
 * figures for OpenAI.
 */
export const CONFIG = `
[features]
plugins = false
shell_snapshot = false

[skills.bundled]
enabled = false

[analytics]
enabled = false
`;

/**
 * What to add to an environment.
 *
 * @param fixtures The folder `tests/fixtures`, for a program that is not among the tests.
 */
export function quiet(
  fixtures: string = fileURLToPath(new URL("fixtures", import.meta.url)),
): Record<string, string> {
  if (process.platform !== "linux") return {};
  const tools = join(fixtures, "quiet");
  return {
    // With an `lsb_release` that does not answer.
    PATH: `${tools}${delimiter}${process.env.PATH ?? ""}`,
    // The system's 150 roots are read again for each client, and nothing here is encrypted.
    SSL_CERT_FILE: join(fixtures, "root.pem"),
    SSL_CERT_DIR: tools,
  };
}
