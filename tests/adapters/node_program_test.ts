import { assertEquals } from "@std/assert";
import {
  isSingleExecutable,
  mainModuleOf,
  missingNetFlag,
} from "../../src/adapters/node_program.ts";

const NODE = { argv: ["/bin/node", "/app/main.js"], execArgv: [], execPath: "/bin/node" };
const DOCUMENT = { ...NODE, argv: ["/opt/app/app", "/checkout/readme.md"], type: "browser" };
const resourcesPath = "/opt/app/resources";

Deno.test("mainModuleOf() is the first argument, where that names a module", () => {
  assertEquals(mainModuleOf(NODE), "/app/main.js");
  assertEquals(mainModuleOf({ ...NODE, argv: ["/bin/node"] }), null);
  for (const flag of ["-e", "-pe", "--eval", "--print"]) {
    assertEquals(mainModuleOf({ ...NODE, execArgv: [flag] }), null);
  }
});

Deno.test("mainModuleOf() is no document that a packaged Electron program opens", () => {
  assertEquals(mainModuleOf(DOCUMENT), null);
  assertEquals(
    mainModuleOf({ ...DOCUMENT, resourcesPath }),
    "/opt/app/resources/app.asar/package.json",
  );
  const mainModule = { filename: "/opt/app/resources/app/main.js" };
  assertEquals(mainModuleOf({ ...DOCUMENT, resourcesPath, mainModule }), mainModule.filename);
  // In development Electron is given the program.
  const developed = { ...NODE, type: "browser", defaultApp: true, resourcesPath };
  assertEquals(mainModuleOf(developed), "/app/main.js");
});

Deno.test("isSingleExecutable() is false here", () => {
  assertEquals(isSingleExecutable(NODE), false);
});

Deno.test("missingNetFlag() is told where Node keeps the program off the network, and nowhere else", () => {
  const flags = (...names: string[]) => ({ allowedNodeEnvironmentFlags: new Set(names) });
  const permission = { has: (scope: string) => scope === "fs.read" };
  const open = { has: () => true };
  assertEquals(missingNetFlag(flags("--allow-net")), null);
  assertEquals(missingNetFlag({ ...flags("--allow-fs-read"), permission }), null, "Node 24");
  assertEquals(missingNetFlag({ ...flags("--allow-net"), permission: open }), null);
  assertEquals(
    missingNetFlag({ ...flags("--allow-net"), permission }),
    "--allow-net is missing",
  );
});
