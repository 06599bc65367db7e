/**
 * How the page looks, by the keyboard, to a screen reader, and on a phone.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { message, patch, plan, reply, shell, stall } from "../../src/testing/mod.ts";
import { answers, say, shows, texts, turnsEnded, until } from "./drive.ts";
import type { Page } from "./playwright.ts";
import type { Case } from "./stage.ts";

const PATCH = "*** Begin Patch\n*** Add File: a.txt\n+one\n*** End Patch\n";

/** A turn with one of everything. */
const EVERYTHING = answers({
  "All": [
    reply(
      message("I'll **look** at `it`.\n\n- one\n- two\n\n```\ncode\n```"),
      plan(["One", "Two"]),
    ),
    reply(shell("printf '\\033[31mred\\033[32mgreen\\033[33myellow\\033[0m'; exit 1")),
    reply(patch(PATCH)),
    reply(message("Done.")),
  ],
  "Think": [stall(message("Thinking."))],
});

/** The colour behind the page. */
function back(page: Page): Promise<string> {
  return page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
}

/** Texts whose contrast is below what WCAG asks for, 4.5. */
function faint(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = parse(getComputedStyle(at).backgroundColor);
        if (color.length === 3 || color[3] === 1) return color;
      }
      return [255, 255, 255];
    };
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent.trim();
      if (text === "" || !element.checkVisibility() || element.closest(".hidden, .skip, :disabled")) continue;
      const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) found.add(text.slice(0, 30) + " " + ratio.toFixed(2) + " " + element.className);
    }
    return [...found];
  })()`);
}

/** Controls without a name, by the tree that screen readers get. */
async function nameless(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree") as { nodes: AxNode[] };
  const controls = nodes.filter(({ ignored, role }) => !ignored && CONTROLS.has(role?.value ?? ""));
  assert(controls.length > 1, "the tree was read");
  return controls.filter(({ name }) => !name?.value?.trim()).map(({ role }) => role?.value ?? "");
}

interface AxNode {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

const CONTROLS = new Set(
  ("button checkbox combobox dialog DisclosureTriangle link listbox meter navigation progressbar " +
    "radio region searchbox slider spinbutton switch tab textbox").split(" "),
);

/** Cases. */
export const LOOK_CASES: readonly Case[] = [
  {
    name: "every control has a name, and every text its contrast, in every state and both themes",
    script: EVERYTHING,
    async run({ open }) {
      const page = await open();
      const check = async (state: string) => {
        assertEquals(await nameless(page), [], state);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          assertEquals(await faint(page), [], `${state}, ${colorScheme}`);
        }
      };
      await check("welcome");
      await say(page, "All");
      const allow = page.getByRole("button", { name: "Allow", exact: true });
      await allow.waitFor();
      await check("command to be allowed");
      await allow.click();
      await page.getByRole("region", { name: "Codex wants to change a file" }).waitFor();
      await check("change to be allowed");
      await allow.click();
      await turnsEnded(page);
      await check("done");
      await say(page, "Think");
      await shows(page, "Thinking.");
      await check("working");
      await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
      await check("help");
      // What happens is told, and a question at once.
      const told = await page.evaluate<string>(
        "document.getElementById('announcer').getAttribute('aria-live')",
      );
      assertEquals(told, "polite");
    },
  },
  {
    name: "the page is dark where the system is, and as it is told to, also after a reload",
    script: [],
    window: { colorScheme: "dark" },
    async run({ open }) {
      const page = await open();
      const dark = await back(page);
      await page.emulateMedia({ colorScheme: "light" });
      const light = await back(page);
      assert(dark !== light);
      const theme = page.getByRole("button", { name: /^Theme/ });
      await theme.click();
      await theme.click();
      assertEquals(await theme.innerText(), "Theme: dark");
      assertEquals(await back(page), dark);
      await page.reload();
      assertEquals(await back(page), dark);
      assertEquals(await theme.innerText(), "Theme: dark");
      await theme.click();
      assertEquals(await back(page), light);
    },
  },
  {
    name: "all of it works by the keyboard",
    script: EVERYTHING,
    async run({ open }) {
      const page = await open();
      const { keyboard } = page;
      const focused = () =>
        page.evaluate<string>(
          "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent",
        );
      await keyboard.press("Alt+p");
      await keyboard.type("All");
      await keyboard.press("Enter");
      await page.locator(".question").waitFor();
      await keyboard.press("Alt+q");
      assertEquals(await focused(), "Reason for Codex");
      await keyboard.press("Tab");
      assertEquals(await focused(), "Allow");
      await keyboard.press("Enter");
      await page.getByRole("region", { name: "Codex wants to change a file" }).waitFor();
      await keyboard.press("Alt+q");
      for (let at = 0; at < 8 && await focused() !== "Decline"; at++) await keyboard.press("Tab");
      await keyboard.press("Enter");
      await turnsEnded(page);
      // After an answer the prompt has the focus again.
      assertEquals(await focused(), "Prompt");
      await keyboard.type("Think");
      await keyboard.press("Enter");
      await shows(page, "Thinking.");
      await keyboard.press("Control+.");
      await turnsEnded(page, 2);
      await keyboard.press("Alt+n");
      await page.getByRole("heading", { name: "What should Codex do?" }).waitFor();
      await keyboard.press("Control+k");
      await keyboard.type("all");
      await keyboard.press("ArrowDown");
      await keyboard.press("Enter");
      await turnsEnded(page, 2);
      await page.evaluate("document.activeElement.blur()");
      await keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      await keyboard.press("Escape");
      assertEquals(await page.getByRole("dialog").count(), 0);
    },
  },
  {
    name: "threads are listed, searched, renamed and archived",
    script: answers({
      "About cats": [reply(message("Cats."))],
      "About dogs": [reply(message("Dogs."))],
    }),
    async run({ open }) {
      const page = await open();
      await say(page, "About cats");
      await turnsEnded(page);
      await page.getByRole("button", { name: "New thread" }).click();
      await say(page, "About dogs");
      await shows(page, "Dogs.");
      await until(page, "document.querySelectorAll('.thread').length === 2");
      const title = page.getByRole("textbox", { name: "Title of this thread" });
      await title.fill("<b>Hounds</b>");
      await title.press("Enter");
      await page.getByRole("button", { name: "<b>Hounds</b>" }).waitFor();
      await page.getByRole("searchbox", { name: "Search threads" }).fill("CATS");
      assertEquals(await page.locator(".thread").count(), 1);
      await page.getByRole("button", { name: /^About cats/ }).click();
      await shows(page, "Cats.");
      await page.getByRole("searchbox", { name: "Search threads" }).fill("");
      await page.getByRole("button", { name: "Archive" }).click();
      await until(page, "document.querySelectorAll('.thread').length === 1");
      assertEquals(await texts(page, ".thread .name"), ["<b>Hounds</b>"]);
    },
  },
  {
    name: "in a narrow window nothing is wider than it, also while a turn runs",
    script: EVERYTHING,
    window: { viewport: { width: 800, height: 600 } },
    async run({ open }) {
      const page = await open();
      await fitsAllAlong(page);
    },
  },
  {
    name: "on a phone nothing is wider than the screen, and the threads are a tap away",
    script: EVERYTHING,
    window: { viewport: { width: 360, height: 640 } },
    async run({ open }) {
      const page = await open();
      assertEquals(await tooWide(page), []);
      await fitsAllAlong(page);
      const thread = page.getByRole("button", { name: /^All/ });
      assertEquals(await thread.count(), 0);
      await page.getByRole("button", { name: "Threads" }).click();
      await thread.click();
      await until(page, "!document.body.classList.contains('menu')");
    },
  },
];

/** Has a turn ask twice, and looks whether everything fits while it runs and when it has ended. */
async function fitsAllAlong(page: Page): Promise<void> {
  await say(page, "All");
  const allow = page.getByRole("button", { name: "Allow", exact: true });
  await allow.waitFor();
  assertEquals(await tooWide(page), []);
  await allow.click();
  await page.getByRole("region", { name: "Codex wants to change a file" }).waitFor();
  await allow.click();
  await turnsEnded(page);
  assertEquals(await tooWide(page), []);
}

/** What reaches beyond the window, but for what scrolls by itself. */
async function tooWide(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`[...document.querySelectorAll("main *")]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
    .filter((element) => !element.closest("pre, .hidden"))
    .map((element) => element.tagName + "." + element.className)`);
}
