/**
 * A thread as an object of Restate: its turns one after another, on whichever worker is there.
 *
 * @module
 */
import type { LiveEvent, LiveTurn } from "@codex-js/sdk/app-server";
import {
  type Decision,
  type DurableQuestions,
  folderStore,
  runDurableTurn,
} from "@codex-js/sdk/durable";
import { type Context, type Ingress, type Options, Refused, type Restate } from "./restate.ts";

/** What a worker knows of its place. */
export interface Place {
  /** Its name. */
  readonly worker: string;
  /** Where the other workers reach it. */
  readonly url: string;
  /** The folder of the store. */
  readonly store: string;
  /** Where Codex's homes are made. */
  readonly homes: string;
  /** The folder in which each thread has its own. */
  readonly work: string;
  /** The model's service. */
  readonly baseUrl: string;
  /** Turns at once. */
  readonly capacity: number;
}

/** What a thread is asked. */
export interface Message {
  /** The same id is the same turn. */
  readonly id: string;
  /** The message. */
  readonly text: string;
  /** Whether a person is asked before a command runs. */
  readonly careful?: boolean;
}

/** Where events go; a question may come again, under the same id. */
export type Tell = (key: string, n: number, event: LiveEvent | Question) => void;

/** A question to a person. */
export interface Question {
  readonly type: "question";
  readonly id: string;
  readonly command: string;
}

// A turn takes minutes, or waits a day for an answer: Restate's own limits are 1 and 10 minutes.
const OPTIONS: Options = {
  inactivityTimeout: { hours: 48 },
  abortTimeout: { hours: 48 },
  retryPolicy: { initialInterval: 100, maxInterval: 2_000, exponentiationFactor: 2 },
};

/** What Restate says of a promise that has its value. */
const ANSWERED = 409;

/** The services of a worker. */
export function services(
  restate: Restate,
  ingress: Ingress,
  place: Place,
  tell: Tell,
): { readonly services: readonly unknown[]; steer(key: string, text: string): Promise<boolean> } {
  const turns = new Map<string, Pick<LiveTurn, "steer">>();
  const slots = new Slots(place.capacity);
  const { shared } = restate.handlers.object;

  const ask = async (ctx: Context, message: Message): Promise<string> => {
    const stop = new AbortController();
    // Nobody would hear of it: whoever is called next takes over.
    const lost = ctx.request().attemptCompletedSignal;
    lost.addEventListener("abort", () => stop.abort(lost.reason), { once: true });
    const turn = ctx.run("turn", () => slots.use(() => run(ctx.key, message, stop.signal)));
    try {
      return await turn;
    } catch (error) {
      // Somebody has cancelled the call.
      stop.abort(error);
      throw error;
    }
  };

  async function run(key: string, message: Message, signal: AbortSignal): Promise<string> {
    let n = 0;
    // Not in the handler: what Restate replays must be the same on every worker.
    await ingress.call(`place/${key}/set`, place.url, signal);
    const folder = `${place.work}/${key}`;
    await Deno.mkdir(folder, { recursive: true });
    const careful = message.careful ?? false;
    try {
      const turn = await runDurableTurn({
        store: folderStore(place.store),
        key,
        messageId: message.id,
        input: message.text,
        codex: {
          baseUrl: place.baseUrl,
          apiKey: "offline",
          // The start-up files of a user's shell have no say in what a service does.
          env: { ...Deno.env.toObject(), HOME: place.work },
        },
        threadOptions: {
          workingDirectory: folder,
          sandboxMode: "danger-full-access",
          ...(careful ? { approvalPolicy: "untrusted" } : {}),
        },
        homes: place.homes,
        onEvent: (event) => tell(key, ++n, event),
        onTurn: (turn) => turns.set(key, turn),
        signal,
        ...(careful ? { questions: questions(key) } : {}),
      });
      return turn.finalResponse;
    } finally {
      turns.delete(key);
    }
  }

  /** Each question is a workflow, which waits for its answer longer than any worker lives. */
  function questions(key: string): DurableQuestions {
    const name = (id: string) => encodeURIComponent(`${key}:${id}`);
    return {
      async ask(id, request) {
        await ingress.send(`question/${name(id)}/run`, null);
        const command = request.kind === "command" ? request.command : request.kind;
        tell(key, 0, { type: "question", id, command });
      },
      answer: async (id, signal) =>
        await ingress.attach(`workflow/question/${name(id)}`, signal) as Decision,
    };
  }

  const thread = restate.object({
    name: "thread",
    handlers: {
      ask,
      // Beside the turn that runs, on whichever worker: it is passed on to the one that has it.
      steer: shared(async (ctx: Context, text: string): Promise<boolean> => {
        const { key } = ctx;
        return await ctx.run("steer", async () => {
          const url = await ingress.call(`place/${key}/get`, null);
          if (url === null) return false;
          const body = JSON.stringify({ key, text });
          const response = await fetch(`${url}/steer`, { method: "POST", body });
          return await response.json();
        });
      }),
      // Whoever has asked knows the id of the call.
      cancel: shared((ctx: Context, call: string): Promise<void> => {
        ctx.cancel(call);
        return Promise.resolve();
      }),
      approve: shared(async (
        ctx: Context,
        { id, decision }: { readonly id: string; readonly decision: Decision },
      ): Promise<void> => {
        const name = encodeURIComponent(`${ctx.key}:${id}`);
        await ctx.run("approve", async () => {
          try {
            await ingress.call(`question/${name}/answer`, decision);
          } catch (error) {
            // Restate would try forever what is refused each time.
            throw error instanceof Refused ? new restate.TerminalError(error.message) : error;
          }
        });
      }),
    },
    options: OPTIONS,
  });

  const question = restate.workflow({
    name: "question",
    handlers: {
      run: async (ctx: Context): Promise<Decision> => await ctx.promise<Decision>("answer"),
      // A question that is put again may be answered again: the first answer counts.
      answer: async (ctx: Context, decision: Decision): Promise<void> => {
        try {
          await ctx.promise<Decision>("answer").resolve(decision);
        } catch (error) {
          if (!(error instanceof restate.TerminalError && error.code === ANSWERED)) throw error;
        }
      },
    },
  });

  const where = restate.object({
    name: "place",
    handlers: {
      set: (ctx: Context, url: string): Promise<void> => Promise.resolve(ctx.set("url", url)),
      get: shared(async (ctx: Context): Promise<string | null> => await ctx.get<string>("url")),
    },
  });

  return {
    services: [thread, question, where],
    async steer(key, text) {
      const turn = turns.get(key);
      await turn?.steer(text);
      return turn !== undefined;
    },
  };
}

/** So many at once; the others wait. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(free: number) {
    this.#free = free;
  }

  async use<T>(action: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await action();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
