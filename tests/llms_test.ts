import { assertEquals } from "@std/assert";
import { llmsProblem, outline } from "../.ci/llms.ts";
import { defaultsOf, Reference } from "../.ci/reference.ts";

Deno.test("llms.txt is current", async () => {
  assertEquals(await llmsProblem(), null);
});

const DOC = `What the entry is for: {@linkcode A}, {@linkcode [other].D D} of {@linkcode [other]},
and no more.

@module

Defined in file:///a.ts:1:1

class A extends B
  The class. Its second sentence.

  @example
      Use it
      \`\`\`ts
      new A();
      \`\`\`


  constructor(options: Options)
    Makes {@linkcode A}.

    @param options
        Its options.

  get b(): string
    What \`a.b\` is.

Defined in file:///b.ts:2:1

type C = "d"
  One of few,
  which go on.
`;

Deno.test("Reference.entry() has a line for each export and each member", () => {
  assertEquals(new Reference().entry(DOC), {
    about: "What the entry is for: `A`, `D` of `other`, and no more.",
    symbols: [
      "- `class A extends B`: The class.",
      "  - `constructor(options: Options)`: Makes `A`.",
      "  - `get b(): string`: What `a.b` is.",
      '- `type C = "d"`: One of few, which go on.',
      "",
    ].join("\n"),
  });
});

Deno.test("Reference.entry() marks the parameters that may be left out, of functions and of members", () => {
  const params = [{ kind: "assign", left: { name: "options" } }, { kind: "identifier" }];
  const declarations = [{ def: { constructors: [{ name: "constructor", params }] } }];
  const defaults = defaultsOf({
    nodes: { "file:///a.ts": { symbols: [{ name: "A", declarations }] } },
  });
  const { symbols } = new Reference().entry(DOC, defaults);
  assertEquals(symbols.includes("`constructor(options?: Options)`"), true);
});

Deno.test("Reference.entry() lists once what several entries export", () => {
  const reference = new Reference();
  reference.entry(DOC);
  assertEquals(reference.entry(DOC).symbols, "Exported again: A, C\n");
});

Deno.test("outline() links to the sections of a document", () => {
  const text = "# A `b`\n\n## C d\n```sh\n## no\n```\n### E\n## C d\n";
  assertEquals(
    outline("docs/a.md", text),
    "- [A `b`](docs/a.md): [C d](docs/a.md#c-d), [C d](docs/a.md#c-d-1)",
  );
  assertEquals(outline("docs/a.md", "# A\n"), "- [A](docs/a.md)");
});
