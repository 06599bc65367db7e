import { assertEquals } from "@std/assert";
import { redactor, secretsOf, threadSecrets } from "../../src/launch/redact.ts";

Deno.test("redactor() replaces every secret, as often as it comes", () => {
  const table: [secrets: string[], text: string, shown: string][] = [
    [[], "sk-1", "sk-1"],
    [["sk-1"], "sk-1", "[redacted]"],
    [["sk-12345"], "a sk-12345 b sk-12345sk-12345x.", "a [redacted] b [redacted][redacted]x."],
    [["sk-1", "sk-2"], "sk-2 sk-1", "[redacted] [redacted]"],
    [["$&.*(x"], "a $&.*(x b", "a [redacted] b"],
    [["sk-é😀"], "sk-é😀", "[redacted]"],
    [["sk-1"], "", ""],
  ];
  for (const [secrets, text, shown] of table) assertEquals(redactor(secrets)(text), shown);
});

Deno.test("redactor() leaves no part of a secret that begins with another one", () => {
  const redact = redactor(["sk-1", "sk-1234"]);
  assertEquals(redact("sk-1234 sk-1"), "[redacted] [redacted]");
});

Deno.test("secretsOf() knows the API key and those of the caller's environment", () => {
  const shown = (
    apiKey: string | undefined,
    env: Record<string, string> | undefined,
    text: string,
  ): string => redactor(secretsOf(apiKey, env))(text);
  assertEquals(secretsOf(undefined, undefined), []);
  assertEquals(secretsOf("", { CODEX_API_KEY: " ", OPENAI_API_KEY: "" }), []);
  assertEquals(shown("sk-1", undefined, "sk-1"), "[redacted]");
  const env = { CODEX_API_KEY: "ck-1", OPENAI_API_KEY: "ok-1", HOME: "/home" };
  assertEquals(
    shown("sk-1", env, "sk-1 ck-1 ok-1 /home"),
    "[redacted] [redacted] [redacted] /home",
  );
  assertEquals(shown(" sk-1\n", undefined, "<sk-1> < sk-1\n>"), "<[redacted]> <[redacted]>");
  // Windows knows no case in names.
  assertEquals(shown(undefined, { codex_api_key: "ck-1" }, "ck-1"), "[redacted]");
});

Deno.test("secretsOf() knows a key in its JSON form, and the password of the base URL", () => {
  const key = 'sk-"\\1';
  assertEquals(
    redactor(secretsOf(key, undefined))(JSON.stringify({ key })),
    '{"key":"[redacted]"}',
  );
  const redact = redactor(secretsOf(undefined, undefined, "https://ada:p%40ssword@host/v1"));
  assertEquals(redact("p%40ssword p@ssword ada"), "[redacted] [redacted] ada");
  for (const url of ["https://host/v1", "no url", "https://u:%E0@host"]) {
    redactor(secretsOf(undefined, undefined, url));
  }
});

Deno.test("threadSecrets() knows what may be secret by its length, in its JSON form too", () => {
  const redact = redactor(threadSecrets(["1", "true", " short ", 'a-"secret"']));
  assertEquals(
    redact('1 is true, in short: a-"secret" a-\\"secret\\"'),
    "1 is true, in short: [redacted] [redacted]",
  );
});

Deno.test("redactor() leaves words alone that a short secret is a part of", () => {
  const redact = redactor(["none"]);
  const table: [text: string, shown: string][] = [
    [
      "nonexistent, someone, nonempty: none_of, non-none",
      "nonexistent, someone, nonempty: none_of, non-none",
    ],
    ["énoneé 1none", "énoneé 1none"],
    [
      "Incorrect API key provided: none., key=none&x",
      "Incorrect API key provided: [redacted]., key=[redacted]&x",
    ],
    ['"none"', '"[redacted]"'],
    ["none", "[redacted]"],
  ];
  for (const [text, shown] of table) assertEquals(redact(text), shown);
  assertEquals(redactor(["a.b"])("a.b axb"), "[redacted] axb");
  assertEquals(redactor(["-x/(]"])("see -x/(] or"), "see [redacted] or");
});

Deno.test("redactor() leaves no part of a secret at a cut", () => {
  const redact = redactor(["sk-12345678"]);
  assertEquals(redact("345678 and more", "start"), " and more");
  assertEquals(redact("up to sk-1234", "end"), "up to ");
});
