/**
 * The pictures of the page that the documents show.
 *
 * @module
 */
import { join } from "@std/path";
import { ROOT } from "../../.ci/command.ts";
import { FILES, IDEAS, script } from "../../examples/web/script.ts";
import { say, shows } from "./drive.ts";
import type { Browser } from "./playwright.ts";
import { onStage } from "./stage.ts";

/** Makes them anew, in docs/images. */
export async function takeScreenshots(browser: Browser): Promise<void> {
  const images = join(ROOT, "docs", "images");
  await Deno.mkdir(images, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await onStage(browser, {
      name: colorScheme,
      script,
      window: { colorScheme, viewport: { width: 1120, height: 880 } },
      async run({ open, folder }) {
        for (const [name, text] of Object.entries(FILES)) {
          await Deno.writeTextFile(join(folder, name), text);
        }
        const page = await open();
        await say(page, IDEAS[0] ?? "");
        await page.getByRole("button", { name: "Allow", exact: true }).click();
        await page.getByRole("region", { name: "Codex wants to change a file" }).waitFor();
        await shows(page, "I'll fix it.");
        await page.screenshot({ path: join(images, `web-${colorScheme}.png`) });
        await page.getByRole("button", { name: "Decline and stop" }).click();
        await page.locator(".foot.interrupted").waitFor();
      },
    });
  }
}
