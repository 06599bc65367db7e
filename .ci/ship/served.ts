/**
 * The program as a route of a web server.
 *
 * @module
 */
import { APP } from "../setups.ts";

/** The program as a function `GET`, with an answer in the place of its output. */
export function routeOfApp(): string {
  const text = APP.replace(
    "async function main(): Promise<void> {",
    "export async function GET() {",
  )
    .replace(/console\.log\((`.*?)`\);/, "return new Response($1\\n`);")
    .replace("void main();", "");
  if (!text.includes("GET()") || !text.includes("new Response(") || text.includes("main()")) {
    throw new Error("Cannot make a route of the program: its text has changed");
  }
  return text;
}

/**
 * Starts a server, and gives what a route answers.
 *
 * @param started What it prints when it serves; the first group is its address.
 */
export async function answerOf(
  path: string,
  started: RegExp,
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<string> {
  const server = new Deno.Command(command, { ...options, args: [...args], stdout: "piped" })
    .spawn();
  const [said, rest] = server.stdout.tee();
  // A server that nobody listens to waits.
  const drained = rest.pipeTo(new WritableStream());
  try {
    return await (await fetch(new URL(path, await addressOf(said, started)))).text();
  } finally {
    server.kill("SIGKILL");
    await server.status;
    await drained;
  }
}

async function addressOf(output: ReadableStream<Uint8Array>, started: RegExp): Promise<string> {
  let said = "";
  for await (const text of output.pipeThrough(new TextDecoderStream())) {
    said += text;
    const [, address] = said.match(started) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`The server does not start: ${said}`);
}
