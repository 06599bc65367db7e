/**
 * An environment in which Codex asks less of its system: with it, and outside of a repository, a first
 * turn takes half of the 0.4 s of a core that it takes otherwise.
 *
 * @module
 */
import { mkdir, symlink } from "node:fs/promises";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fixture } from "./case.ts";

/** Makes what it needs in `folder`. */
export async function quiet(folder: string): Promise<Record<string, string>> {
  if (process.platform !== "linux") return {};
  // Asked at every start for the name of the system, by 24 processes.
  const tools = join(folder, "tools");
  await mkdir(tools, { recursive: true });
  await symlink("/bin/false", join(tools, "lsb_release")).catch((error) => {
    // Another client of the case has made it.
    if (error.code !== "EEXIST") throw error;
  });
  return {
    PATH: `${tools}${delimiter}${process.env.PATH ?? ""}`,
    // The system's 150 roots are read again for each client, and nothing here is encrypted.
    SSL_CERT_FILE: fixture("root.pem"),
    SSL_CERT_DIR: tools,
  };
}
