import { assertEquals, assertThrows } from "@std/assert";
import { ALL } from "../.ci/ship/all.ts";
import { DOCUMENT, namesIn, tableOf, withTable } from "../.ci/ship/table.ts";

const text = await Deno.readTextFile(DOCUMENT);

Deno.test("docs/shipping.md has a row for each set-up of `deno task ship`, which writes it", () => {
  assertEquals(namesIn(text), ALL.map(({ name }) => name));
  for (const { name, tried, codex } of ALL) {
    const row = text.split("\n").find((line) => line.startsWith(`| ${name} `)) ?? "";
    const [, , versions = "", where = ""] = row.split("|").map((cell) => cell.trim());
    assertEquals([versions.startsWith("not tried: ") ? tried : versions, where], [
      tried,
      codex || "none is started",
    ]);
  }
});

Deno.test("tableOf() says why a set-up was not tried", () => {
  const setup = { tried: "A 1", codex: "", run: () => Promise.resolve("") };
  const table = tableOf([{ ...setup, name: "a" }, { ...setup, name: "b" }], new Map([["b", "no"]]));
  const rows = table.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  assertEquals(rows[2], ["", "a", "A 1", "none is started", ""]);
  assertEquals(rows[3], ["", "b", "not tried: no", "none is started", ""]);
});

Deno.test("withTable() changes the table alone", () => {
  const once = withTable(text, "| Works in |\n| --- |\n| x |");
  assertEquals(namesIn(once), ["x"]);
  const [before, after] = [/^[^]*(?=<!-- begin)/, /<!-- end -->[^]*$/];
  for (const part of [before, after]) assertEquals(once.match(part)?.[0], text.match(part)?.[0]);
  assertThrows(() => withTable("# No place", ""), Error, "no place for the table");
});
