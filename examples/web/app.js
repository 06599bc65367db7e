/**
 * The page: a list of threads, and the one that is looked at.
 *
 * @module
 */
import { WebClient } from "./client.js";
import { byId, h, showError, stayAtEnd } from "./dom.js";
import { listen } from "./keys.js";
import { ThreadList } from "./threads.js";
import { ThreadPage } from "./thread_page.js";
import { setBase } from "./text.js";
import { theme } from "./theme.js";

const client = new WebClient(new URL("codex", location.href).href);
const list = new ThreadList(() => client.threads(), (id) => {
  showMenu(false);
  location.hash = `/${id}`;
});
let page = null;

/** Runs what a click or a key asks for, and shows what goes wrong. */
function act(work) {
  return async (event) => {
    event?.preventDefault?.();
    try {
      await work(event);
    } catch (error) {
      showError(
        error.status === 401
          ? "You are no longer logged in: open the link shown in the terminal"
          : error,
      );
    }
  };
}

const refresh = act(async () => {
  await list.refresh();
  page?.retitle(list.find(page.thread?.id));
});

/** Shows the thread that the address names. */
const route = act(async () => {
  const id = location.hash.replace(/^#\/?/, "") || null;
  page?.close();
  showMenu(false);
  byId("error").replaceChildren();
  list.select(id);
  page = new ThreadPage(id === null ? null : client.thread(id), list.find(id), { refresh, act });
  await page.run();
});

/** Sends what the prompt holds; a thread that there is not yet is made first. */
async function send(mode) {
  const prompt = byId("prompt");
  const text = prompt.value.trim();
  if (text === "") return;
  prompt.value = "";
  fit(prompt);
  try {
    let { thread } = page;
    if (thread === null) {
      thread = await client.open();
      history.pushState(null, "", `#/${thread.id}`);
      void route();
    }
    await thread.send(text, page.running || mode ? { mode } : {});
  } catch (error) {
    prompt.value ||= text;
    throw error;
  }
}

/** Shows the threads where they are not at the side, as on a phone. */
function showMenu(shown) {
  document.body.classList.toggle("menu", shown);
  byId("menu").setAttribute("aria-expanded", String(shown));
}

/** Makes a text field as high as its text. */
function fit(field) {
  field.rows = Math.min(8, field.value.split("\n").length);
}

const create = () => {
  location.hash = "";
  byId("prompt").focus();
};
const interrupt = act(() => page?.thread?.interrupt());

byId("composer").addEventListener("submit", act(() => send(page.running ? "steer" : undefined)));
byId("queue").addEventListener("click", act(() => send("queue")));
byId("interrupt").addEventListener("click", interrupt);
byId("new").addEventListener("click", create);
byId("prompt").addEventListener("input", ({ target }) => fit(target));
byId("prompt").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  void act(() =>
    send(page.running ? (event.ctrlKey || event.metaKey ? "queue" : "steer") : undefined)
  )();
});
byId("menu").addEventListener("click", () => showMenu(!document.body.classList.contains("menu")));
listen({
  interrupt,
  create,
  question: () => page?.questions.focus(),
  search() {
    showMenu(true);
    byId("search").focus();
  },
});
theme(byId("theme"));

stayAtEnd(byId("scroll"), byId("turns"), byId("latest"));

addEventListener("hashchange", route);
document.addEventListener("visibilitychange", () => document.hidden || void refresh());

void route();
const about = await (await fetch("about.json")).json();
byId("model").textContent = about.model;
byId("where").textContent = about.where;
setBase(about.folder);
byId("ideas").append(
  ...about.ideas.map((idea) =>
    h(
      "li",
      {},
      h("button.idea", {
        type: "button",
        onclick: act(() => {
          byId("prompt").value = idea;
          return send();
        }),
      }, idea),
    )
  ),
);
await refresh();
