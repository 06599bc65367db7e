/**
 * How much memory events take while they wait for a slow consumer.
 *
 * @module
 */
import { jsonOf } from "../../core/base/json.ts";
import type { LiveEvent } from "./live_events.ts";

/** The approximate size of an event in characters; exact for long events, which are the ones that matter. */
export function sizeOf(event: LiveEvent): number {
  switch (event.type) {
    case "item.delta":
      return event.delta.length + 64;
    case "turn.diff":
    case "turn.plan":
    case "turn.usage":
      // A newer event replaces the one that waits: they do not add up.
      return 0;
    case "item.started":
    case "item.updated":
    case "item.completed":
      return jsonOf(event).length;
    default:
      return 128;
  }
}
