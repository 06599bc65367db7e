/**
 * The program as a route handler of Next.js.
 *
 * @module
 */
import { join } from "node:path";
import { must } from "../command.ts";
import { APP } from "../setups.ts";

/** What has to be installed. */
export const NEXT: readonly string[] = ["next@16.4.6", "react@19.3.1", "react-dom@19.3.1"];

const LAYOUT = `export default function Layout({ children }) {
  return <html><body>{children}</body></html>;
}
`;

/** Builds the program, starts it, and gives what its route answers. */
export async function nextRoute(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const api = join(folder, "app", "api");
  await Deno.mkdir(api, { recursive: true });
  await Deno.writeTextFile(join(folder, "app", "layout.js"), LAYOUT);
  await Deno.writeTextFile(join(api, "route.js"), route());
  const next = join("node_modules", "next", "dist", "bin", "next");
  const all = { ...env, NEXT_TELEMETRY_DISABLED: "1" };
  await must("node", [next, "build"], { cwd: folder, env: all });
  const args = [next, "start", "--port", "0", "--hostname", "127.0.0.1"];
  const server = new Deno.Command("node", { args, cwd: folder, env: all, stdout: "piped" }).spawn();
  try {
    return await (await fetch(new URL("/api", await addressOf(server.stdout)))).text();
  } finally {
    server.kill("SIGKILL");
    await server.status;
  }
}

/** The program with an answer in the place of its output. */
function route(): string {
  const text = APP.replace(
    "async function main(): Promise<void> {",
    "export async function GET() {",
  )
    .replace(/console\.log\((`.*?)`\);/, "return new Response($1\\n`);")
    .replace("void main();", 'export const dynamic = "force-dynamic";');
  if (!text.includes("GET()") || !text.includes("new Response(") || text.includes("main()")) {
    throw new Error("Cannot make a route of the program: its text has changed");
  }
  return text;
}

/** The address that Next.js prints. */
async function addressOf(output: ReadableStream<Uint8Array>): Promise<string> {
  let said = "";
  for await (const text of output.pipeThrough(new TextDecoderStream())) {
    said += text;
    const [, address] = said.match(/(http:\/\/127\.0\.0\.1:\d+)[^]*Ready/) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`Next.js does not start: ${said}`);
}
