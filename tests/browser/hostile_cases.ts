/**
 * A model that means ill.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { message, reply, shell } from "../../src/testing/mod.ts";
import { answers, say, shows, texts, turnsEnded, until } from "./drive.ts";
import type { Page } from "./playwright.ts";
import type { Case } from "./stage.ts";

const MARKUP = [
  `<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=2</script>`,
  `</textarea><svg onload="globalThis.hacked=3"><a href="javascript:globalThis.hacked=4">here</a>`,
  "[here](javascript:globalThis.hacked=5) ![](http://127.0.0.1:9/x.png) <iframe srcdoc='x'>",
].join(" ");
const ESCAPES =
  "red \x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]52;c;aGk=\x1b\\ \x1b[2J\x1b[999;999H \x9b31m " +
  "\u202egnp.exe \x00\x08 end";

/** Controls but line breaks, and marks that turn texts around. */
const RAW = /[^\P{Cc}\n\t]|\u202e/u;

/** Whether the page still answers: it draws a frame, and takes what is typed. */
async function usable(page: Page): Promise<void> {
  await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => resolve()))");
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  await prompt.fill("typed");
  assertEquals(await prompt.inputValue(), "typed");
  await prompt.fill("");
  assertEquals(await page.evaluate("typeof hacked"), "undefined");
}

/** Cases. */
export const HOSTILE_CASES: readonly Case[] = [
  {
    name: "markup and escapes of the model's are text, wherever they come up",
    script: answers({
      [`Say ${MARKUP}`]: [
        reply(message(`${MARKUP}\n\n\`\`\`\n${MARKUP}\n\`\`\`\n\n- ${MARKUP}`)),
      ],
      "Escape": [reply(message(ESCAPES))],
      "Run": [
        reply(shell(`cat hostile.txt # ${MARKUP.replaceAll("'", "")} \u202e`)),
        reply(message("Ran.")),
      ],
    }),
    async run({ open, folder }) {
      await Deno.writeTextFile(join(folder, "hostile.txt"), `${MARKUP}\n${ESCAPES}\n`);
      const page = await open();
      await say(page, `Say ${MARKUP}`);
      await turnsEnded(page);
      const [said = ""] = await texts(page, ".agent");
      assertStringIncludes(said, MARKUP);
      assertEquals(await texts(page, ".user"), [`Say ${MARKUP}`]);
      for (const tag of ["img", "script", "iframe", "a", "svg"]) {
        assertEquals(await page.locator(`main ${tag}`).count(), 0, tag);
      }
      await say(page, "Escape");
      await turnsEnded(page, 2);
      const escaped = (await texts(page, ".agent")).at(-1) ?? "";
      assert(!RAW.test(escaped), JSON.stringify(escaped));
      assertStringIncludes(escaped, "red red");
      assertStringIncludes(escaped, "\\u202egnp.exe");

      await say(page, "Run");
      // What is to be allowed shows every character.
      const [asked = ""] = await page.getByRole("button", { name: "Allow", exact: true }).waitFor()
        .then(() => texts(page, ".question .asked"));
      assertStringIncludes(asked, "<script>globalThis.hacked=2</script>");
      assertStringIncludes(asked, "\\u202e");
      await page.getByRole("button", { name: "Allow", exact: true }).click();
      await turnsEnded(page, 3);
      const [output = ""] = await texts(page, ".command .output");
      assertStringIncludes(output, MARKUP);
      assert(!RAW.test(output), JSON.stringify(output));
      assertEquals(await texts(page, ".command .output .fg-1"), ["red"]);
      assertEquals(await page.title().then((title) => title.includes("Codex")), true);
      await usable(page);
    },
  },
  {
    name: "a script that gets into the page is not run",
    script: [],
    async run({ context, url }) {
      const page = await context.newPage();
      await page.goto(url);
      const blocked = await page.evaluate<string>(`new Promise((resolve) => {
        addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
        const script = document.createElement("script");
        try {
          script.textContent = "globalThis.hacked = 1";
        } catch {
          resolve("require-trusted-types-for");
        }
        document.body.append(script);
      })`);
      assert(/^(script-src|require-trusted)/.test(blocked), blocked);
      assertEquals(await page.evaluate("typeof hacked"), "undefined");
    },
  },
  {
    name: "5 MB of text stay out of the way until they are asked for",
    script: answers({
      "Much": [
        reply(message("x".repeat(2_500_000) + " " + "<b>é</b> ".repeat(250_000), { deltas: 200 })),
      ],
      "Lines": [
        reply(shell("head -c 900000 /dev/zero | tr '\\\\0' a; seq 30000")),
        reply(message("Done.")),
      ],
    }),
    async run({ open }) {
      const page = await open();
      await say(page, "Much");
      await turnsEnded(page);
      const length = () =>
        page.evaluate<number>("document.querySelector('.agent').textContent.length");
      assert(await length() < 50_000, `${await length()}`);
      await usable(page);
      await page.getByRole("button", { name: /^Show all/ }).click();
      await until(page, "document.querySelector('.agent').textContent.length > 4500000");
      assertEquals(await page.locator("main b").count(), 0);
      await usable(page);
      await page.reload();
      await turnsEnded(page);
      await usable(page);

      await say(page, "Lines");
      await page.getByRole("button", { name: "Allow", exact: true }).click();
      await turnsEnded(page, 2);
      const [output = ""] = await texts(page, ".command .output");
      assert(output.length < 50_000, `${output.length}`);
      assertEquals(output.trimEnd().slice(-6), "\n30000");
      await usable(page);
    },
  },
  {
    name: "10,000 deltas are drawn in far fewer frames, and all arrive",
    script: answers({
      "Count": [
        reply(message(
          Array.from({ length: 10_000 }, (_, at) => `${at}`).join(" "),
          { deltas: Array.from({ length: 10_000 }, (_, at) => at === 0 ? "0" : ` ${at}`) },
        )),
      ],
    }),
    async run({ open }) {
      const page = await open();
      await page.evaluate(`
        globalThis.drawn = 0;
        new MutationObserver(() => drawn++)
          .observe(document.getElementById("turns"), { subtree: true, childList: true, characterData: true });
      `);
      await say(page, "Count");
      await turnsEnded(page);
      const drawn = await page.evaluate<number>("drawn");
      assert(drawn < 2_000, `${drawn}`);
      await page.getByRole("button", { name: /^Show all/ }).click();
      await shows(page, "9998 9999");
      const [said = ""] = await texts(page, ".agent .text");
      assertEquals(said, Array.from({ length: 10_000 }, (_, at) => `${at}`).join(" "));
      await usable(page);
    },
  },
];
