/**
 * Makes the types of the app-server's protocol: `deno task protocol [folder]`.
 *
 * @module
 */
import { deno, nativeCodex, ROOT } from "../command.ts";
import { readProtocol } from "./schema.ts";
import { texts } from "./text.ts";

/** Writes the files, formatted, into a folder; gives their names. */
export async function writeProtocol(folder: string, codex: string): Promise<string[]> {
  const files = texts(await readProtocol(codex));
  await Deno.mkdir(folder, { recursive: true });
  const paths = Object.keys(files).map((name) => `${folder}/${name}`);
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
  const { code, stderr } = await deno(["fmt", "--quiet", `--config=${ROOT}deno.json`, ...paths]);
  if (code !== 0) throw new Error(`Cannot format the protocol:\n${stderr}`);
  return Object.keys(files).sort();
}

if (import.meta.main) {
  const folder = Deno.args[0] ?? `${ROOT}src/app_server/protocol`;
  console.log((await writeProtocol(folder, nativeCodex())).join("\n"));
}
