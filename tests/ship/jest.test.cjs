/**
 * A test as users have: Jest in CommonJS, with the fakes on both transports, and with the real program.
 *
 * @module
 */
const { Codex, CodexError, InvalidInputError } = require("@codex-js/sdk");
const { AppServer } = require("@codex-js/sdk/app-server");
const { fakeCodex, fakeCodexBinary, item, turn } = require("@codex-js/sdk/testing");

const hello = turn(item.agentMessage("Hello"));

test("exec, with a fake", async () => {
  const thread = new Codex({ spawn: fakeCodex([hello]) }).startThread();
  expect((await thread.run("Hi")).finalResponse).toBe("Hello");
});

test("exec, with a fake executable", async () => {
  const binary = await fakeCodexBinary([hello]);
  const thread = new Codex({ codexPathOverride: binary.path }).startThread();
  expect((await thread.run("Hi")).finalResponse).toBe("Hello");
  await binary.close();
});

test("live, with a fake", async () => {
  const server = await AppServer.start({ spawn: fakeCodex([hello]) });
  expect((await (await server.startThread()).run("Hi")).finalResponse).toBe("Hello");
  await server.close();
});

test("errors", async () => {
  const error = await new Codex({ spawn: fakeCodex([]) }).startThread().run("").catch((e) => e);
  expect(error).toBeInstanceOf(InvalidInputError);
  expect(error).toBeInstanceOf(CodexError);
});
