import { assert, assertEquals, assertRejects } from "@std/assert";
import { CodexError } from "../../src/core/vocabulary/errors.ts";
import { type AccountLink, login } from "../../src/app_server/login.ts";
import type { AnyMessage } from "../../src/app_server/link/notifications/message_queue.ts";

const BEGUN = { loginId: "mine", authUrl: "https://auth.test/login" };
const ends = (params: unknown): AnyMessage =>
  ({ method: "account/login/completed", params }) as AnyMessage;

/** A server that answers, and then says something; without an answer, the connection is lost. */
function server(answer: unknown, ...messages: readonly AnyMessage[]) {
  const calls: string[] = [];
  const told = [...messages];
  const link: AccountLink = {
    request(method, params) {
      calls.push(`${method} ${JSON.stringify(params)}`);
      return answer === null ? Promise.reject(new CodexError("lost")) : Promise.resolve(answer);
    },
    listen: () => ({
      next: () => {
        const value = told.shift();
        return Promise.resolve(value ? { done: false, value } : { done: true, value });
      },
      return: (value) => {
        calls.push("left");
        return Promise.resolve({ done: true, value });
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    }),
    lost: () => new Promise(() => {}),
    keepSecret: (secret) => void calls.push(`keeps ${secret}`),
    redact: (text) => text.replaceAll("key-1", "[redacted]"),
  };
  return { link, calls };
}

/** A login with a browser. */
async function browserLogin(link: AccountLink) {
  const begun = await login(link, { type: "chatgpt" });
  assert(begun !== undefined);
  return begun;
}

Deno.test("login() with a browser is complete when its own login is", async () => {
  const others = [ends({ loginId: "other", success: false }), ends(null), {
    method: "account/updated",
    params: {},
  } as AnyMessage];
  const { link, calls } = server(BEGUN, ...others, ends({ loginId: "mine", success: true }));
  const begun = await browserLogin(link);
  assertEquals(begun.url, BEGUN.authUrl);
  await begun.completed;
  await begun.cancel();
  assertEquals(calls, [
    'account/login/start {"type":"chatgpt"}',
    "left",
    'account/login/cancel {"loginId":"mine"}',
  ]);
});

Deno.test("login() with a browser tells why it failed, without secrets", async () => {
  for (
    const [params, why] of [
      [{ success: false, error: "key-1 is wrong" }, "Cannot log in: [redacted] is wrong"],
      [{ success: false, error: null }, "Cannot log in: no reason given"],
      [null, "Cannot log in: the app-server has ended"],
    ] as const
  ) {
    const { link } = server(
      BEGUN,
      ...params === null ? [] : [ends({ loginId: "mine", ...params })],
    );
    const { completed } = await browserLogin(link);
    await assertRejects(() => completed, CodexError, why);
  }
});

Deno.test("login() with a code has the page and the code", async () => {
  const page = { loginId: "mine", verificationUrl: "https://auth.test/code", userCode: "ABCD" };
  const { link, calls } = server(page, ends({ loginId: "mine", success: true }));
  const { completed, cancel: _, ...shown } = await login(link, { type: "deviceCode" }) ?? {};
  await completed;
  assertEquals(shown, { url: page.verificationUrl, code: "ABCD" });
  assertEquals(calls[0], 'account/login/start {"type":"chatgptDeviceCode"}');
});

Deno.test("login() listens no longer where no login begins", async () => {
  for (const [answer, why] of [[null, "lost"], [{ loginId: "mine" }, "has no url"]] as const) {
    const { link, calls } = server(answer);
    await assertRejects(() => browserLogin(link), CodexError, why);
    assertEquals(calls.at(-1), "left", why);
  }
});

Deno.test("login() with an API key keeps it out of errors from the start", async () => {
  const { link, calls } = server({});
  await login(link, { type: "apiKey", apiKey: "key-1" });
  assertEquals(calls[0], "keeps key-1");
});
