/**
 * What the demo waits for, and for how long.
 *
 * @module
 */

/** What somebody waits for. */
export class Watch {
  readonly #waiting: Map<string, ((value: unknown) => void)[]> = new Map();

  /** The next time that it is told. */
  next(name: string): Promise<unknown> {
    return new Promise((resolve) => {
      this.#waiting.set(name, [...this.#waiting.get(name) ?? [], resolve]);
    });
  }

  /** Tells it to whoever waits. */
  tell(name: string, value: unknown): void {
    for (const resolve of this.#waiting.get(name) ?? []) resolve(value);
    this.#waiting.delete(name);
  }
}

/** A question to the person. */
export interface Asked {
  readonly id: string;
  readonly command: string;
}

/** The person's questions, each once: whoever takes a turn over puts its question again. */
export class Inbox {
  readonly #known: Set<string> = new Set();
  readonly #waiting: Asked[] = [];
  readonly #watch: Watch = new Watch();

  /** One more, or one of before. */
  put(question: Asked): void {
    if (this.#known.has(question.id)) return;
    this.#known.add(question.id);
    this.#waiting.push(question);
    this.#watch.tell("question", null);
  }

  /** The next one, also one that was put before this was called. */
  async next(): Promise<Asked> {
    for (;;) {
      const question = this.#waiting.shift();
      if (question !== undefined) return question;
      await this.#watch.next("question");
    }
  }
}

/** So long for all of it. */
export class Deadline {
  readonly #seconds: number;
  readonly #late: Promise<true>;
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(seconds: number) {
    this.#seconds = seconds;
    let late = (_: true) => {};
    this.#late = new Promise((resolve) => late = resolve);
    this.#timer = setTimeout(() => late(true), seconds * 1000);
  }

  /** Waits for something; says what, where it takes too long. */
  async wait<T>(what: string | (() => string), promise: Promise<T>): Promise<T> {
    const result = await Promise.race([
      promise.then((value) => ({ value })),
      this.#late.then(() => null),
    ]);
    if (result !== null) return result.value;
    const waited = typeof what === "string" ? what : what();
    throw new Error(
      `The fleet did not finish in ${this.#seconds} seconds: it is still waiting for ${waited}`,
    );
  }

  /** Measures no more. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
