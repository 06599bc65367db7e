/**
 * A real Chromium, and what drives it.
 *
 * @module
 */
import { join } from "@std/path";
import { createRequire } from "node:module";
import { run } from "../../.ci/command.ts";
import { npmInstall } from "../../.ci/consumer.ts";
import type { Browser, Playwright } from "./playwright.ts";

const PLAYWRIGHT = "playwright-core@1.65.1";
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where Chromium is; installs Debian's where root may. Else a reason why there is none. */
export async function findChromium(): Promise<{ path: string } | { reason: string }> {
  const named = Deno.env.get("CHROMIUM");
  if (named) return { path: named };
  const found = await onPath();
  if (found !== null) return { path: found };
  if (Deno.build.os !== "linux" || Deno.uid() !== 0 || !await has("apt-get")) {
    return { reason: "there is no Chromium; name one in CHROMIUM" };
  }
  console.log("installs chromium …");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  const args = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
  const { code, stderr } = await run("apt-get", args, { env });
  const installed = await onPath();
  if (installed !== null) return { path: installed };
  return { reason: `apt-get could not install chromium (${code}): ${stderr.slice(-300).trim()}` };
}

/** Starts it. `folder` takes what drives it. */
export async function startChromium(path: string, folder: string): Promise<Browser> {
  await Deno.mkdir(folder, { recursive: true });
  await npmInstall(folder, [PLAYWRIGHT]);
  const { chromium }: Playwright = createRequire(join(folder, "_.js"))("playwright-core");
  // Its sandbox is not for root, and a container's /dev/shm is small.
  const args = Deno.uid() === 0 ? ["--no-sandbox"] : [];
  return await chromium.launch({
    executablePath: path,
    args: [...args, "--disable-dev-shm-usage", "--font-render-hinting=none"],
  });
}

async function onPath(): Promise<string | null> {
  for (const name of NAMES) {
    if (await has(name)) return (await run("which", [name])).stdout.trim();
  }
  return null;
}

async function has(name: string): Promise<boolean> {
  return (await run("which", [name])).code === 0;
}
