/**
 * The program as a route of web frameworks, each with its server for Node.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { must } from "../command.ts";
import { MODULES, type Setup } from "../setups.ts";
import { installNode } from "./nodes.ts";
import { answerOf, routeOfApp } from "./served.ts";

const NODE = 24;

interface Framework {
  readonly name: string;
  readonly tried: string;
  readonly packages: readonly string[];
  /** Files by their paths; all import the program, as `GET`, from `app.js` at the root. */
  readonly files: Readonly<Record<string, string>>;
  /** The arguments with which Node builds it. */
  readonly build: readonly string[];
  /** The file that serves. */
  readonly server: string;
}

const REACT = ["react@19.3.1", "react-dom@19.3.1"];
const VITE = ["node_modules/vite/bin/vite.js", "build"];

const FRAMEWORKS: readonly Framework[] = [
  {
    name: "SvelteKit, an endpoint",
    tried: "SvelteKit 3.2",
    packages: [
      "@sveltejs/kit@3.2.0",
      "@sveltejs/adapter-node@6.0.1",
      "@sveltejs/vite-plugin-svelte@7.3.1",
      "svelte@5.57.3",
      "vite@8.4.0",
    ],
    files: {
      "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite";
        import adapter from "@sveltejs/adapter-node";
        export default { plugins: [sveltekit({ adapter: adapter() })] };`,
      "src/app.html": "<html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>",
      "src/routes/api/+server.js": `export { GET } from "../../../app.js";`,
    },
    build: VITE,
    server: "build/index.js",
  },
  {
    name: "React Router, a resource route",
    tried: "React Router 8.4",
    packages: [
      "react-router@8.4.0",
      "@react-router/node@8.4.0",
      "@react-router/dev@8.4.0",
      ...REACT,
      "isbot@5.2.3",
      "vite@8.3.8",
    ],
    files: {
      "vite.config.js": `import { reactRouter } from "@react-router/dev/vite";
        export default { plugins: [reactRouter()] };`,
      "app/root.jsx": `import { Outlet } from "react-router";
        export default function Root() { return <html><body><Outlet /></body></html>; }`,
      "app/routes.js": `import { route } from "@react-router/dev/routes";
        export default [route("api", "api.js")];`,
      "app/api.js": `export { GET as loader } from "../app.js";`,
      "server.js": `import { createRequestListener } from "@react-router/node";
        import { createServer } from "node:http";
        import * as build from "./build/server/index.js";
        const server = createServer(createRequestListener({ build }));
        server.listen(0, "127.0.0.1", () => {
          console.log(\`http://127.0.0.1:\${server.address().port}\`);
        });`,
    },
    build: ["node_modules/@react-router/dev/bin.cjs", "build"],
    server: "server.js",
  },
  {
    name: "Nuxt, a server route",
    tried: "Nuxt 4.5",
    packages: ["nuxt@4.5.2"],
    files: {
      "nuxt.config.js": `export default defineNuxtConfig({ telemetry: false });`,
      "app/app.vue": "<template><p></p></template>",
      "server/routes/api.js": `import { GET } from "../../app.js";
        export default defineEventHandler(() => GET());`,
    },
    build: ["node_modules/nuxt/bin/nuxt.mjs", "build"],
    server: ".output/server/index.mjs",
  },
  {
    name: "TanStack Start, a server route",
    tried: "TanStack Start 1.169",
    packages: [
      "@tanstack/react-start@1.169.5",
      "@tanstack/react-router@1.170.46",
      ...REACT,
      "@vitejs/plugin-react@6.3.0",
      "vite@8.4.0",
      "srvx@1.0.8",
    ],
    files: {
      "vite.config.js": `import { tanstackStart } from "@tanstack/react-start/plugin/vite";
        import react from "@vitejs/plugin-react";
        export default { plugins: [tanstackStart(), react()] };`,
      "src/router.jsx": `import { createRouter } from "@tanstack/react-router";
        import { routeTree } from "./routeTree.gen";
        export const getRouter = () => createRouter({ routeTree });`,
      "src/routes/__root.jsx": `import { createRootRoute, Outlet } from "@tanstack/react-router";
        export const Route = createRootRoute({ component: Outlet });`,
      "src/routes/api.js": `import { createFileRoute } from "@tanstack/react-router";
        import { GET } from "../../app.js";
        export const Route = createFileRoute("/api")({ server: { handlers: { GET } } });`,
      "server.js": `import { serve } from "srvx";
        import start from "./dist/server/server.js";
        serve({ fetch: start.fetch, port: 0, hostname: "127.0.0.1" });`,
    },
    build: VITE,
    server: "server.js",
  },
];

/** Set-ups. */
export const FRAMEWORK_SETUPS: readonly Setup[] = FRAMEWORKS.map((
  { name, tried, packages, files, build, server },
) => ({
  name,
  tried: `${tried}, Node ${NODE}`,
  codex: MODULES,
  packages,
  run: async (folder, env) => {
    const node = await installNode(NODE, folder);
    const all = {
      ...env,
      HOST: "127.0.0.1",
      PORT: "0",
      NODE_ENV: "production",
    };
    const sources = { ...files, "app.js": routeOfApp() };
    for (const [path, text] of Object.entries(sources)) {
      await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    }
    await Deno.writeTextFile(join(folder, "package.json"), await asModules(folder));
    await must(node, build, { cwd: folder, env: all });
    const started = /(http:\/\/127\.0\.0\.1:\d+)/;
    return await answerOf("/api", started, node, [server], { cwd: folder, env: all });
  },
}));

/** The folder's `package.json`, for files that are modules. */
async function asModules(folder: string): Promise<string> {
  const json = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  return JSON.stringify({ ...json, type: "module" });
}
