import { assert, assertEquals, assertRejects } from "@std/assert";
import { isRetryable, retry, type RetryInfo } from "../../../src/core/turn/retry.ts";
import {
  AbortError,
  attachFacts,
  CodexError,
  ExitError,
  IncompleteTurnError,
  InvalidInputError,
  SpawnError,
  TurnFailedError,
} from "../../../src/core/vocabulary/errors.ts";
import { failureOf } from "../../../src/core/vocabulary/failure.ts";
import { addUsage, NO_USAGE } from "../../../src/core/vocabulary/usage.ts";
import { RpcError } from "../../../src/app_server/link/rpc_errors.ts";

const OVERLOADED = "Selected model is at capacity. Please try a different model.";
const overloaded = () => new TurnFailedError(OVERLOADED, "");
const quick = { minDelayMs: 0 };

Deno.test("isRetryable() knows every kind of error", () => {
  const cut = new IncompleteTurnError("cut", "");
  attachFacts(cut, { threadId: null, items: [], usage: null, lastError: failureOf(OVERLOADED) });
  const aborted = new AbortError("me");
  attachFacts(aborted, {
    threadId: null,
    items: [],
    usage: null,
    lastError: failureOf(OVERLOADED),
  });
  const rpc = (code: number) => new RpcError("turn/start", { code, message: "" });
  const rows: readonly [unknown, boolean][] = [
    [overloaded(), true],
    [new TurnFailedError("unexpected status 401 Unauthorized: x", ""), false],
    [new TurnFailedError("You've hit your usage limit.", ""), false],
    [cut, true],
    [new IncompleteTurnError("cut", ""), false],
    [new ExitError("x", { exitCode: 101, signal: null, stderr: "" }), false],
    [aborted, false],
    [new SpawnError("x", { command: "codex", code: "EAGAIN" }), true],
    [new SpawnError("x", { command: "codex", code: "ENOENT" }), false],
    [rpc(-32001), true],
    [rpc(-32600), false],
    [new InvalidInputError("input", "x"), false],
    [new CodexError("x"), false],
    [new Error("x"), false],
    [undefined, false],
  ];
  for (const [error, expected] of rows) assertEquals(isRetryable(error), expected, String(error));
});

Deno.test("retry() tries again what may succeed, and tells of it", async () => {
  const told: RetryInfo[] = [];
  const seen: number[] = [];
  const result = await retry((attempt) => {
    seen.push(attempt);
    return attempt < 3 ? Promise.reject(overloaded()) : Promise.resolve("done");
  }, { ...quick, onRetry: (info) => told.push(info) });
  assertEquals([result, seen, told.map(({ attempt }) => attempt)], ["done", [1, 2, 3], [2, 3]]);
});

Deno.test("retry() ends with what onRetry throws or rejects with", async () => {
  const mine = new Error("mine");
  const throws = () => {
    throw mine;
  };
  for (const onRetry of [throws, () => Promise.reject(mine)]) {
    const retried = retry(() => Promise.reject(overloaded()), { ...quick, onRetry });
    assertEquals(await retried.catch((error) => error), mine);
  }
});

Deno.test("retry() gives up after its attempts, with the last error", async () => {
  const errors: CodexError[] = [];
  const error = await assertRejects(() =>
    retry(() => {
      errors.push(overloaded());
      return Promise.reject(errors.at(-1));
    }, { ...quick, attempts: 2 }), TurnFailedError);
  assertEquals(errors.length, 2);
  assert(error === errors[1]);
});

Deno.test("retry() never repeats what is not retryable", async () => {
  for (const error of [new TurnFailedError("boom", ""), new Error("boom"), new AbortError("x")]) {
    let calls = 0;
    await assertRejects(() => retry(() => (calls++, Promise.reject(error)), quick));
    assertEquals(calls, 1);
  }
});

Deno.test("retry() waits longer each time, by chance, up to a limit", async () => {
  const delays: number[] = [];
  const options = { attempts: 4, minDelayMs: 2, maxDelayMs: 4 };
  const failing = () => Promise.reject(overloaded());
  await assertRejects(() => retry(failing, { ...options, onRetry: (i) => delays.push(i.delayMs) }));
  const bounds = [[1, 2], [2, 4], [2, 4]] as const;
  delays.forEach((delay, index) => {
    const [low, high] = bounds[index] as readonly [number, number];
    assert(delay >= low && delay <= high, `${delays}`);
  });
});

Deno.test("retry() waits until the minute is over in which a usage limit ends, unless that is too far away", async () => {
  // Codex leaves the seconds out: a limit that ends at 10:57:40 is told as "10:57 AM".
  const at = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 60_000);
  const limit = new TurnFailedError(
    "You've hit your usage limit.",
    "",
    { ...failureOf("x"), code: "usage_limit_exceeded", retryable: true },
  );
  Object.defineProperty(limit, "resetsAt", { value: at });
  let delayMs = 0;
  const controller = new AbortController();
  const onRetry = (info: RetryInfo) => {
    delayMs = info.delayMs;
    queueMicrotask(() => controller.abort("enough"));
  };
  const failing = () => Promise.reject(limit);
  const { signal } = controller;
  const before = Date.now();
  const error = await assertRejects(() => retry(failing, { signal, onRetry }), AbortError);
  assertEquals(error.cause, "enough");
  const over = at.getTime() + 60_000 - Date.now();
  const most = at.getTime() + 60_000 - before + 1_000;
  assert(delayMs > over && delayMs <= most, `${delayMs}`);
  await assertRejects(() => retry(failing, { maxWaitMs: 60_000 }), TurnFailedError);
});

Deno.test("retry() still waits in the minute in which a usage limit ends", async () => {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const limit = new TurnFailedError("You've hit your usage limit.", "", {
    ...failureOf("x"),
    code: "usage_limit_exceeded",
    retryable: true,
  });
  Object.defineProperty(limit, "resetsAt", { value: new Date(minute) });
  const controller = new AbortController();
  let until = 0;
  const onRetry = (info: RetryInfo) => {
    until = Date.now() + info.delayMs;
    controller.abort();
  };
  const options = { signal: controller.signal, onRetry, minDelayMs: 0 };
  await assertRejects(() => retry(() => Promise.reject(limit), options), AbortError);
  // The minute may have ended between the two readings of the clock.
  assert(until >= minute + 60_000, `${until - minute}`);
});

Deno.test("retry() refuses numbers that make no sense", async () => {
  for (const attempts of [0, -1, 1.5, NaN]) {
    await assertRejects(() => retry(() => Promise.resolve(), { attempts }), InvalidInputError);
  }
});

Deno.test("retry() takes a function, not the promise of a call that has begun", async () => {
  const says = "run must be a function, not a Promise; pass () => thread.run(input)";
  const begun = Promise.resolve() as unknown as () => Promise<void>;
  assertEquals((await assertRejects(() => retry(begun), InvalidInputError, says)).option, "run");
});

Deno.test("addUsage() adds up, and takes null for nothing", () => {
  const one = { ...NO_USAGE, input_tokens: 3, reasoning_output_tokens: 1 };
  assertEquals(addUsage(one, one), { ...NO_USAGE, input_tokens: 6, reasoning_output_tokens: 2 });
  assertEquals(addUsage(null, one), one);
  assertEquals(addUsage(null, null), NO_USAGE);
});
