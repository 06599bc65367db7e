/**
 * The real `ai`, in a folder of its own: nothing of the project depends on it.
 *
 * @module
 */
import { build, stop } from "esbuild";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { workFolder } from "../../../.ci/command.ts";
import { npmInstall } from "../../../.ci/consumer.ts";
import type { UIMessageChunk } from "../../../src/web/ai/chunks.ts";

/** What is installed. */
export const PACKAGES = ["ai@7.0.173", "@ai-sdk/react@4.0.177", "react@19.3.1", "react-dom@19.3.1"];

/** A part of a message, as far as the tests look. */
export interface Part {
  readonly type: string;
  readonly id?: string;
  readonly text?: string;
  readonly state?: string;
  readonly toolCallId?: string;
  readonly toolName?: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly errorText?: string;
  readonly data?: unknown;
  readonly approval?: { readonly id: string; readonly approved?: boolean };
  readonly providerMetadata?: {
    readonly codex: { readonly discarded?: true; readonly raw?: true; readonly itemId?: string };
  };
}

/** A message, as the browser has it. */
export interface Message {
  readonly id: string;
  readonly role: string;
  readonly parts: readonly Part[];
  readonly metadata?: unknown;
}

/** What the tests use of `ai`. */
export interface Ai {
  readUIMessageStream(options: {
    readonly stream: ReadableStream<UIMessageChunk>;
    readonly onError?: (error: Error) => void;
  }): AsyncIterable<Message>;
  safeValidateUIMessages(options: { readonly messages: unknown }): Promise<
    { readonly success: boolean; readonly error?: Error }
  >;
  readonly DefaultChatTransport: new (options: object) => {
    sendMessages(options: object): Promise<ReadableStream<UIMessageChunk>>;
  };
  lastAssistantMessageIsCompleteWithApprovalResponses(options: {
    readonly messages: readonly Message[];
  }): boolean;
}

/** What npm says when there is nobody to ask. */
const UNREACHABLE = /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED/;

/** The package, bundled and loaded; null, and a line about it, where npm cannot be reached. */
export async function realAi(): Promise<Ai | null> {
  const work = await workFolder();
  try {
    await Deno.writeTextFile(join(work.path, "package.json"), '{ "private": true }\n');
    await npmInstall(work.path, PACKAGES);
    const outfile = join(work.path, "ai.mjs");
    await build({
      entryPoints: [join(work.path, "node_modules", "ai", "dist", "index.js")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      // What is CommonJS in there asks for Node's own modules.
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire("/");',
      },
      logLevel: "error",
    });
    return await import(pathToFileURL(outfile).href);
  } catch (error) {
    if (!UNREACHABLE.test(String(error))) throw error;
    console.log("skipped the tests with the real ai: npm cannot be reached");
    return null;
  } finally {
    await stop();
    await work.remove();
  }
}
