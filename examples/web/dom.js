/**
 * Elements. Text gets into the page as text nodes alone: no markup is ever read.
 *
 * @module
 */

/**
 * An element.
 *
 * @param {string} tag Its name, with classes: `button.primary`.
 * @param {Record<string, unknown>} attributes Attributes; `onclick` and the like are listeners, false and null are left out.
 * @param {...(Node | string | null)} children What is in it.
 */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The element with an id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Says something to those who hear the page. A list: what comes quickly is not lost. */
export function announce(text) {
  const line = h("p", {}, text);
  byId("announcer").append(line);
  setTimeout(() => line.remove(), 10_000);
}

/** Shows what went wrong, until the next one or a click. */
export function showError(error) {
  const box = byId("error");
  box.replaceChildren(
    h("span", {}, error instanceof Error ? error.message : String(error)),
    h("button.plain", { type: "button", onclick: () => box.replaceChildren() }, "Dismiss"),
  );
}

const dirty = new Map();
let frame = 0;

/** Calls back at the next frame: once for a key, however often it was asked for. */
export function atNextFrame(key, callback) {
  dirty.set(key, callback);
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    const callbacks = [...dirty.values()];
    dirty.clear();
    for (const callback of callbacks) callback();
  });
}

/** Keeps what scrolls at its end as it grows, unless somebody reads further up. */
export function stayAtEnd(scroll, content, button) {
  let stays = true;
  const end = () => (scroll.scrollTop = scroll.scrollHeight);
  const distance = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
  const watch = () => {
    stays = distance() < 40;
    button.hidden = stays;
  };
  scroll.addEventListener("scroll", watch, { passive: true });
  const grown = new ResizeObserver(() => stays && end());
  grown.observe(scroll);
  grown.observe(content);
  button.addEventListener("click", end);
}
