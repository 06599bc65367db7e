/**
 * The schema that a Codex gives of its app-server's protocol.
 *
 * @module
 */
import { must } from "../command.ts";

/** As much of JSON Schema as Codex uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number | boolean;
  readonly properties?: Readonly<Record<string, Schema | true>>;
  readonly required?: readonly string[];
  readonly items?: Schema | true;
  readonly additionalProperties?: Schema | boolean;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly title?: string;
}

/** The types of the protocol by name. */
export type Definitions = Readonly<Record<string, Schema>>;

/** The protocol, whole, and what of it is there without asking for experimental parts. */
export interface Protocol {
  readonly all: Definitions;
  readonly stable: Definitions;
  /** The version of Codex, such as `0.171.0`. */
  readonly version: string;
}

/** Makes Codex write its schema, and reads it. */
export async function readProtocol(codex: string): Promise<Protocol> {
  const folder = await Deno.makeTempDir();
  try {
    const [all, stable, version] = await Promise.all([
      definitions(codex, `${folder}/all`, ["--experimental"]),
      definitions(codex, `${folder}/stable`, []),
      must(codex, ["--version"]),
    ]);
    return { all, stable, version: version.trim().split(" ").at(-1) ?? "" };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function definitions(codex: string, out: string, flags: string[]): Promise<Definitions> {
  await must(codex, ["app-server", "generate-json-schema", ...flags, "--out", out]);
  const { definitions: { v2, ...rest } } = JSON.parse(
    await Deno.readTextFile(`${out}/codex_app_server_protocol.schemas.json`),
  );
  // Two names are in both: there the older of the two is as the messages themselves have it.
  return { ...v2, ...rest };
}

/** The name that a reference ends in. */
export function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf("/") + 1);
}
