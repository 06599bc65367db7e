import * as sdk from "../../mod.ts";
import * as live from "../../src/app_server/mod.ts";
import * as testing from "../../src/testing/mod.ts";
import { caseFolder } from "./case.ts";
import { CASES } from "./cases.ts";
import { skipReason, testOptions } from "./posix.ts";

for (const { name, posix, run } of CASES) {
  Deno.test(testOptions(`contract: ${name}`, skipReason(posix)), async () => {
    const folder = await caseFolder();
    try {
      await run({ sdk, testing, live, runtime: "deno", folder: folder.path });
    } finally {
      await folder.remove();
    }
  });
}
