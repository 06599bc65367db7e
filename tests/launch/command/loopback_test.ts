import { assertEquals } from "@std/assert";
import { exemptions, loopbackHosts } from "../../../src/launch/command/loopback.ts";

Deno.test("loopbackHosts() finds the services of this machine, wherever they are named", () => {
  const provider = (base_url: string) => ({ model_providers: { mine: { base_url } } });
  const table: [Parameters<typeof loopbackHosts>[0], string[]][] = [
    [{}, []],
    [{ baseUrl: "http://127.0.0.1:80/v1" }, ["127.0.0.1"]],
    [{ baseUrl: "http://127.8.9.10/v1" }, ["127.8.9.10"]],
    [{ baseUrl: "http://[::1]:80/v1" }, ["::1"]],
    [{ baseUrl: "http://LOCALHOST/v1" }, ["localhost"]],
    [{ baseUrl: "http://model.localhost/v1" }, ["model.localhost"]],
    [{ baseUrl: "https://api.openai.com/v1" }, []],
    [{ baseUrl: "http://127.0.0.1.example.com/v1" }, []],
    [{ baseUrl: "http://mylocalhost/v1" }, []],
    [{ baseUrl: "no URL" }, []],
    [{ config: { openai_base_url: "http://localhost/v1" } }, ["localhost"]],
    [{ config: provider("http://localhost:1/v1") }, ["localhost"]],
    [{ config: { model_providers: "odd" } }, []],
    [{ configOverrides: ['openai_base_url="http://localhost/v1"', "a=b"] }, ["localhost"]],
    [{ configOverrides: ["model_providers.x.base_url=http://127.0.0.1/v1"] }, ["127.0.0.1"]],
    [{ baseUrl: "http://localhost/v1", config: provider("http://localhost/v2") }, ["localhost"]],
  ];
  for (const [urls, hosts] of table) assertEquals(loopbackHosts(urls), hosts, JSON.stringify(urls));
});

Deno.test("exemptions() adds to what is exempt, where there is a proxy", () => {
  const proxy = { HTTP_PROXY: "http://proxy:1" };
  const table: [Record<string, string>, Record<string, string>][] = [
    [{}, {}],
    [{ HTTP_PROXY: "", NO_PROXY: "a" }, {}],
    [proxy, { NO_PROXY: "localhost" }],
    [{ https_proxy: "http://proxy:1" }, { NO_PROXY: "localhost" }],
    [{ all_proxy: "socks5://proxy:1" }, { NO_PROXY: "localhost" }],
    [{ ...proxy, NO_PROXY: "a, b" }, { NO_PROXY: "a,b,localhost" }],
    // The one that Codex would not read any more if the other were added.
    [{ ...proxy, no_proxy: "a" }, { no_proxy: "a,localhost" }],
    [{ ...proxy, no_proxy: "a", NO_PROXY: "b" }, {
      NO_PROXY: "b,localhost",
      no_proxy: "a,localhost",
    }],
    [{ ...proxy, NO_PROXY: "localhost" }, {}],
    [{ ...proxy, NO_PROXY: "*" }, {}],
    [{ ...proxy, NO_PROXY: "" }, { NO_PROXY: "localhost" }],
  ];
  for (const [env, added] of table) {
    assertEquals(exemptions(["localhost"], (name) => env[name]), added, JSON.stringify(env));
    assertEquals(exemptions([], (name) => env[name]), {});
  }
});
