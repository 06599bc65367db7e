/**
 * Servers that go, and come back.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { message, reply, stall } from "../../src/testing/mod.ts";
import { answers, say, shows, texts, turnsEnded, until } from "./drive.ts";
import type { Case } from "./stage.ts";

/** Cases. */
export const SERVER_CASES: readonly Case[] = [
  {
    name: "Codex is killed in the middle of a turn: the turn fails, and the next one runs",
    script: answers({ "Think": [stall(message("Thinking."))], "Again": [reply(message("Back."))] }),
    async run({ open, killCodex }) {
      const page = await open();
      await say(page, "Think");
      await shows(page, "Thinking.");
      await killCodex();
      await page.locator(".foot.failed").waitFor();
      await say(page, "Again");
      await shows(page, "Back.");
      await turnsEnded(page, 2);
      assertEquals(await texts(page, ".user"), ["Think", "Again"]);
    },
  },
  {
    name: "the web server is killed and back: the page shows what there is, once, and goes on",
    script: answers({
      "First": [reply(message("One."))],
      "Think": [stall(message("Thinking."))],
      "Again": [reply(message("Back."))],
    }),
    async run({ open, stopServer }) {
      const page = await open();
      await say(page, "First");
      await turnsEnded(page);
      await say(page, "Think");
      await shows(page, "Thinking.");
      const startAgain = await stopServer();
      await until(page, "document.getElementById('state').textContent.startsWith('reconnecting')");
      await startAgain();
      await until(page, "document.getElementById('state').dataset.state === 'idle'");
      await say(page, "Again");
      await shows(page, "Back.");
      assertEquals(await texts(page, ".user"), ["First", "Think", "Again"]);
      assertEquals((await texts(page, ".agent")).filter((text) => text === "One."), ["One."]);
    },
  },
  {
    name: "the link lets one browser in, and nobody without it",
    script: [],
    async run({ open, link, url, context }) {
      const status = async (url: string, headers: Record<string, string> = {}) => {
        const answer = await fetch(url, { headers, redirect: "manual" });
        await answer.body?.cancel();
        return answer.status;
      };
      assertEquals(await status(link), 401);
      assertEquals(await status(`${url}?token=guess`), 401);
      for (const path of ["", "app.js", "about.json", "codex/threads"]) {
        assertEquals(await status(url + path), 401, path);
        assertEquals(await status(url + path, { cookie: "codex_page=guess" }), 401, path);
      }
      // The browser that has been let in may use the link again.
      const page = await open(link);
      assertEquals(page.url(), url);
      await page.close();
      // A page of somebody else's cannot ask in its name.
      const foreign = await context.newPage();
      await foreign.goto(url.replace("127.0.0.1", "localhost"));
      assert((await foreign.evaluate<string>("document.body.innerText")).includes("Open the link"));
    },
  },
];
