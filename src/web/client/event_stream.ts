/**
 * The numbered events of a thread, over as many connections as necessary.
 *
 * @module
 */
import type { HubEntry } from "../hub/events.ts";
import type { WebClientError } from "./error.ts";
import type { Send, WebFetchAnswer } from "./requests.ts";

/** Milliseconds before the first retry, and at most between two retries. */
const WAIT_MS = 250;
const LONGEST_MS = 8_000;

/**
 * Options of `events()` of a {@linkcode ClientThread}.
 *
 * @category Web
 */
export interface EventsOptions {
  /** The number of the last event already seen. Default: 0, for all events that are kept. */
  readonly after?: number | undefined;
  /** The log that `after` belongs to: `log.id` of the thread. Default: the first log that answers. */
  readonly log?: string | undefined;
  /** Ends the events when it fires. */
  readonly signal?: AbortSignal | undefined;
  /** Called when a connection is made, and when it is lost and will be retried. Its own errors are ignored. */
  readonly onConnectionChange?: ((state: "connected" | "reconnecting") => void) | undefined;
  /**
   * Milliseconds without a byte after which a connection counts as lost. Default: 60,000. By default, the
   * handler sends something every 15 s.
   */
  readonly silenceMs?: number | undefined;
}

/** What ends the connection, or the wait for the next one. */
interface Stop {
  over: boolean | undefined;
  now(): void;
}

/**
 * The events after number `after`, each once and in order. A lost connection is made again and continues
 * after the last event seen; a request that is refused for good (4xx except 408 and 429) is an error, as
 * is a page in the place of the events.
 */
export function eventStream(send: Send, options: EventsOptions): AsyncIterableIterator<HubEntry> {
  const given = options.signal;
  // One of its own: Node warns of a leak where more than ten streams listen to the same signal. Browsers before
  // 2024 do not have this, nor the warning.
  const signal = given && (AbortSignal.any?.([given]) ?? given);
  const stop: Stop = { over: signal?.aborted, now() {} };
  const end = () => {
    stop.over = true;
    stop.now();
    signal?.removeEventListener("abort", end);
  };
  signal?.addEventListener("abort", end);
  const events = connections(send, options, stop, end);
  const leave = events.return.bind(events);
  events.return = () => {
    // The generator's own would wait for the event that is on its way.
    end();
    return leave();
  };
  return events;
}

async function* connections(
  send: Send,
  { after = 0, log = "", onConnectionChange, silenceMs = 60_000 }: EventsOptions,
  stop: Stop,
  end: () => void,
): AsyncGenerator<HubEntry, void> {
  let wait = WAIT_MS;
  const tell = async (state: "connected" | "reconnecting") => {
    try {
      await onConnectionChange?.(state);
    } catch {
      // A callback must not affect the connection.
    }
  };
  try {
    while (!stop.over) {
      const connection = new AbortController();
      let reader: ReadableStreamDefaultReader<string> | undefined;
      stop.now = () => {
        connection.abort();
        // A stream that has failed already cannot be cancelled.
        reader?.cancel().catch(() => {});
      };
      let timer: ReturnType<typeof setTimeout> | undefined;
      // A computer that was asleep is not told that its peer has gone.
      const listen = () => {
        clearTimeout(timer);
        // Longer delays fire at once.
        timer = setTimeout(stop.now, Math.min(silenceMs, 2e9));
      };
      listen();
      try {
        const { body, headers } = await send<WebFetchAnswer>(
          "GET",
          `/events?after=${after}&log=${log}`,
          null,
          connection.signal,
        );
        const told = headers.get("codex-log") ?? "";
        log ||= told;
        tell("connected");
        reader = body!.pipeThrough(new TextDecoderStream()).getReader();
        // A line in parts: joined only once, it takes time in proportion to its length.
        let parts: string[] = [];
        let id = 0;
        let data = "";
        while (!connection.signal.aborted) {
          const { value } = await reader.read();
          // A decoder passes no empty text on.
          if (!value) break;
          listen();
          const [first = "", ...more] = value.split("\n");
          parts.push(first);
          for (const next of more) {
            const line = parts.join("");
            parts = [next];
            // The handler writes an event as two lines and an empty one.
            if (line.startsWith("id: ")) id = +line.slice(4);
            else if (line.startsWith("data: ")) data = line.slice(6);
            else if (!line && data) {
              const event = JSON.parse(data);
              // This event announces another log, whose numbers start over.
              if (id > after || event.type === "log.truncated") {
                after = id;
                // Not earlier: it is the log that `after` belongs to.
                log = told;
                wait = WAIT_MS;
                yield { n: id, event };
              }
              data = "";
            }
          }
        }
      } catch (error) {
        // Errors of the network have none.
        const { status } = error as WebClientError;
        if (!stop.over && status < 500 && status !== 408 && status !== 429) throw error;
      } finally {
        clearTimeout(timer);
        stop.now();
      }
      if (!stop.over) {
        tell("reconnecting");
        await new Promise<void>((resolve) => {
          timer = setTimeout(resolve, wait);
          stop.now = resolve;
        });
        clearTimeout(timer);
        if (wait < LONGEST_MS) wait *= 2;
      }
    }
  } finally {
    end();
  }
}
