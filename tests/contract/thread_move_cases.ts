/**
 * Threads that move from one CODEX_HOME to another one.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Case } from "./case.ts";
import { inFolder } from "./real_case.ts";
import { kinds, onHomes, saidIn, shown, told } from "./thread_file_case.ts";

/** Cases. */
export const THREAD_MOVE_CASES: readonly Case[] = [
  {
    name:
      "live: a thread moves to another CODEX_HOME whole, with its title, and is not loaded there",
    run(kit) {
      return onHomes(kit, async ({ server, here, there }) => {
        const inCase = { workingDirectory: kit.folder };
        const thread = await here.startThread(inCase);
        await thread.run("one", { messageId: "m-1" });
        assertEquals(kinds(await here.exportThread(thread.id), { own: thread.id }), ["own"]);
        await thread.run("two");
        await here.renameThread(thread.id, "Größe – “x”");
        const files = await here.exportThread(thread.id.toUpperCase());
        assertEquals(kinds(files, { own: thread.id }), ["title of own", "own"]);
        assert(files.every(({ path }) => path.startsWith("sessions/")));
        assertEquals(await there.importThread(files), { id: thread.id });
        assertEquals((await there.request("thread/loaded/list", {})).data, []);
        const listed = [];
        for await (const { id, name } of there.listThreads()) listed.push([id, name]);
        assertEquals(listed, [[thread.id, "Größe – “x”"]]);
        assertEquals(await saidIn(there, thread.id), [told("one"), told("two")]);
        const moved = await there.resumeThread(thread.id, inCase);
        assertEquals((await moved.findTurn("m-1"))?.finalResponse, "to one");
        await moved.run("three");
        assertEquals(shown(server).slice(-3), ["one", "two", "three"]);
        // And back, over the older copy that is loaded here.
        assertEquals(await here.importThread(await there.exportThread(thread.id)), {
          id: thread.id,
        });
        assertEquals(await saidIn(here, thread.id), ["one", "two", "three"].map(told));
        await assertRejects(() => thread.run("four"), kit.sdk.CodexError, "closed");
      });
    },
  },
  {
    name: "live: a thread is exported in the midst of a turn, in whole lines",
    run(kit) {
      const { message, reply, stall } = kit.testing;
      const script = [reply(message("to one")), stall(), reply(message("to three"))];
      return onHomes(kit, async ({ server, here, there }) => {
        const inCase = { workingDirectory: kit.folder };
        const thread = await here.startThread(inCase);
        await thread.run("one");
        const running = thread.run("two", { messageId: "m-2" });
        running.catch(() => {});
        await server.waitForRequests(2);
        const files = await here.exportThread(thread.id);
        assertEquals(files.map(({ data }) => data.at(-1)), [10]);
        await there.importThread(files);
        assertEquals(await saidIn(there, thread.id), [told("one"), "two: interrupted"]);
        const moved = await there.resumeThread(thread.id, inCase);
        assertEquals((await moved.findTurn("m-2"))?.status, "interrupted");
        await moved.run("three");
        // A turn under way is not cut short by an import over it.
        const back = await there.exportThread(thread.id);
        const error = await assertRejects(() => here.importThread(back), kit.sdk.ResumeError);
        assertEquals(error.reason, "in_use");
        assertEquals(thread.activeTurn === null, false);
        await thread.close();
        await here.importThread(back);
        assertEquals(await saidIn(here, thread.id), [
          told("one"),
          "two: interrupted",
          told("three"),
        ]);
      }, script);
    },
  },
  {
    name:
      "live: with a fork move the threads that it goes on from, of which those there are left alone",
    run(kit) {
      return onHomes(kit, async ({ server, here, there }) => {
        const inCase = { workingDirectory: kit.folder };
        const parent = await here.startThread(inCase);
        for (const text of ["one", "two"]) await parent.run(text);
        const fork = await here.forkThread(parent.id, inCase);
        await fork.run("three");
        const last = await here.forkThread(fork.id, inCase);
        await last.run("four");
        await here.archiveThread(fork.id);
        const files = await here.exportThread(last.id);
        const ids = { parent: parent.id, fork: fork.id, last: last.id };
        assertEquals(kinds(files, ids), ["parent", "fork", "last"]);
        await there.importThread(files);
        const all = ["one", "two", "three", "four"];
        assertEquals(await saidIn(there, last.id), all.map(told));
        await (await there.resumeThread(last.id, inCase)).run("five");
        assertEquals(shown(server).slice(-5), [...all, "five"]);
        // The others are there, too, as they were.
        for (const [id, texts] of [[parent.id, all.slice(0, 2)], [fork.id, all.slice(0, 3)]]) {
          await (await there.resumeThread(String(id), inCase)).run("more");
          assertEquals(await saidIn(there, String(id)), [...texts ?? [], "more"].map(told));
        }
        await last.run("five here");
        await there.importThread(await here.exportThread(last.id));
        assertEquals(await saidIn(there, last.id), [...all, "five here"].map(told));
        assertEquals(await saidIn(there, parent.id), ["one", "two", "more"].map(told));
      });
    },
  },
  {
    name: "live: a thread that was reverted moves without what was taken back",
    run(kit) {
      return onHomes(kit, async ({ server, here, there, exec }) => {
        const inCase = { workingDirectory: kit.folder };
        const thread = await here.startThread(inCase);
        const revert = async (index: number) => {
          const { turns } = await here.readThread(thread.id, { includeTurns: true });
          await here.revertThread(thread.id, turns[index]?.id ?? "");
        };
        for (const text of ["one", "two", "taken back"]) await thread.run(text);
        await revert(2);
        await thread.run("taken back later");
        await revert(2);
        await thread.run("three");
        const files = await here.exportThread(thread.id);
        assertEquals(kinds(files, { own: thread.id }), ["own", "own, reverted", "own, reverted"]);
        await there.importThread(files);
        assertEquals(await saidIn(there, thread.id), ["one", "two", "three"].map(told));
        const moved = await there.resumeThread(thread.id, inCase);
        await moved.run("four");
        assertEquals(shown(server).slice(-4), ["one", "two", "three", "four"]);
        await moved.close();
        await here.importThread(await there.exportThread(thread.id));
        assertEquals(await saidIn(here, thread.id), ["one", "two", "three", "four"].map(told));
        // A fork of one that was reverted needs its files as they are.
        await here.resumeThread(thread.id, inCase);
        await revert(3);
        const fork = await here.forkThread(thread.id, inCase);
        await fork.run("five");
        const all = await here.exportThread(fork.id);
        assertEquals(kinds(all, { own: thread.id, fork: fork.id }), [
          "own",
          "own, reverted",
          "fork",
        ]);
        await there.deleteThread(thread.id);
        await exec("there").importThread(all);
        await exec("there").resumeThread(fork.id, inFolder(kit)).run("six");
        assertEquals(shown(server).slice(-5), ["one", "two", "three", "five", "six"]);
      });
    },
  },
  {
    name: "live: a thread moves to where its folder does not exist, and goes on in another one",
    run(kit) {
      return onHomes(kit, async ({ here, there }) => {
        const folder = join(kit.folder, "gone");
        await mkdir(folder);
        const thread = await here.startThread({ workingDirectory: folder });
        await thread.run("one");
        await rm(folder, { recursive: true });
        await there.importThread(await here.exportThread(thread.id));
        assertEquals(await saidIn(there, thread.id), [told("one")]);
        const error = await assertRejects<InstanceType<typeof kit.sdk.InvalidInputError>>(
          () => there.resumeThread(thread.id),
          kit.sdk.InvalidInputError,
        );
        assertEquals(error.option, "workingDirectory");
        const moved = await there.resumeThread(thread.id, { workingDirectory: kit.folder });
        assertEquals((await moved.run("two")).finalResponse, "to two");
      });
    },
  },
  {
    name: "a thread moves between exec and live sessions, and in exec alone",
    run(kit) {
      return onHomes(kit, async ({ server, here, there, exec }) => {
        const first = exec("here").startThread(inFolder(kit));
        await first.run("one");
        const id = first.id ?? "";
        // To a live session …
        await there.importThread(await exec("here").exportThread(id));
        const live = await there.resumeThread(id, { workingDirectory: kit.folder });
        await live.run("two");
        await there.renameThread(id, "a title");
        // … back, while it is loaded there …
        assertEquals(await exec("here").importThread(await there.exportThread(id)), { id });
        await exec("here").resumeThread(id, inFolder(kit)).run("three");
        assertEquals(shown(server).slice(-3), ["one", "two", "three"]);
        // … where it may not be replaced as long as somebody else has it loaded.
        const files = await exec("here").exportThread(id);
        const held = await assertRejects(
          () => exec("there").importThread(files),
          kit.sdk.ResumeError,
        );
        assertEquals(held.reason, "in_use");
        assertStringIncludes(held.message, "close()");
        await live.close();
        await exec("there").importThread(files);
        assertEquals((await exec("there").exportThread(id)).map(({ data }) => data.length), [
          files[0]?.data.length,
        ]);
        const fork = exec("there").forkThread(id, inFolder(kit));
        await fork.run("four");
        assertEquals(shown(server).slice(-4), ["one", "two", "three", "four"]);
        const all = await exec("there").exportThread(fork.id ?? "");
        assertEquals(kinds(all, { first: id, fork: fork.id ?? "" }), ["first", "fork"]);
        await here.importThread(all);
        assertEquals(await saidIn(here, fork.id ?? ""), ["one", "two", "three", "four"].map(told));
      });
    },
  },
];
