import { assertEquals } from "@std/assert";
import { ENVIRONMENTS } from "../../../src/core/options/environment_kind.ts";

const AT = "environments[0]";

Deno.test("ENVIRONMENTS takes what names a server and a folder, and nothing else", () => {
  const cases: readonly (readonly [given: unknown, complaint: string | null])[] = [
    [[], null],
    [[{ url: "ws://127.0.0.1:4444", workingDirectory: "/work" }], null],
    [[{ url: "wss://box.example", token: "secret", workingDirectory: "/work" }], null],
    [[{ id: "local", workingDirectory: "/work" }], null],
    [[{ id: undefined, url: "ws://box.example:1", workingDirectory: "/work" }], null],
    ...["localhost:1", "127.1.2.3:1", "[::1]:1"].map((host) =>
      [[{ url: `ws://${host}`, token: "secret", workingDirectory: "/" }], null] as const
    ),
    ["box", "environments must be an array of { url, workingDirectory }, not a string"],
    [["box"], `${AT} must be { url, workingDirectory }, not a string`],
    [[{ url: "ws://box" }], `${AT}.workingDirectory must name a folder there`],
    [[{ workingDirectory: "/" }], `${AT} must have a url, or an id that Codex knows`],
    [
      [{ url: "ws://box", cwd: "/" }],
      `${AT} has no field "cwd"; it has id, url, token and workingDirectory`,
    ],
    ...["http://box", "ws://ada:secret@box", "box", ""].map((url) =>
      [
        [{ url, workingDirectory: "/" }],
        `${AT}.url must be a ws:// or wss:// URL without credentials`,
      ] as const
    ),
    [
      [{ id: "box", token: "secret", workingDirectory: "/" }],
      `${AT}.token belongs to an environment with a url`,
    ],
    ...["box.example", "127.0.0.1.example", "[::2]"].map((host) =>
      [
        [{ url: `ws://${host}`, token: "secret", workingDirectory: "/" }],
        `${AT}.token would be sent unencrypted: the url must be wss:// or on this machine`,
      ] as const
    ),
    [
      [{ url: "ws://box", token: 5, workingDirectory: "/" }],
      `${AT}.token must be a string, not a number`,
    ],
  ];
  for (const [given, complaint] of cases) {
    assertEquals(ENVIRONMENTS.complaint(given, "environments"), complaint, JSON.stringify(given));
  }
});
