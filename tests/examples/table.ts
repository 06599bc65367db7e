/**
 * What each example must print offline, in this order, and what is typed and asked meanwhile. The same on all runtimes.
 *
 * @module
 */
import assert from "node:assert/strict";

/** A text that is waited for; a line that is typed; something else that is done, with what was printed so far. */
export type Step = string | { readonly send: string } | {
  readonly visit: (printed: string) => Promise<void>;
};

/** An example, offline. */
export interface Example {
  readonly steps: readonly Step[];
  /** Beside `--offline`. */
  readonly args?: readonly string[];
  /** What it ends with. Default: 0. */
  readonly code?: number;
  /** It is a server: it ends at this signal, after the steps. */
  readonly serves?: "SIGINT" | "SIGTERM";
  /** Whether it needs a POSIX shell. */
  readonly shell?: boolean;
}

/** The examples that stand alone, by their names. */
export const ALONE: Readonly<Record<string, Example>> = {
  "quickstart.ts": { shell: true, steps: ["$ ", "ls -A | wc -l", "They are counted."] },
  "streaming.ts": {
    shell: true,
    steps: [
      "thread.started",
      "turn.started",
      "I'll count the files.",
      " ended with 0",
      "They are counted.",
      "turn.completed 84 tokens in",
    ],
  },
  "structured_output.ts": { steps: ["HIGH: Orders are charged twice"] },
  "typed_result.ts": {
    steps: [
      "HIGH: Charged twice",
      "Seen on Tue, 30 Jun 2026, for nobody yet",
      "The model was asked 2 times",
    ],
  },
  "images.ts": { steps: ["I was sent 1 image: data:image/png;base64,iVBOR"] },
  "resume.ts": {
    steps: [
      "first:   Hello, Ada!",
      "resumed: You are Ada. true",
      "forked:  You are Ada. false",
      "unknown: not_found",
    ],
  },
  "abort.ts": {
    shell: true,
    steps: [
      "signal:  changed my mind; so far: command_execution",
      "timeout: turn",
      "break:   the turn was stopped",
      "then:    Yes, I am.",
    ],
  },
  "telemetry.ts": {
    shell: true,
    steps: [
      "  execute_tool shell",
      "process.exit.code",
      "error.type",
      "invoke_agent codex",
      "gen_ai.usage.input_tokens",
      "126",
    ],
  },
  "tools.ts": {
    steps: [
      '{"city":"Oslo","degrees":4}',
      "Error: there is no weather in Atlantis",
      "Error: invalid arguments: city: ",
      "It is noon",
    ],
  },
  "fan_out.ts": {
    steps: ["chapter 1   chapter 1 is about the sea.", "chapter 12  chapter 12 is about the sea."],
  },
  "approvals.ts": {
    shell: true,
    steps: [
      "Codex wants to\n  | run in ",
      "date > now.txt",
      "[y]es or [n]o? ",
      { send: "y\n" },
      "Codex wants to\n  | change ",
      "note.txt",
      "  | Hello, world!",
      "[y]es or [n]o? ",
      { send: "no, thanks\n" },
      "command_execution: completed",
      "file_change: declined",
    ],
  },
  "bot.ts": {
    shell: true,
    steps: [
      { send: "general: write the time to now.txt\n" },
      "#general  May I? ",
      "date > now.txt",
      "#general  [yes 1] [no 1]",
      { send: "yes 1\n" },
      "#general  It is written.",
      // The end of the input comes while it is written.
      { send: "other: write the time to now.txt\n" },
    ],
  },
  "remote.ts": {
    shell: true,
    steps: [
      "first:  left, while Codex waits for an answer",
      "date > now.txt",
      "? Yes.",
      "second: It is written.",
    ],
  },
  "triage.ts": {
    args: ["Charged twice", "Typo", "Slow", "Crash", "Ugly"],
    steps: [
      "high Charged twice: ",
      "high Crash: ",
      "low  Slow: ",
      "low  Typo: ",
      "low  Ugly: ",
      "tokens in, ",
      "1 retries",
    ],
  },
  "ci_review.ts": {
    shell: true,
    code: 1,
    steps: ["::error file=pay.ts,line=3::A retry charges twice.%0AAsk first.", "1 findings: block"],
  },
  "web_server.ts": {
    serves: "SIGTERM",
    steps: ["curl -H 'Authorization: Bearer ", "/openapi.json\n", { visit: talk }],
  },
};

/** A turn over HTTP, and a visitor who is nobody. */
async function talk(printed: string): Promise<void> {
  const [, token, url] = printed.match(/Bearer (\S+)' (\S+)\/openapi\.json/) ?? [];
  const nobody = await fetch(`${url}/threads`);
  assert.deepEqual([nobody.status, await nobody.text()], [401, ""]);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const post = async (path: string, body: unknown) => {
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, request);
    assert.deepEqual(response.ok, true);
    return await response.json();
  };
  const { id } = await post("/threads", {});
  await post(`/threads/${id}/turns`, { input: "Hello" });
  const { body } = await fetch(`${url}/threads/${id}/events`, { headers });
  let text = "";
  for await (const piece of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.includes('"turn.completed"')) break;
  }
  assert.deepEqual(text.includes("You said: Hello"), true, text);
}
