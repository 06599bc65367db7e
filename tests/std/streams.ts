/**
 * Stand-in for `@std/streams` where JSR cannot be reached.
 *
 * @module
 */
export { text as toText } from "node:stream/consumers";

/** Splits text at `\n` and `\r\n`, as `TextLineStream` of `@std/streams` does by default. */
export class TextLineStream extends TransformStream<string, string> {
  #rest = "";

  constructor() {
    super({
      transform: (chunk, controller) => {
        const lines = (this.#rest + chunk).split("\n");
        this.#rest = lines.pop() ?? "";
        for (const line of lines) {
          controller.enqueue(line.endsWith("\r") ? line.slice(0, -1) : line);
        }
      },
      flush: (controller) => {
        if (this.#rest !== "") controller.enqueue(this.#rest);
      },
    });
  }
}
