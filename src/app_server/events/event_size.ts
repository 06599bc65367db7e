/**
 * How much memory events take while they wait for a slow consumer.
 *
 * @module
 */
import type { LiveEvent } from "./live_events.ts";

/** Roughly the characters of an event: exact for the long ones, which are what matters. */
export function sizeOf(event: LiveEvent): number {
  switch (event.type) {
    case "item.delta":
      return event.delta.length + 64;
    case "turn.diff":
    case "turn.plan":
    case "turn.usage":
      // The newer takes the place of the one that waits: they do not add up.
      return 0;
    case "item.started":
    case "item.updated":
    case "item.completed":
      return jsonLength(event.item);
    default:
      return 128;
  }
}

/** What is nested too deeply to be counted is taken for little. */
function jsonLength(value: unknown): number {
  try {
    return JSON.stringify(value).length;
  } catch {
    return 128;
  }
}
