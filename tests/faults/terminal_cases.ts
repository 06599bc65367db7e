/**
 * A terminal: Ctrl-C goes to the host and to Codex alike.
 *
 * @module
 */
import { equal } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { STARTED } from "../contract/case.ts";
import { failure, type FaultCase, READY, until } from "./case.ts";
import { noTerminal } from "./terminal.ts";

export const TERMINAL_CASES: readonly FaultCase[] = [
  {
    name: "terminal: Ctrl-C reaches Codex, and a host that listens to it gets Codex's exit",
    terminal: true,
    without: noTerminal,
    async run(kit) {
      const codex = await kit.codex([
        STARTED,
        "trap 'echo INT >> \"$D/signals\"; exit 7' INT",
        READY,
        "while :; do sleep 0.02; done",
      ]);
      let pressed = 0;
      let listener = () => {};
      const heard = new Promise<void>((resolve) => {
        listener = () => {
          pressed++;
          resolve();
        };
      });
      process.on("SIGINT", listener);
      try {
        const { events } = await codex.startThread().runStreamed("hello");
        await until(events);
        await kit.ctrlC();
        const error = await failure(events.next(), kit.sdk.ExitError);
        equal(error.exitCode, 7);
        equal(await readFile(join(kit.folder, "signals"), "utf8"), "INT\n");
        // The host may hear of its own signal after the child's exit.
        await heard;
        equal(pressed, 1);
        await kit.gone();
      } finally {
        process.off("SIGINT", listener);
      }
    },
  },
];
