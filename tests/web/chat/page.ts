/**
 * A page with `useChat`, and what a user does on it.
 *
 * @module
 */

/** The page's program: `useChat` with nothing but what its documentation shows. */
export const PAGE = `
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
export const HTML = `<!doctype html>
<meta charset="utf-8">
<title>useChat</title>
<div id="root"></div>
<script type="module" src="/page.js"></script>
`;

/** What the user does, run by Node: the address and Chromium's path are its arguments. */
export const DRIVER = `
import { chromium } from "playwright-core";

const [address, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.setDefaultTimeout(120_000);
  const seen = async () => ({
    status: await page.textContent("#status"),
    error: await page.textContent("#error"),
    users: await page.locator(".user .text").allTextContents(),
    texts: await page.locator(".assistant .text").allTextContents(),
    tools: await page.locator(".tool").evaluateAll((all) => all.map((tool) => tool.dataset.state)),
    outputs: await page.locator("pre").allTextContents(),
  });
  const told = {};
  await page.goto(address);
  await page.click("#send");
  await page.waitForSelector(".approve");
  await page.waitForFunction(() => document.querySelector("#status").textContent === "ready");
  told.asked = await seen();
  await page.reload();
  await page.waitForSelector(".approve");
  await page.waitForFunction(() => document.querySelector("#status").textContent === "ready");
  told.reloaded = await seen();
  await page.click(".approve");
  await page.waitForFunction(() =>
    document.querySelectorAll(".assistant .text").length === 2 &&
    document.querySelector("#status").textContent === "ready"
  );
  told.done = await seen();
  console.log(JSON.stringify({ ...told, errors }));
} finally {
  await browser.close();
}
`;
