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

Deno.test("workflows name the actions they use by commit", async () => {
  const used = (await Promise.all((await workflows()).map(read))).flatMap((yaml) =>
    Array.from(yaml.matchAll(/\buses: (.+)$/gm), ([, action = ""]) => action)
  );
  assert(used.length > 0, "the workflows were read");
  const pinned = /^(\.\/\S+|[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+)$/;
  assertEquals(used.filter((action) => !pinned.test(action)), []);
  const commits = new Map(used.map((action) => [action.split("@")[0], action]));
  assertEquals(used.filter((action) => commits.get(action.split("@")[0]) !== action), []);
});

Deno.test("a job that may ask for a token publishes, and runs nothing else", async () => {
  const yaml = await read(".github/workflows/publish.yml");
  const jobs = (yaml.split(/^jobs:$/m)[1] ?? "").split(/^ {2}(?=\w+:$)/m)
    .filter((job) => job.includes("id-token: write"));
  const runs = jobs.map((job) => commands(job).map((line) => line.replace(/@\d\S*/, "")));
  assertEquals(jobs.map((job, at) => [job.split(":")[0], runs[at]]), [
    ["jsr", ["npx -y deno publish"]],
    ["npm", ["npm publish --provenance --access public ./dist/*.tgz"]],
  ]);
  for (const job of jobs) assert(job.includes("\n    environment: release"));
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
