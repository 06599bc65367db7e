import { assertEquals, assertInstanceOf } from "@std/assert";
import { CodexError } from "../../../mod.ts";
import type { ApprovalRequest } from "../../../src/app_server/mod.ts";
import type { Decision, DurableQuestions } from "../../../src/durable/mod.ts";
import type { Keeper } from "../../../src/durable/turns/keeper.ts";
import { QuestionDesk } from "../../../src/durable/turns/questions.ts";
import { type Entry, KeyRecord } from "../../../src/durable/turns/record.ts";

const MESSAGE = "m-1";

/** What is written down of a key, over the calls that take it. */
class Book {
  readonly entries: Entry[] = [{ message: MESSAGE, thread: "t", from: 0 }];

  /** The desk of a new call. */
  desk(questions: DurableQuestions, fail?: (error: unknown) => void): QuestionDesk {
    const record = new KeyRecord();
    for (const entry of this.entries) record.add(entry);
    const note = (entry: Entry) => {
      this.entries.push(entry);
      record.add(entry);
      return Promise.resolve();
    };
    const keeper = { record, note, mirror() {} } as unknown as Keeper;
    const rethrow = (error: unknown) => {
      throw error;
    };
    return new QuestionDesk(questions, keeper, MESSAGE, fail ?? rethrow);
  }
}

/** People who answer each question when it is first put, as a table would keep it. */
function people(decide: (command: string) => Decision): DurableQuestions & { ids: string[] } {
  const ids: string[] = [];
  const answers = new Map<string, Decision>();
  return {
    ids,
    ask(id, request) {
      ids.push(id);
      const command = request.kind === "command" ? request.command : request.kind;
      if (!answers.has(id)) answers.set(id, decide(command));
      return Promise.resolve();
    },
    answer: (id) => Promise.resolve(answers.get(id) ?? "decline"),
  };
}

function asking(command: string, more: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    kind: "command",
    action: "run",
    command,
    cwd: "/",
    proposedAmendment: null,
    network: null,
    additionalPermissions: null,
    threadId: "t",
    turnId: "turn",
    itemId: null,
    workspace: [],
    reason: null,
    signal: new AbortController().signal,
    ...more,
  } as ApprovalRequest;
}

const completed = (id: string) =>
  ({ type: "item.completed", item: { id, type: "agent_message", text: "", phase: null } }) as const;

Deno.test("QuestionDesk never gives one question's answer to another one", async () => {
  for (const itemId of [null, "item_0"]) {
    const questions = people((command) => command === "one" ? "accept" : "decline");
    const desk = new Book().desk(questions);
    const answers = [];
    for (const command of ["one", "two", "one"]) {
      answers.push(await desk.onApproval(asking(command, { itemId })));
    }
    assertEquals(answers, ["accept", "decline", "accept"]);
    const id = `turn/${itemId ?? "command"}`;
    assertEquals(questions.ids, [id, `${id}-2`, `${id}-3`]);
  }
});

Deno.test("QuestionDesk asks again under the id of before until the item has ended", async () => {
  const book = new Book();
  const questions = people(() => "accept");
  const again = (turnId: string) => {
    const desk = book.desk(questions);
    const ask = async (command: string) =>
      await desk.onApproval(asking(command, { turnId, itemId: "item_0" }));
    return { desk, ask };
  };
  const first = again("turn");
  await Promise.all([first.ask("one"), first.ask("two")]);
  const second = again("next");
  await Promise.all([second.ask("two"), second.ask("one")]);
  assertEquals(questions.ids.splice(0), [
    "turn/item_0",
    "turn/item_0-2",
    "turn/item_0-2",
    "turn/item_0",
  ]);
  await second.desk.hear(completed("item_0"));
  await again("last").ask("one");
  assertEquals(questions.ids, ["last/item_0"]);
});

Deno.test("QuestionDesk asks again after a restart where no event tells the end of the item", async () => {
  const book = new Book();
  const questions = people(() => "accept");
  await book.desk(questions).onApproval(asking("one"));
  await book.desk(questions).onApproval(asking("one", { turnId: "next" }));
  assertEquals(questions.ids, ["turn/command", "next/command"]);
});

Deno.test("QuestionDesk keeps a question's id where its message must be said again", async () => {
  const book = new Book();
  const questions = people(() => "accept");
  await book.desk(questions).onApproval(asking("one", { itemId: "item_0" }));
  book.entries.push({ message: MESSAGE, thread: "u", from: 0 });
  await book.desk(questions).onApproval(asking("one", { itemId: "item_0", turnId: "next" }));
  assertEquals(questions.ids, ["turn/item_0", "turn/item_0"]);
});

Deno.test("QuestionDesk neither puts what was withdrawn nor keeps what comes too late", async () => {
  for (const isLate of [false, true]) {
    const book = new Book();
    const controller = new AbortController();
    const questions = people(() => "accept");
    const desk = book.desk({
      ask: questions.ask,
      answer: (id, signal) => {
        controller.abort();
        return questions.answer(id, signal);
      },
    });
    if (!isLate) controller.abort();
    assertEquals(await desk.onApproval(asking("one", { signal: controller.signal })), "decline");
    assertEquals(questions.ids, isLate ? ["turn/command"] : []);
    assertEquals(book.entries.some((entry) => "answered" in entry), false);
  }
});

Deno.test("QuestionDesk stops the turn with an error, whatever a question fails with", async () => {
  const own = new Error("no table");
  for (const thrown of [own, undefined, null, "down", Object.create(null)]) {
    const failures: unknown[] = [];
    const questions = { ...people(() => "accept"), ask: () => Promise.reject(thrown) };
    const desk = new Book().desk(questions, (error) => failures.push(error));
    assertEquals(await desk.onApproval(asking("one")), "decline");
    const [failure] = failures;
    if (thrown === own) assertEquals(failure, own);
    else assertInstanceOf(failure, CodexError);
  }
});
