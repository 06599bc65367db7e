/**
 * The links of a Markdown document.
 *
 * @module
 */

/** A link to another file, not to the web and not within the document. */
export function isRelative(target: string): boolean {
  return !/^([a-z][a-z\d+.-]*:|#|\/\/)/i.test(target);
}

/** Gives every link another target; blocks of code stay as they are. */
export function mapLinks(markdown: string, change: (target: string) => string): string {
  let code = false;
  return markdown.split("\n").map((line) => {
    if (/^\s*(```|~~~)/.test(line)) code = !code;
    if (code) return line;
    return line.replaceAll(
      /(\]\(|^\[[^\]]+\]: +)([^()\s]+)/g,
      (_, before: string, target: string) => before + change(target),
    );
  }).join("\n");
}

/** Takes links to other files from there, where a document has been torn from its files. */
export function absoluteLinks(markdown: string, base: string): string {
  return mapLinks(markdown, (target) => isRelative(target) ? new URL(target, base).href : target);
}

/** The targets of all links. */
export function linksOf(markdown: string): string[] {
  const found: string[] = [];
  mapLinks(markdown, (target) => {
    found.push(target);
    return target;
  });
  return found;
}

/** The anchors that GitHub and JSR give the headings. */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  const text = markdown.replaceAll(/^(```|~~~)[^]*?^\1/gm, "");
  return Array.from(text.matchAll(/^#{1,6} +(.*)$/gm), ([, heading = ""]) => {
    const shown = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const anchor = shown.trim().toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-");
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}
