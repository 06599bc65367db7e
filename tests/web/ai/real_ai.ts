/**
 * The real `ai`, in a folder of its own: nothing of the project depends on it.
 *
 * @module
 */
import { build, type BuildOptions, stop, version } from "esbuild";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, workFolder } from "../../../.ci/command.ts";
import { npmInstall } from "../../../.ci/consumer.ts";
import type { UIMessageChunk } from "../../../src/web/ai/chunks.ts";

/** What is installed. */
const VERSIONS = {
  "ai": "7.0.173",
  "@ai-sdk/react": "4.0.177",
  "react": "19.3.1",
  "react-dom": "19.3.1",
} as const;

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

/** A chat as `useChat` has one, without a page. */
export interface RealChat {
  readonly id: string;
  readonly status: "submitted" | "streaming" | "ready" | "error";
  readonly error: Error | undefined;
  messages: Message[];
  sendMessage(message?: { readonly text: string; readonly messageId?: string }): Promise<void>;
  regenerate(): Promise<void>;
  resumeStream(): Promise<void>;
  stop(): Promise<void>;
  addToolApprovalResponse(
    answer: { readonly id: string; readonly approved: boolean; readonly reason?: string },
  ): Promise<void>;
}

/** What the tests use of `ai`. */
export interface Ai {
  readUIMessageStream(options: {
    readonly message?: Message;
    readonly stream: ReadableStream<UIMessageChunk>;
    readonly onError?: (error: Error) => void;
  }): AsyncIterable<Message>;
  safeValidateUIMessages(options: { readonly messages: unknown }): Promise<
    { readonly success: boolean; readonly error?: Error }
  >;
  readonly DefaultChatTransport: new (options: object) => {
    sendMessages(options: object): Promise<ReadableStream<UIMessageChunk>>;
  };
  readonly AbstractChat: new (options: object) => RealChat;
  lastAssistantMessageIsCompleteWithApprovalResponses(options: {
    readonly messages: readonly Message[];
  }): boolean;
}

/** What npm says when there is nobody to ask. */
const UNREACHABLE = /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED/;

/**
 * The package, bundled and loaded; null, and a line about it, where npm cannot be reached. The bundle is
 * kept for the other tests, as long as the versions are the same.
 */
export async function realAi(): Promise<Ai | null> {
  const kept = join(ROOT, ".tmp", `ai-${VERSIONS.ai}-esbuild-${version}.mjs`);
  const isKept = await Deno.stat(kept).then(() => true, () => false);
  const made = isKept || await withPackages(["ai"], async (folder) => {
    const outfile = join(folder, "ai.mjs");
    await bundle(join(folder, "node_modules", "ai", "dist", "index.js"), outfile, {
      platform: "node",
      // What is CommonJS in there asks for Node's own modules.
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire("/");',
      },
    });
    // At once, for tests that run at the same time.
    await Deno.rename(outfile, kept);
    return true;
  });
  return made ? await import(pathToFileURL(kept).href) : null;
}

/** Does something in a folder that has packages; null, and a line about it, where npm cannot be reached. */
export async function withPackages<T>(
  names: readonly (keyof typeof VERSIONS)[],
  use: (folder: string) => Promise<T>,
): Promise<T | null> {
  const work = await workFolder();
  try {
    await Deno.writeTextFile(join(work.path, "package.json"), '{ "private": true }\n');
    try {
      await npmInstall(work.path, names.map((name) => `${name}@${VERSIONS[name]}`));
    } catch (error) {
      if (!UNREACHABLE.test(String(error))) throw error;
      console.log(`skipped the tests with ${names.join(", ")}: npm cannot be reached`);
      return null;
    }
    return await use(work.path);
  } finally {
    await work.remove();
  }
}

/** Bundles a program to one module. */
export async function bundle(
  entry: string,
  outfile: string,
  options: BuildOptions,
): Promise<void> {
  try {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: "esm",
      logLevel: "error",
      ...options,
    });
  } finally {
    await stop();
  }
}
