/**
 * Parses commands as Codex shows them, so that none can be mistaken for another.
 *
 * @module
 */

/** How Codex shows a command that it runs in the user's shell: `/bin/bash -lc 'git status'`. */
const WRAPPED = /^(?:\/usr)?\/bin\/(?:ba|da|z)?sh -l?c (?:'([^'"\\]*)'|"([^'"\\]*)"|([^\s'"\\]+))$/;
/** Characters that have no special meaning in any shell. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./ -]+$/;

/**
 * Returns the words of a simple command: no quotes, variables, patterns, pipes or line breaks, and no
 * assignments before it. Null for any other command, which may do anything.
 *
 * @param command The command, with or without the user's shell around it.
 */
export function plainWords(command: string): readonly string[] | null {
  const [wrapper, ...inner] = command.match(WRAPPED) ?? [];
  const text = wrapper === undefined ? command : inner.find((part) => part !== undefined) ?? "";
  if (!PLAIN.test(text)) return null;
  const words = text.split(" ").filter((word) => word !== "");
  const [program] = words;
  return program === undefined || program.includes("=") ? null : words;
}
