import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertNotMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import type { CodexConfigObject } from "../../../src/core/vocabulary/options.ts";
import { configOverrides, mergeConfig, tomlValue } from "../../../src/launch/command/config.ts";

/** What a TOML 1.0 parser (smol-toml 1.9.1) reads back as the same value. */
const LITERALS: [value: unknown, toml: string][] = [
  ["", '""'],
  ["plain", '"plain"'],
  ['say "hi"', '"say \\"hi\\""'],
  ["C:\\dir\\new", '"C:\\\\dir\\\\new"'],
  ["it's '''raw'''", "\"it's '''raw'''\""],
  ["a\nb\r\n\t\b\f", '"a\\nb\\r\\n\\t\\b\\f"'],
  ["\0\x01\x1b", '"\\u0000\\u0001\\u001b"'],
  ["a\x7fb\x7f", '"a\\u007Fb\\u007F"'],
  ["é 中 😀 \u2028", '"é 中 😀 \u2028"'],
  ["\\ud800", '"\\\\ud800"'],
  ["\\\\udfff", '"\\\\\\\\udfff"'],
  ["# no comment = ${x}", '"# no comment = ${x}"'],
  [true, "true"],
  [false, "false"],
  [0, "0"],
  [-0, "0"],
  [42, "42"],
  [-7, "-7"],
  [1.5, "1.5"],
  [1e21, "1e+21"],
  [1.5e-7, "1.5e-7"],
  [Number.MAX_SAFE_INTEGER, "9007199254740991"],
  [[], "[]"],
  [[1, "two", [true], { three: 3 }], '[1, "two", [true], {three = 3}]'],
  [{}, "{}"],
  [{ a: 1, "b-c_D9": "x", "d.e": [], "": true }, '{a = 1, b-c_D9 = "x", "d.e" = [], "" = true}'],
  [{ 'é "q" \x7f': { deep: {} } }, '{"é \\"q\\" \\u007F" = {deep = {}}}'],
  [{ a: undefined, b: 1 }, "{b = 1}"],
];

Deno.test("tomlValue() writes TOML literals", () => {
  for (const [value, toml] of LITERALS) assertEquals(tomlValue(value, "x"), toml);
});

Deno.test("tomlValue() writes no integer that TOML's 64 bits cannot hold", () => {
  // Codex takes what is no TOML for a string, quotes and all.
  for (const value of [1e20, -1e20, 2 ** 63]) {
    let toml = "";
    try {
      toml = tomlValue(value, "x");
    } catch (error) {
      assertInstanceOf(error, InvalidInputError);
    }
    assertNotMatch(toml, /^-?\d+$/);
  }
});

const REFUSED: [what: string, config: unknown, path: string][] = [
  ["null", { a: { b: null } }, "config.a.b"],
  ["null in an array", { a: [1, null] }, "config.a[1]"],
  ["undefined in an array", { a: [undefined] }, "config.a[0]"],
  ["NaN", { a: NaN }, "config.a"],
  ["Infinity", { a: { b: [0, { c: -Infinity }] } }, "config.a.b[1].c"],
  ["a bigint", { a: 1n }, "config.a"],
  ["a function", { a: () => {} }, "config.a"],
  ["a Date", { a: new Date(0) }, "config.a"],
  ["a Map", { a: { b: new Map([["c", 1]]) } }, "config.a.b"],
  ["a Set in an array", { a: [new Set([1])] }, "config.a[0]"],
  ["a URL", { a: new URL("http://h") }, "config.a"],
  ["a regular expression", { a: /x/ }, "config.a"],
  ["a boxed string", { a: Object("x") }, "config.a"],
  ["bytes", { a: new Uint8Array(2) }, "config.a"],
  // deno-lint-ignore no-sparse-arrays
  ["a hole in an array", { a: [1, , 2] }, "config.a[1]"],
  ["a Map itself", new Map([["a", 1]]), "config"],
  ["a symbol", { a: Symbol("s") }, "config.a"],
  ["a high surrogate alone", { a: "x\ud83d" }, "config.a"],
  ["a low surrogate alone", { a: { b: "\ude00x" } }, "config.a.b"],
  ["surrogates in the wrong order", { a: "\ude00\ud83d" }, "config.a"],
  ["a surrogate behind a backslash", { a: "\\\ud800" }, "config.a"],
  ["a surrogate in a key", { a: { "\ud800": 1 } }, "config.a"],
  ["null beside a key with a dot", { a: { "x.y": 1, b: null } }, "config.a.b"],
  ["a key that ends with a dot at the top", { "a.": 1 }, 'config["a."]'],
  ["an empty key at the top", { "": 1 }, 'config[""]'],
  ["a key with '=' at the top", { "a=b": 1 }, 'config["a=b"]'],
  ["null itself", null, "config"],
  ["an array itself", [], "config"],
  ["a string itself", "a=1", "config"],
];

