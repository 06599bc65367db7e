/**
 * What a person does with the page, and what the model then says.
 *
 * @module
 */
import { lastTurn } from "../../examples/web/script.ts";
import type { RecordedRequest, Reply, ResponsesScript } from "../../src/testing/mod.ts";
import { PATIENCE_MS } from "./patience.ts";
import type { Page } from "./playwright.ts";

/** A model that knows these prompts: a reply for each of its requests in the turn. */
export function answers(
  known: Readonly<Record<string, readonly (Reply | (() => Promise<Reply>))[]>>,
): ResponsesScript {
  return async (request: RecordedRequest): Promise<Reply> => {
    const { prompt, done } = lastTurn(request);
    const next = known[prompt]?.[done];
    if (next === undefined) throw new Error(`no reply ${done} to: ${prompt}`);
    return typeof next === "function" ? await next() : next;
  };
}

/** Says something, by the form. */
export async function say(page: Page, prompt: string): Promise<void> {
  await page.getByRole("textbox", { name: "Prompt" }).fill(prompt);
  await page.locator("#send").click();
}

/**
 * Waits until an expression holds. Playwright's own way takes `eval()` in the page, which its policy
 * forbids.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const held = await page.evaluate<boolean>(`new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), ${PATIENCE_MS});
    const look = () => {
      if (!(${expression})) return requestAnimationFrame(look);
      clearTimeout(late);
      // What the page has put off to its next frame is drawn by then.
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
    };
    look();
  })`);
  if (!held) throw new Error(`Never true: ${expression}`);
}

/** Waits for the ends of so many turns. */
export async function turnsEnded(page: Page, count = 1): Promise<void> {
  const ended = "document.querySelectorAll('.turn[aria-busy=false]').length";
  await until(page, `${ended} === ${count} && !document.querySelector('[aria-busy=true]')`);
}

/** Waits for a text in the conversation. */
export async function shows(page: Page, text: string): Promise<void> {
  const there = `document.getElementById('turns').textContent.includes(${JSON.stringify(text)})`;
  await until(page, there);
}

/** The conversation as a person reads it, without what a clock says. */
export async function conversation(page: Page): Promise<string> {
  const text = await page.evaluate<string>("document.getElementById('turns').innerText");
  return text.replaceAll(/ after \d+ s|, [\d.]+ s/g, "");
}

/** The texts of the elements that a selector finds. */
export function texts(page: Page, selector: string): Promise<string[]> {
  const all = `[...document.querySelectorAll(${JSON.stringify(selector)})]`;
  return page.evaluate(`${all}.map((element) => element.textContent)`);
}
