/**
 * Turns, as one tab or two show them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { message, patch, plan, reply, shell, stall } from "../../src/testing/mod.ts";
import { answers, conversation, say, shows, texts, turnsEnded } from "./drive.ts";
import type { Case } from "./stage.ts";

/** A text whose every word tells its place. */
const LONG = Array.from({ length: 400 }, (_, at) => `word${at}`).join(" ");
const SLOWLY = message(LONG, { deltas: LONG.split(/(?<= )/), deltaMs: 8 });

const STEPS = ["Look", "Mend"] as const;
const PATCH = "*** Begin Patch\n*** Add File: new.txt\n+one\n+two\n*** End Patch\n";

/** Cases. */
export const TURN_CASES: readonly Case[] = [
  {
    name: "a turn streams: its text is there in parts before it is there as a whole",
    script: answers({ "Tell me": [reply(SLOWLY)] }),
    async run({ open }) {
      const page = await open();
      // Notes how much of the answer is there whenever that changes.
      await page.evaluate(`
        globalThis.lengths = [];
        new MutationObserver(() => {
          const length = document.querySelector(".agent")?.textContent.length ?? 0;
          if (length !== lengths.at(-1)) lengths.push(length);
        }).observe(document.getElementById("turns"), { subtree: true, childList: true, characterData: true });
      `);
      await say(page, "Tell me");
      await turnsEnded(page);
      assertEquals(await texts(page, ".agent"), [LONG]);
      const lengths = await page.evaluate<number[]>("lengths");
      assert(lengths.length > 5, `${lengths}`);
      assertEquals(lengths, lengths.toSorted((a, b) => a - b));
    },
  },
  {
    name:
      "a turn shows its plan, commands with output and exit code, diffs, and the context it takes",
    script: answers({
      "Do it": [
        reply(
          plan([{ step: STEPS[0], status: "completed" }, {
            step: STEPS[1],
            status: "in_progress",
          }]),
        ),
        reply(shell("echo some output; exit 3")),
        reply(patch(PATCH)),
        reply(message("Did it.")),
      ],
    }),
    async run({ open }) {
      const page = await open();
      await say(page, "Do it");
      const allow = page.getByRole("button", { name: "Allow", exact: true });
      await allow.click();
      await shows(page, "exit code 3");
      await allow.click();
      await turnsEnded(page);
      assertEquals(await texts(page, ".plan .status"), ["1 of 2"]);
      assertEquals(await texts(page, ".steps [aria-current=step] span:first-child"), [STEPS[1]]);
      assertEquals(await texts(page, ".command .title"), ["echo some output; exit 3"]);
      assertEquals((await texts(page, ".command .output")).map((text) => text.split("\n").at(-2)), [
        "some output",
      ]);
      assertEquals(await texts(page, ".turn .path"), ["new.txt"]);
      assertEquals(await texts(page, ".turn .row.add"), ["+one\n", "+two\n"]);
      assertEquals(await texts(page, ".turn .added"), ["+2"]);
      const meter = page.getByRole("meter", { name: "Context" });
      assert(Number(await meter.getAttribute("value")) > 0);
    },
  },
  {
    name: "two tabs show the same, and the one that comes late too",
    script: answers({ "Tell me": [reply(SLOWLY)], "And again": [reply(message("Again."))] }),
    async run({ open }) {
      const one = await open();
      await say(one, "Tell me");
      await shows(one, "word20 ");
      const two = await open(one.url());
      await Promise.all([turnsEnded(one), turnsEnded(two)]);
      await say(two, "And again");
      await Promise.all([turnsEnded(one, 2), turnsEnded(two, 2)]);
      const three = await open(one.url());
      await turnsEnded(three, 2);
      const shown = await conversation(one);
      assertEquals(await conversation(two), shown);
      assertEquals(await conversation(three), shown);
      assert(shown.includes(LONG) && shown.includes("Again."));
    },
  },
  {
    name: "a reload in the middle of a turn catches up, without a gap or a repeat",
    script: answers({ "Tell me": [reply(SLOWLY)] }),
    async run({ open }) {
      const page = await open();
      await say(page, "Tell me");
      for (const word of ["word30 ", "word90 ", "word150 "]) {
        await shows(page, word);
        await page.reload();
      }
      await turnsEnded(page);
      assertEquals(await texts(page, ".agent"), [LONG]);
      assertEquals(await texts(page, ".user"), ["Tell me"]);
    },
  },
  {
    name: "an approval is answered in the other tab, and both go on",
    script: answers({
      "Make a file": [reply(shell("touch made.txt")), reply(message("Made."))],
      "Make another": [reply(shell("touch other.txt"))],
      // What is said with a refusal is the user's, too.
      "No more files": [reply(message("Not made.")), reply(message("Not made."))],
    }),
    async run({ open, folder }) {
      const one = await open();
      await say(one, "Make a file");
      await one.getByRole("region", { name: "Codex wants to run a command" }).waitFor();
      const two = await open(one.url());
      await two.getByRole("button", { name: "Allow", exact: true }).waitFor();
      for (const page of [one, two]) await page.getByText("waiting for you").waitFor();
      await two.getByRole("button", { name: "Allow", exact: true }).click();
      await Promise.all([turnsEnded(one), turnsEnded(two)]);
      assertEquals(await one.locator(".question").count(), 0);
      assertEquals(await texts(one, ".note"), ["Allowed: touch made.txt"]);
      await Deno.stat(join(folder, "made.txt"));
      assertEquals(await texts(one, ".command .status"), await texts(two, ".command .status"));
      assert((await texts(one, ".command .status"))[0]?.startsWith("exit code 0"));

      await say(two, "Make another");
      await one.getByRole("textbox", { name: "Reason for Codex" }).fill("No more files");
      await one.getByRole("button", { name: "Decline", exact: true }).click();
      await Promise.all([turnsEnded(one, 2), turnsEnded(two, 2)]);
      assertEquals((await texts(two, ".note")).at(-1), "Declined: touch other.txt");
      assertEquals((await texts(two, ".command .status")).at(-1), "declined");
    },
  },
  {
    name: "a turn is steered, interrupted, and followed by one that waited",
    script: answers({
      "Think": [stall(message("Thinking."))],
      "Faster": [reply(message("Faster, then."))],
      "Wait": [stall(message("Waiting."))],
      "Next": [reply(message("Next, then."))],
    }),
    async run({ open, model }) {
      const page = await open();
      await say(page, "Think");
      await shows(page, "Thinking.");
      await page.getByRole("button", { name: "Interrupt" }).click();
      await turnsEnded(page);
      assertEquals(await texts(page, ".foot.interrupted"), ["Interrupted"]);

      await say(page, "Wait");
      await shows(page, "Waiting.");
      await page.getByRole("textbox", { name: "Prompt" }).fill("Next");
      await page.getByRole("button", { name: "Queue" }).click();
      await page.locator(".queued").waitFor();
      await page.getByRole("button", { name: "Interrupt" }).click();
      await shows(page, "Next, then.");
      await turnsEnded(page, 3);
      assertEquals(await page.locator(".queued").count(), 0);
      assert(model.requests.length >= 3);
    },
  },
];
