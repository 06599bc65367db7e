/**
 * What the cases of threads as files share.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { AppServer, ThreadFile } from "../../src/app_server/mod.ts";
import type { RecordedRequest, ResponsesScript, ResponsesServer } from "../../src/testing/mod.ts";
import { type Kit, offline } from "./case.ts";

type Codex = InstanceType<Kit["sdk"]["Codex"]>;

/** Two folders for CODEX_HOME, as two machines have them. */
export interface Homes {
  /** The model's service. */
  readonly server: ResponsesServer;
  /** A live client on the first one. */
  readonly here: AppServer;
  /** A live client on the other one. */
  readonly there: AppServer;
  /** Another live client on one of them. */
  another(home: "here" | "there"): Promise<AppServer>;
  /** A client over exec on one of them. */
  exec(home: "here" | "there"): Codex;
}

/** A model that repeats what it was asked. */
export const echo = ({ testing: { message, reply } }: Kit) => ({ texts }: RecordedRequest) =>
  reply(message(`to ${texts.at(-1)}`));

/** Runs `use` with the real Codex in two folders. */
export async function onHomes(
  kit: Kit,
  use: (homes: Homes) => Promise<void>,
  script: ResponsesScript = echo(kit),
): Promise<void> {
  const server = await kit.testing.ResponsesServer.start(script);
  const apps: AppServer[] = [];
  try {
    const bases = {
      here: await offline(kit, server, "here"),
      there: await offline(kit, server, "there"),
    };
    const another = async (home: "here" | "there") => {
      const app = await kit.live.AppServer.start(bases[home]);
      apps.push(app);
      return app;
    };
    await use({
      server,
      here: await another("here"),
      there: await another("there"),
      another,
      exec: (home) => new kit.sdk.Codex(bases[home]),
    });
    assertEquals(server.unexpected, []);
  } finally {
    await Promise.all(apps.map((app) => app.close()));
    await server.close();
  }
}

/** What was said in a stored thread, turn by turn, with how each one ended. */
export async function saidIn(app: AppServer, id: string): Promise<string[]> {
  const { turns } = await app.readThread(id, { includeTurns: true });
  return turns.map(({ items, status }) => {
    const texts = items.map((item) =>
      item.type === "user_message"
        ? item.content.map((part) => "text" in part ? part.text : "").join()
        : "text" in item
        ? item.text
        : item.type
    );
    return `${texts.join(", ")}: ${status}`;
  });
}

/** A turn that the echo has completed. */
export const told = (text: string): string => `${text}, to ${text}: completed`;

/** The first words of all that the model was shown in its last request, of the case's own. */
export function shown(server: ResponsesServer): string[] {
  const texts = server.requests.at(-1)?.texts ?? [];
  return texts.filter((text) => !text.startsWith("<"));
}

/** Names of files without what differs from run to run. */
export function kinds(
  files: readonly ThreadFile[],
  ids: Readonly<Record<string, string>>,
): string[] {
  return files.map(({ path }) => {
    for (const [name, id] of Object.entries(ids)) {
      if (path === `sessions/${id}.title`) return `title of ${name}`;
      if (path.endsWith(`-${id}.jsonl`)) return name;
      if (path.includes(`-${id}_`)) return `${name}, reverted`;
    }
    return path;
  });
}
