// The panel in which readers choose how the site looks: remembered for the next visit, set before a page is drawn by
// the line of script in its head.

const KEPT = "offprint-display";
const root = document.documentElement;
const choices = [
  ["scheme", WORDS.colors, [["", WORDS.colors_system], ["light", WORDS.colors_light], ["dark", WORDS.colors_dark]]],
  ["density", WORDS.lists_show, [["titles", WORDS.show_titles], ["summaries", WORDS.show_summaries], ["abstracts", WORDS.show_abstracts]]],
];
const keys = [
  ["j", WORDS.key_next_paper], ["k", WORDS.key_previous_paper], ["o", WORDS.key_open], ["a", WORDS.key_abstract], ["s", WORDS.key_save], ["r", WORDS.key_read],
  ["p", WORDS.key_previous_page], ["n", WORDS.key_next_page], ["/", WORDS.key_search], ["?", WORDS.key_panel],
];

const panel = document.createElement("dialog");
panel.className = "display";
panel.setAttribute("aria-labelledby", "display-heading");
panel.innerHTML = '<header><h2 id="display-heading"></h2><button type="button">×</button></header>';
panel.querySelector("h2").textContent = WORDS.display_heading;
panel.querySelector("button").ariaLabel = WORDS.close;
for (const [name, label, values] of choices) panel.append(fieldset(name, label, values));
panel.append(shortcuts());
panel.addEventListener("change", ({ target }) => choose(target.name, target.type === "checkbox" ? (target.checked ? "" : "off") : target.value));
panel.addEventListener("click", ({ target }) => (target === panel || target.closest("header button")) && panel.close());
document.body.append(panel);

export function open() {
  for (const [name, , values] of choices) {
    const chosen = root.dataset[name] ?? "";
    const [fallback] = values.find(([value]) => value === "" || value === "summaries");
    panel.querySelector(`[name=${name}][value="${values.some(([value]) => value === chosen) ? chosen : fallback}"]`).checked = true;
  }
  panel.querySelector("[name=keys]").checked = root.dataset.keys !== "off";
  panel.showModal();
  panel.querySelector(":checked").focus();
}

function choose(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  const { scheme, density, keys } = root.dataset;
  try {
    localStorage.setItem(KEPT, JSON.stringify({ scheme, density, keys }));
  } catch {
    // A browser that keeps nothing shows the site's own look on the next page.
  }
}

function fieldset(name, label, values) {
  const set = document.createElement("fieldset");
  set.innerHTML = '<legend></legend><div class="choices"></div>';
  set.firstChild.textContent = label;
  for (const [value, text] of values) {
    const choice = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "radio", name, value });
    choice.append(input, text);
    set.lastChild.append(choice);
  }
  return set;
}

function shortcuts() {
  const set = document.createElement("fieldset");
  set.innerHTML = '<legend></legend><label class="switch"><input type="checkbox" name="keys"></label><dl></dl>';
  set.firstChild.textContent = WORDS.keyboard;
  set.querySelector("label").append(" ", WORDS.single_keys);
  for (const [key, what] of keys) {
    const row = document.createElement("div");
    row.innerHTML = "<dt><kbd></kbd></dt><dd></dd>";
    row.querySelector("kbd").textContent = key;
    row.lastChild.textContent = what;
    set.lastChild.append(row);
  }
  return set;
}
