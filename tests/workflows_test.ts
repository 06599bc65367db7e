import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("..", import.meta.url);
const WORKFLOWS = new URL(".github/workflows/", ROOT);

Deno.test("workflows run tasks and programs that there are", async () => {
  const { tasks }: { tasks: Record<string, unknown> } = JSON.parse(await read("deno.json"));
  const lines = (await Promise.all((await workflows()).map(read))).flatMap(commands);
  assert(lines.length > 0, "the workflows were read");
  const missing: string[] = [];
  for (const line of lines) {
    const task = line.match(/deno@\S+ task (\S+)/)?.[1];
    if (task !== undefined && !(task in tasks)) missing.push(line);
    const path = line.match(/(?:^|-A )(\.ci\/\S+)/)?.[1];
    if (path !== undefined && !await exists(path)) missing.push(line);
  }
  assertEquals(missing, []);
});

Deno.test("one version of Deno is named everywhere", async () => {
  const files = ["README.md", "CONTRIBUTING.md", ".ci/run", ...await workflows()];
  const named = await Promise.all(files.map(async (path) => {
    const versions = (await read(path)).match(/\bdeno@[\w.]+/g) ?? [];
    return [...new Set(versions)].map((version) => `${version} in ${path}`);
  }));
  const [first = "", ...others] = named.flat();
  const version = first.split(" ")[0] as string;
  assert(/^deno@\d+\.\d+\.\d+$/.test(version), "a version is named in full");
  assertEquals(others.filter((text) => !text.startsWith(`${version} `)), []);
});

/** What a workflow runs, each command on a line of its own. */
function commands(yaml: string): string[] {
  return Array.from(yaml.matchAll(/^\s*(?:- )?run: (.+)$/gm), ([, command = ""]) => command);
}

async function workflows(): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(WORKFLOWS), ({ name }) => name);
  return names.sort().map((name) => `.github/workflows/${name}`);
}

async function read(path: string): Promise<string> {
  return await Deno.readTextFile(new URL(path, ROOT));
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(new URL(path, ROOT)).then(() => true, () => false);
}
