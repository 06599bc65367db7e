/**
 * A page with `useChat`, and what a user does on it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { AppServer } from "../../src/app_server/mod.ts";
import { asks, fakeCodex, item, streamed, turn } from "../../src/testing/mod.ts";
import { createHandler, type Handler, ThreadHub } from "../../src/web/mod.ts";
import { bundle, withPackages } from "../web/ai/real_ai.ts";
import { until } from "./drive.ts";
import { PATIENCE_MS } from "./patience.ts";
import type { Browser, Page } from "./playwright.ts";

/** The page's program: `useChat` with nothing but what its documentation shows. */
const PAGE = `
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { useChat } from "@ai-sdk/react";
import { DefaultChatTransport, lastAssistantMessageIsCompleteWithApprovalResponses } from "ai";

const transport = new DefaultChatTransport({ api: "/api/chat" });
const { messages: past } = await (await fetch("/api/chat/page-chat")).json();

function Part({ part, answer }) {
  if (part.type === "text") return h("p", { className: "text" }, part.text);
  if (part.type !== "dynamic-tool") return null;
  const id = part.approval?.id;
  return h(
    "div",
    { className: "tool", "data-state": part.state },
    h("code", null, part.input.command),
    part.state === "approval-requested" && h("button", {
      className: "approve",
      onClick: () => answer({ id, approved: true }),
    }, "Approve"),
    part.state === "output-available" && h("pre", null, part.output.aggregated_output),
  );
}

function Chat() {
  const { messages, status, error, sendMessage, addToolApprovalResponse } = useChat({
    id: "page-chat",
    messages: past,
    resume: true,
    transport,
    sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithApprovalResponses,
  });
  return h(
    "main",
    null,
    h("p", { id: "status" }, status),
    h("p", { id: "error" }, error?.message ?? ""),
    messages.map(({ id, role, parts }) =>
      h("section", { key: id, className: role }, parts.map((part, index) =>
        h(Part, { key: index, part, answer: addToolApprovalResponse })
      ))
    ),
    h("button", { id: "send", onClick: () => sendMessage({ text: "Look around" }) }, "Send"),
  );
}

createRoot(document.getElementById("root")).render(h(Chat));
`;

/** The page itself. */
const HTML = `<!doctype html>
<meta charset="utf-8">
<title>useChat</title>
<div id="root"></div>
<script type="module" src="/page.js"></script>
`;

/** What the page shows. */
interface Shown {
  readonly status: string;
  readonly error: string;
  readonly users: readonly string[];
  readonly texts: readonly string[];
  readonly tools: readonly string[];
  readonly outputs: readonly string[];
}

const SHOWN = `({
  status: document.querySelector("#status").textContent,
  error: document.querySelector("#error").textContent,
  users: [...document.querySelectorAll(".user .text")].map((text) => text.textContent),
  texts: [...document.querySelectorAll(".assistant .text")].map((text) => text.textContent),
  tools: [...document.querySelectorAll(".tool")].map((tool) => tool.dataset.state),
  outputs: [...document.querySelectorAll("pre")].map((output) => output.textContent),
})`;
const READY = `document.querySelector("#status")?.textContent === "ready"`;

/** Runs a turn, which asks; loads the page again; answers. Nothing may go wrong in the page meanwhile. */
export async function onChatPage(browser: Browser): Promise<void> {
  const program = await chatProgram();
  const spawn = fakeCodex([turn(
    streamed(item.agentMessage("Let me look"), ["Let me", " look"]),
    asks(item.commandExecution("ls", { output: "a.txt\n" })),
    streamed(item.agentMessage("One file"), ["One ", "file"]),
  )]);
  await using hub = new ThreadHub(() => AppServer.start({ spawn }));
  const handler = createHandler(hub, { authorize: () => ({ id: "ada" }), basePath: "/api" });
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }: Error) => errors.push(message));
    await withAddress(handler, program, async (address) => {
      const waiting: Shown = {
        status: "ready",
        error: "",
        users: ["Look around"],
        texts: ["Let me look"],
        tools: ["approval-requested"],
        outputs: [],
      };
      await page.goto(address);
      await page.locator("#send").click();
      assertEquals(await shown(page, ".approve"), waiting);
      await page.reload();
      assertEquals(await shown(page, ".approve"), waiting);
      await page.locator(".approve").click();
      assertEquals(await shown(page, ".assistant .text:nth-of-type(2)"), {
        ...waiting,
        texts: ["Let me look", "One file"],
        tools: ["output-available"],
        outputs: ["a.txt\n"],
      });
      assertEquals(errors, []);
    });
  } finally {
    await context.close();
  }
}

/** The page's program, bundled as a user would. */
async function chatProgram(): Promise<string> {
  const packages = ["ai", "@ai-sdk/react", "react", "react-dom"] as const;
  const program = await withPackages(packages, async (folder) => {
    await Deno.writeTextFile(join(folder, "page.mjs"), PAGE);
    const outfile = join(folder, "bundle.js");
    await bundle(join(folder, "page.mjs"), outfile, {
      platform: "browser",
      define: { "process.env.NODE_ENV": '"production"' },
    });
    return await Deno.readTextFile(outfile);
  });
  // Chromium was found with what npm has fetched, too.
  if (program === null) throw new Error("npm cannot be reached");
  return program;
}

/** Serves the page, and the handler below `/api`. */
async function withAddress(
  handler: Handler,
  program: string,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const file = (text: string, type: string) =>
    new Response(text, { headers: { "content-type": type } });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/api/")) return handler(request);
    if (pathname === "/page.js") return file(program, "text/javascript");
    return pathname === "/" ? file(HTML, "text/html") : new Response(null, { status: 404 });
  });
  try {
    await use(`http://127.0.0.1:${server.addr.port}/`);
  } finally {
    await server.shutdown();
  }
}

/** What the page shows once it has an element, and is ready for the user. */
async function shown(page: Page, selector: string): Promise<Shown> {
  await until(page, `document.querySelector(${JSON.stringify(selector)}) !== null && ${READY}`);
  return await page.evaluate<Shown>(SHOWN);
}
