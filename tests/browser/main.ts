/**
 * The example's page, and one with `useChat`, in a real Chromium:
 * `deno task browser [--screenshots] [part of a name]`. The last line is `N passed, N failed`.
 *
 * @module
 */
import { workFolder } from "../../.ci/command.ts";
import { CASES } from "./cases.ts";
import { onChatPage } from "./chat_page.ts";
import { findChromium, startChromium } from "./chromium.ts";
import { takeScreenshots } from "./screenshots.ts";
import { PATIENCE_MS } from "./patience.ts";
import { onStage } from "./stage.ts";
import { within } from "../within.ts";

const filter = Deno.args.filter((word) => word !== "--screenshots").join(" ");
const found = await findChromium();
if ("reason" in found) {
  console.log(`skipped browser: ${found.reason}\n0 passed, 0 failed`);
} else {
  const work = await workFolder();
  const browser = await startChromium(found.path, work.path);
  let passed = 0;
  let failed = 0;
  try {
    if (Deno.args.includes("--screenshots")) await takeScreenshots(browser);
    const all: [name: string, run: () => Promise<void>][] = [
      ...CASES.map((test): typeof all[0] => [test.name, () => onStage(browser, test)]),
      [
        "a page with useChat runs a turn, asks the user, and goes on after a reload",
        () => onChatPage(browser),
      ],
    ];
    for (const [name, run] of all) {
      if (!name.includes(filter)) continue;
      const start = performance.now();
      try {
        await within(4 * PATIENCE_MS, run);
        passed++;
        console.log(`ok ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed++;
        console.log(`FAILED ${name}\n${error instanceof Error ? error.stack : error}`);
      }
    }
  } finally {
    await browser.close();
    await work.remove();
  }
  console.log(`${passed} passed, ${failed} failed`);
  Deno.exit(failed === 0 && passed > 0 ? 0 : 1);
}
