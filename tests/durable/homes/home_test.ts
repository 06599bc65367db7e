import { assertEquals } from "@std/assert";
import { detectHost } from "../../../src/adapters/detect.ts";
import { makeHome } from "../../../src/durable/homes/home.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What has been there for a while, as the times of its files have it. */
async function ago(ms: number, ...paths: string[]): Promise<void> {
  const time = new Date(Date.now() - ms);
  for (const path of paths) await Deno.utime(path, time, time);
}

async function inFolder(
  use: (folder: string, others: () => Promise<string[]>) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const host = await detectHost();
  // What is there after another turn has made its home, and before it removes it.
  const others = async () => {
    const own = await makeHome(host, folder, null);
    await Deno.remove(own, { recursive: true });
    return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  };
  try {
    await use(folder, others);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("makeHome() removes a home that nobody has touched for a day, and is then watched", async () => {
  await inFolder(async (folder, others) => {
    for (const name of ["home-killed", "home-young", "template-a.new", "template-a"]) {
      await Deno.mkdir(`${folder}/${name}`);
    }
    for (const name of ["home-killed", "home-young"]) {
      await Deno.writeTextFile(`${folder}/${name}/alive`, "");
    }
    await ago(DAY_MS + 60_000, `${folder}/home-killed/alive`, `${folder}/template-a.new`);
    const all = ["home-killed", "home-young", "template-a", "template-a.new"];
    const watched = ["home-killed.watched", "template-a.new.watched"];
    assertEquals(await others(), [...all, ...watched].sort());
    assertEquals(await others(), [...all, ...watched].sort());
    await ago(61_000, ...watched.map((name) => `${folder}/${name}`));
    assertEquals(await others(), ["home-young", "template-a"]);
  });
});

Deno.test("makeHome() removes no home that is used again after a pause of a day", async () => {
  await inFolder(async (folder, others) => {
    const [home, watched] = [`${folder}/home-used`, `${folder}/home-used.watched`];
    const alive = `${home}/alive`;
    await Deno.mkdir(home);
    await Deno.writeTextFile(alive, "");
    await ago(2 * DAY_MS, alive);
    await others();
    // Its program has gone on, until the machine paused again.
    await ago(3 * DAY_MS, watched);
    for (let pass = 0; pass < 2; pass++) {
      assertEquals(await others(), ["home-used", "home-used.watched"]);
    }
    await Deno.writeTextFile(alive, "");
    await ago(61_000, watched);
    assertEquals(await others(), ["home-used", "home-used.watched"]);
    await ago(DAY_MS + 60_000, watched);
    assertEquals(await others(), ["home-used"]);
  });
});
