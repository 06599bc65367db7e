import * as sdk from "../../mod.ts";
import * as durable from "../../src/durable/mod.ts";
import * as live from "../../src/app_server/mod.ts";
import * as otel from "../../src/otel/mod.ts";
import * as testing from "../../src/testing/mod.ts";
import * as web from "../../src/web/mod.ts";
import { bounded, caseFolder } from "./case.ts";
import { CASES, spreadOver } from "./cases.ts";
import { skipReason, testOptions } from "./posix.ts";
import { shareOf } from "./share.ts";

// `deno test tests/contract -- 1/3 spread` runs the first third of Deno's part of them.
const [share, choice] = Deno.args;
for (const testCase of shareOf(choice === "spread" ? spreadOver("deno") : CASES, share)) {
  const options = testOptions(`contract: ${testCase.name}`, skipReason(testCase.posix));
  Deno.test(options, async () => {
    const folder = await caseFolder();
    try {
      const kit = {
        sdk,
        testing,
        live,
        durable,
        otel,
        web,
        runtime: "deno" as const,
        folder: folder.path,
      };
      await bounded(testCase, kit);
    } finally {
      await folder.remove();
    }
  });
}
