/**
 * What the cases against the real Codex share.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { CodexConfigObject, CodexOptions, ThreadItem, ThreadOptions } from "../../mod.ts";
import type { LiveApprovalPolicy } from "../../src/app_server/mod.ts";
import type { RecordedRequest, ResponsesScript, ResponsesServer } from "../../src/testing/mod.ts";
import { type Kit, offline } from "./case.ts";

/** A client on a server of its own. */
export interface Offline {
  readonly server: ResponsesServer;
  readonly codex: InstanceType<Kit["sdk"]["Codex"]>;
  /** Another client with the same home, as another program would have it. */
  another(options?: CodexOptions): InstanceType<Kit["sdk"]["Codex"]>;
}

/** Runs `use` with the real Codex on a server that answers by `script`, and nothing but that. */
export async function onServer<T>(
  kit: Kit,
  script: ResponsesScript,
  use: (offline: Offline) => Promise<T>,
  options: CodexOptions = {},
): Promise<T> {
  const server = await kit.testing.ResponsesServer.start(script);
  try {
    const base = await offline(kit, server);
    const another = (more: CodexOptions = {}) => new kit.sdk.Codex({ ...base, ...more });
    const result = await use({ server, codex: another(options), another });
    assertEquals(server.unexpected, []);
    return result;
  } finally {
    await server.close();
  }
}

/** Thread options that either transport takes. */
export type EitherOptions = ThreadOptions & { approvalPolicy?: LiveApprovalPolicy | undefined };

/** Thread options that keep Codex inside the case's folder, wherever that is. */
export function inFolder(kit: Kit, options: EitherOptions = {}): EitherOptions {
  return { workingDirectory: kit.folder, skipGitRepoCheck: true, ...options };
}

/** A model with classic tools; the default one keeps its own inside JavaScript ("code mode"). */
export const CLASSIC = "gpt-5.5";

/**
 * A provider that tries nothing again unless it is told to: the built-in one takes 7 s to give up.
 *
 * @param provider What else is configured for it.
 */
export function impatient(url: string, provider: CodexConfigObject = {}): CodexConfigObject {
  return {
    model_provider: "impatient",
    model_providers: {
      impatient: {
        name: "Impatient",
        base_url: url,
        wire_api: "responses",
        request_max_retries: 0,
        stream_max_retries: 0,
        ...provider,
      },
    },
  };
}

/** What Codex tells the service about a turn: model, effort, sandbox mode, thread source and more. */
export function turnMetadata(request: RecordedRequest | undefined): Record<string, unknown> {
  return JSON.parse(request?.headers["x-codex-turn-metadata"] ?? "{}");
}

/** The items of one type. */
export function itemsOf<T extends ThreadItem["type"]>(
  items: readonly ThreadItem[],
  type: T,
): Extract<ThreadItem, { type: T }>[] {
  return items.filter((item): item is Extract<ThreadItem, { type: T }> => item.type === type);
}

/** Waits for what no event tells: polls until `look` finds something. */
export async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A PNG of one pixel. */
export const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
