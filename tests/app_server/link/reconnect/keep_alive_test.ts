import { assertEquals } from "@std/assert";
import { KeepAlive } from "../../../../src/app_server/link/reconnect/keep_alive.ts";

Deno.test("KeepAlive asks a silent server again and again, until it does not answer", async () => {
  let asked = 0;
  const ask = () => ++asked < 3 ? Promise.resolve() : Promise.reject(new Error("no answer"));
  await new Promise<void>((resolve) => new KeepAlive(ask, resolve, 1));
  assertEquals(asked, 3);
});

Deno.test("KeepAlive leaves no timer behind, and a stopped one tells nothing", async () => {
  let refuse!: (error: Error) => void;
  let asks!: () => void;
  const asked = new Promise<void>((resolve) => asks = resolve);
  const ask = () => {
    asks();
    return new Promise<void>((_, reject) => refuse = reject);
  };
  const alive = new KeepAlive(ask, () => {
    throw new Error("told");
  }, 1);
  await asked;
  alive.stop();
  refuse(new Error("closed"));
  await Promise.resolve();
});