for (const [what, config, path] of REFUSED) {
  Deno.test(`configOverrides() refuses ${what}, and says where`, () => {
    const error = assertThrows(
      () => configOverrides(config as CodexConfigObject, "config"),
      InvalidInputError,
    );
    assertEquals(error.option, path);
    assertStringIncludes(error.message, `Cannot configure Codex: ${path} `);
  });
}

const OVERRIDES: [config: unknown, overrides: string[]][] = [
  [{}, []],
  [{ a: undefined }, []],
  [{ "a.b": 1 }, ["a.b=1"]],
  [{ a: 1, b: { c: "x", d: { e: [true] } } }, ["a=1", 'b.c="x"', "b.d.e=[true]"]],
  [{ a: {} }, ["a={}"]],
  [{ a: { b: {}, c: undefined } }, ["a.b={}"]],
  // Codex splits keys at every dot, quotes or not: the whole table goes inline.
  [
    { mcp_servers: { "my.server": { command: "x", env: { A: "1" } }, plain: { command: "y" } } },
    ['mcp_servers={"my.server" = {command = "x", env = {A = "1"}}, plain = {command = "y"}}'],
  ],
  [{ a: { b: { "x y": 1 }, c: { d: 2 } } }, ['a.b={"x y" = 1}', "a.c.d=2"]],
  [{ a: { "": 1 } }, ['a={"" = 1}']],
  [{ a: [{ "x.y": 1 }] }, ['a=[{"x.y" = 1}]']],
  [JSON.parse('{"a":{"__proto__":{"b":1}}}'), ["a.__proto__.b=1"]],
];

Deno.test("configOverrides() flattens tables, and writes inline those with other keys", () => {
  for (const [config, overrides] of OVERRIDES) {
    assertEquals(configOverrides(config as CodexConfigObject, "config"), overrides);
  }
});

Deno.test("configOverrides() leaves a table alone of which nothing is defined, as the peer does", () => {
  const config = { a: { b: undefined }, c: 1 } as unknown as CodexConfigObject;
  assertEquals(configOverrides(config, "config"), ["c=1"]);
});

Deno.test("mergeConfig() lays table upon table, key by key", () => {
  const table: [base: unknown, over: unknown, merged: unknown][] = [
    [{ a: 1 }, {}, { a: 1 }],
    [{}, { a: 1 }, { a: 1 }],
    [{ a: 1, b: 2 }, { b: 3, c: 4 }, { a: 1, b: 3, c: 4 }],
    [{ a: { b: 1, c: { d: 2 } } }, { a: { c: { e: 3 } } }, { a: { b: 1, c: { d: 2, e: 3 } } }],
    [{ a: { b: 1 } }, { a: 2 }, { a: 2 }],
    [{ a: 2 }, { a: { b: 1 } }, { a: { b: 1 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: { b: 1 } }, { a: [3] }, { a: [3] }],
    [{ a: 1 }, { a: undefined }, { a: 1 }],
    [{ a: { b: 1 } }, { a: { b: undefined } }, { a: { b: 1 } }],
    [{ a: { b: 1 } }, { a: {} }, { a: { b: 1 } }],
  ];
  for (const [base, over, merged] of table) {
    const before = JSON.stringify([base, over]);
    assertEquals(
      mergeConfig(base as CodexConfigObject, over as CodexConfigObject),
      merged as CodexConfigObject,
    );
    assertEquals(JSON.stringify([base, over]), before, "its arguments stay as they were");
  }
});

Deno.test("mergeConfig() takes __proto__ for a key like any other", () => {
  const merged = mergeConfig(
    JSON.parse('{"__proto__":{"a":1}}'),
    JSON.parse('{"__proto__":{"polluted":1}}'),
  );
  assert(Object.hasOwn(merged, "__proto__"));
  assertEquals(({} as Record<string, unknown>).polluted, undefined);
  assertEquals(configOverrides(merged, "config"), ["__proto__.a=1", "__proto__.polluted=1"]);
});

Deno.test("configOverrides() refuses what is within itself, or nested without end", () => {
  const table: Record<string, unknown> = {};
  table.a = { b: [table] };
  let deep: unknown = 1;
  for (let at = 0; at < 100_000; at++) deep = [deep];
  for (const config of [table, { deep }]) {
    const error = assertThrows(
      () => configOverrides(config as CodexConfigObject, "config"),
      InvalidInputError,
    );
    assertStringIncludes(error.message, "is nested too deeply, or contains itself");
    assert(error.message.length < 400);
  }
});

Deno.test("configOverrides() takes objects of another realm, and such without a prototype", () => {
  const bare = Object.assign(Object.create(null), { b: { c: 1 } });
  // What `node:vm` and workers have: an `Object.prototype` that is not ours.
  const foreign = Object.create(
    Object.create(null, { hasOwnProperty: { value: Object.prototype.hasOwnProperty } }),
    { c: { value: 2, enumerable: true } },
  );
  assertEquals(configOverrides({ a: bare, d: foreign }, "config"), ["a.b.c=1", "d.c=2"]);
});
