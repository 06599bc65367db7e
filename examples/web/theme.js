/**
 * Light, dark, or as the system has it.
 *
 * @module
 */
const THEMES = ["system", "light", "dark"];

/** Makes a button go through the themes. The browser keeps the choice. */
export function theme(button) {
  const show = (name) => {
    if (name === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    button.textContent = `Theme: ${name}`;
  };
  let current = localStorage.getItem("theme") ?? "system";
  if (!THEMES.includes(current)) current = "system";
  show(current);
  button.addEventListener("click", () => {
    current = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length];
    localStorage.setItem("theme", current);
    show(current);
  });
}
