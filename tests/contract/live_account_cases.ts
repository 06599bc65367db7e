/**
 * Logging in and out, and limits, against the real Codex. Without a network a login cannot be
 * completed; that is for the fake one.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Case } from "./case.ts";
import { onLive } from "./live_case.ts";

/** Cases. */
export const LIVE_ACCOUNT_CASES: readonly Case[] = [
  {
    name: "live login() with ChatGPT gives the page, and can be cancelled",
    run: (kit) =>
      onLive(kit, [], async ({ app }) => {
        const pending = await app.login({ type: "chatgpt" });
        const url = new URL(pending.url);
        assertEquals(url.protocol, "https:");
        assertStringIncludes(url.searchParams.get("redirect_uri") ?? "", "/auth/callback");
        await pending.cancel();
        const error = await assertRejects(() => pending.completed, kit.sdk.CodexError);
        assertStringIncludes(error.message, "Cannot log in: ");
        assertEquals((await app.account()).account, null);
      }, { apiKey: undefined }),
  },
  {
    name: "live login() that is under way rejects when the server ends",
    run: (kit) =>
      onLive(kit, [], async ({ app }) => {
        const { completed } = await app.login({ type: "chatgpt" });
        await app.close();
        await assertRejects(() => completed, kit.sdk.CodexError, "Cannot log in");
      }, { apiKey: undefined }),
  },
  {
    name: "live login() with a key is kept, out of what is shown, and logout() ends it",
    async run(kit) {
      const apiKey = "sk-offline-kept";
      const seen: string[] = [];
      await onLive(kit, [], async ({ app, another }) => {
        await app.login({ type: "apiKey", apiKey });
        assertEquals((await app.account()).account?.type, "apiKey");
        const other = await another({ apiKey: undefined });
        assertEquals((await other.account()).account?.type, "apiKey");
        const error = await assertRejects(() => app.rateLimits(), kit.live.RpcError);
        assertEquals(error.method, "account/rateLimits/read");
        await app.logout();
        assertEquals((await app.account()).account, null);
      }, { apiKey: undefined, debug: (event) => seen.push(JSON.stringify(event)) });
      assertEquals(seen.some((line) => line.includes("account/login/start")), true);
      assertEquals(seen.filter((line) => line.includes(apiKey)), []);
    },
  },
  {
    name: "live login() refuses what is no login",
    async run({ sdk, live: { AppServer }, testing: { fakeCodex } }) {
      const app = await AppServer.start({ spawn: fakeCodex([]) });
      try {
        const wrong = [[{ type: "apiKey", apiKey: " " }, "apiKey"], [{}, "type"]] as const;
        for (const [options, option] of wrong) {
          const login = () => app.login(options as never);
          assertEquals((await assertRejects(login, sdk.InvalidInputError)).option, option);
        }
      } finally {
        await app.close();
      }
    },
  },
  {
    name: "fakeCodex() plays logins and limits",
    async run({ live: { AppServer }, testing: { fakeCodex } }) {
      const app = await AppServer.start({ spawn: fakeCodex([]) });
      try {
        await (await app.login({ type: "chatgpt" })).completed;
        const device = await app.login({ type: "deviceCode" });
        assertEquals([device.url, device.code], ["http://127.0.0.1/device", "FAKE-CODE"]);
        await device.completed;
        await device.cancel();
        assertEquals((await app.rateLimits()).rateLimits.primary?.usedPercent, 0);
        await app.logout();
      } finally {
        await app.close();
      }
    },
  },
];
