// The citation in more forms, to copy or to save. The page holds BibTeX, a line of text, and CSL-JSON, of which RIS is
// made here.

const section = document.querySelector(".citation");
const item = JSON.parse(section.querySelector("script").textContent);
const code = section.querySelector("code");
const forms = {
  BibTeX: { text: code.textContent, ending: "bib", type: "application/x-bibtex" },
  RIS: { text: ris(item), ending: "ris", type: "application/x-research-info-systems" },
  "CSL-JSON": { text: `${JSON.stringify([item], null, 2)}\n`, ending: "json", type: "application/json" },
  [WORDS.citation_text]: { text: `${section.querySelector(".citation-text").textContent}\n`, ending: "txt", type: "text/plain" },
};
const KEPT = "offprint-citation";

const tabs = document.createElement("div");
tabs.role = "tablist";
tabs.ariaLabel = WORDS.citation_form;
for (const name of Object.keys(forms)) {
  const tab = document.createElement("button");
  Object.assign(tab, { type: "button", role: "tab", textContent: name });
  tab.setAttribute("aria-controls", "citation-panel");
  tab.addEventListener("click", () => choose(name, true));
  tabs.append(tab);
}
const panel = code.parentElement;
Object.assign(panel, { id: "citation-panel", role: "tabpanel", tabIndex: 0 });
panel.before(tabs);
const status = document.createElement("span");
status.role = "status";
const actions = document.createElement("p");
if (navigator.clipboard) actions.append(button(WORDS.copy, copy));
actions.append(button(WORDS.download, save), status);
section.append(actions);
tabs.addEventListener("keydown", move);
choose(remembered(), false);

function button(label, act) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", textContent: label });
  element.addEventListener("click", act);
  return element;
}

function remembered() {
  try {
    const name = localStorage.getItem(KEPT);
    return name in forms ? name : "BibTeX";
  } catch {
    return "BibTeX";
  }
}

function choose(name, isChoice) {
  for (const tab of tabs.children) {
    const isChosen = tab.textContent === name;
    tab.setAttribute("aria-selected", isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    if (isChosen) panel.ariaLabel = name;
  }
  code.textContent = forms[name].text;
  status.textContent = "";
  try {
    if (isChoice) localStorage.setItem(KEPT, name);
  } catch {
    // A browser that keeps nothing shows BibTeX next time.
  }
}

function chosen() {
  return tabs.querySelector("[aria-selected=true]").textContent;
}

function move(event) {
  const names = Object.keys(forms);
  const at = names.indexOf(chosen());
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const name = names.at(to % names.length);
  choose(name, true);
  [...tabs.children].find((tab) => tab.textContent === name).focus();
}

async function copy() {
  await navigator.clipboard.writeText(code.textContent);
  status.textContent = WORDS.copied({ form: chosen() });
  setTimeout(() => { status.textContent = ""; }, 4000);
}

function save() {
  const { text, ending, type } = forms[chosen()];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = `${item.id}.${ending}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** As `offprint export --format ris` writes it. */
function ris(item) {
  const types = { "article-journal": "JOUR", "paper-conference": "CPAPER", chapter: "CHAP", book: "BOOK", thesis: "THES", report: "RPRT" };
  // Behind a comma that closes it nothing of a group's name is turned around.
  const group = (name) => (/^[^,]+ [^,]+$/.test(name) ? `${name},` : name);
  const person = (name) => (name.literal ? group(name.literal) : [[name["non-dropping-particle"], name.family].filter(Boolean).join(" "), name.given, name.suffix].filter(Boolean).join(", "));
  const [year, month, day] = item.issued["date-parts"][0];
  const two = (part) => (part ? String(part).padStart(2, "0") : "");
  const [first, ...last] = item.page?.split("-") ?? [];
  const lines = [
    ["TY", types[item.type] ?? (item.archive ? "UNPB" : "GEN")],
    ["ID", item.id],
    ...(item.author ?? []).map((name) => ["AU", person(name)]),
    ["TI", item.title],
    ["T2", item["container-title"]],
    ["PY", year],
    ["DA", `${String(year).padStart(4, "0")}/${two(month)}/${two(day)}/`],
    ["VL", item.volume],
    ["IS", item.issue],
    ["SN", item.type === "report" && item.number],
    ["SP", first],
    ["EP", last.join("-")],
    ...(item.editor ?? []).map((name) => ["ED", person(name)]),
    ["T3", item["collection-title"]],
    ["PB", item.publisher],
    ["M3", ["thesis", "report"].includes(item.type) && item.genre],
    ["AN", item.archive && (item.archive_location ?? `arXiv:${item.number}`)],
    ["DO", item.DOI],
    ["UR", item.URL],
    ["N1", item.note],
  ];
  const text = lines.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${String(value).trim().replace(/\s+/g, " ")}\r\n`);
  return `${text.join("")}ER  - \r\n\r\n`;
}
