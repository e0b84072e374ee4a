// Single keys to walk a list by. They can be switched off, and rest while something is typed.

const entries = () => [...document.querySelectorAll(".paper-entry")].filter((entry) => entry.checkVisibility());
const title = (entry) => entry?.querySelector(".paper-entry-title a");
const current = () => document.activeElement.closest(".paper-entry");
const acts = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => current() && title(current()).click(),
  a: () => current()?.querySelector("summary")?.click(),
  s: () => (current() ?? document.querySelector(".paper"))?.querySelector(".save")?.click(),
  r: () => (current() ?? document.querySelector(".paper"))?.dispatchEvent(new CustomEvent("mark-read")),
  n: () => document.querySelector("a[rel=next]")?.click(),
  p: () => document.querySelector("a[rel=prev]")?.click(),
  "/": () => {
    const query = document.querySelector("#query");
    if (query) query.focus();
    else document.querySelector(".icon-search")?.click();
  },
  "?": () => document.querySelector(".icon-display").click(),
};

addEventListener("keydown", (event) => {
  const act = acts[event.key];
  if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.documentElement.dataset.keys === "off") return;
  event.preventDefault();
  act();
});

const panel = document.querySelector(".icon-display");
panel.addEventListener("click", async () => (await import(panel.dataset.script)).open());

// The browser's own bar has the color of the page, where its reader has chosen one.
const bars = [...document.querySelectorAll("meta[name=theme-color]")].map((bar) => [bar, bar.content]);
const color = () => {
  const chosen = document.documentElement.dataset.scheme && getComputedStyle(document.body).backgroundColor;
  for (const [bar, own] of bars) bar.content = chosen || own;
};
color();
new MutationObserver(color).observe(document.documentElement, { attributeFilter: ["data-scheme"] });

function isTyping(element) {
  return element.isContentEditable || element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [role=tablist]");
}

/** Puts the focus on the title of the paper after or before the one that has it; else on the first in sight. */
function walk(step) {
  const all = entries();
  const at = all.indexOf(current());
  const seen = all.findIndex((entry) => entry.getBoundingClientRect().bottom > 0);
  const link = title(all[at < 0 ? Math.max(seen, 0) : at + step] ?? document.body);
  if (!link) return;
  link.focus({ preventScroll: true });
  link.closest(".paper-entry").scrollIntoView({ block: "start" });
}
