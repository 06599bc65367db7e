/**
 * Commands as Codex shows them, read so that none can be mistaken for another.
 *
 * @module
 */

/** How Codex shows a command that it runs in the user's shell: `/bin/bash -lc 'git status'`. */
const WRAPPED = /^(?:\/usr)?\/bin\/(?:ba|da|z)?sh -l?c (?:'([^'"\\]*)'|"([^'"\\]*)"|([^\s'"\\]+))$/;
/** What no shell takes for anything but itself. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./ -]+$/;

/**
 * The words of a command that does one thing: no quotes, variables, patterns, pipes or line breaks, no
 * assignments before it. Null for any other, which may do anything.
 *
 * @param command The command, in the wrapping of the user's shell or without.
 */
export function plainWords(command: string): readonly string[] | null {
  const [wrapper, ...inner] = command.match(WRAPPED) ?? [];
  const text = wrapper === undefined ? command : inner.find((part) => part !== undefined) ?? "";
  if (!PLAIN.test(text)) return null;
  const words = text.split(" ").filter((word) => word !== "");
  const [program] = words;
  return program === undefined || program.includes("=") ? null : words;
}
