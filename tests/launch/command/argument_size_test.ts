import { assert, assertEquals, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { checkSize } from "../../../src/launch/command/argument_size.ts";

const refused = (platform: string, args: string[], env: Record<string, string> = {}): string => {
  const error = assertThrows(() => checkSize(platform, { args, env }), InvalidInputError);
  assert(error.message.startsWith(`Cannot start Codex: ${error.option} is too long`));
  return error.option;
};

Deno.test("checkSize() names the option that is too long for a command line", () => {
  const limit = 128 * 1024 - 1;
  const value = (bytes: number) => `k.e_y="${"x".repeat(bytes - 8)}"`;
  const fits = ["exec", "--config", value(limit), "--image=a,b", "-"];
  checkSize("linux", { args: fits, env: { A: "x".repeat(limit - 2) } });
  assertEquals(refused("linux", ["exec", "--config", value(limit + 1)]), "config.k.e_y");
  assertEquals(refused("linux", [`--config=${value(limit)}`]), "config.k.e_y");
  assertEquals(refused("linux", ["--cd", "/é".repeat(limit / 3 + 1)]), "workingDirectory");
  assertEquals(refused("linux", ["exec", `--model=${"x".repeat(limit)}`]), "model");
  assertEquals(refused("linux", ["exec", "resume", "x".repeat(limit + 1)]), "resume");
  assertEquals(refused("linux", ["exec"], { A: "x".repeat(limit - 1) }), "env.A");
  checkSize("darwin", { args: ["--config", value(limit * 2)], env: {} });
  assertEquals(
    refused("win32", ["a", "--config", value(20_000), "--cd", "x".repeat(15_000)]),
    "config.k.e_y",
  );
  checkSize("win32", { args: ["--config", value(20_000)], env: {} });
});
