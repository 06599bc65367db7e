/**
 * The program as a route handler of Next.js.
 *
 * @module
 */
import { join } from "node:path";
import { must } from "../command.ts";
import { answerOf, routeOfApp } from "./served.ts";

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
  const route = `${routeOfApp()}\nexport const dynamic = "force-dynamic";\n`;
  await Deno.writeTextFile(join(api, "route.js"), route);
  const next = join("node_modules", "next", "dist", "bin", "next");
  const all = { ...env, NEXT_TELEMETRY_DISABLED: "1" };
  await must("node", [next, "build"], { cwd: folder, env: all });
  const args = [next, "start", "--port", "0", "--hostname", "127.0.0.1"];
  const started = /(http:\/\/127\.0\.0\.1:\d+)[^]*Ready/;
  return await answerOf("/api", started, "node", args, { cwd: folder, env: all });
}
