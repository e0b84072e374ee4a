// The page of saved papers: what is kept in this browser, with notes, to sort, take away and bring back. An address that
// ends in `#` and keys of papers shows a selection that somebody shares.

let page;
let store;
const NEEDS_PAGE = 6; // pages of papers asked for at once

export function start(element, papers) {
  [page, store] = [element, papers];
  addEventListener("hashchange", () => leadsWithinPage() || draw());
  addEventListener("storage", draw);
  addEventListener("papers-kept", count);
  draw();
}

/** Whether the address names a part of the page, as that of the skip link does, and no papers. */
function leadsWithinPage() {
  return document.getElementById(decoded(location.hash.slice(1))) !== null;
}

function draw() {
  const keys = leadsWithinPage() ? [] : location.hash.slice(1).split(",").map(decoded).filter(Boolean);
  page.replaceChildren();
  if (keys.length) selection(keys);
  else saved();
}

const isMarked = (mark) => ([, paper]) => paper[mark];
const latest = (mark) => ([, a], [, b]) => (a[mark] < b[mark] ? 1 : -1);

const marked = (mark) => Object.entries(store.papers).filter(isMarked(mark)).sort(latest(mark));

/** The reader's own papers, those not read first. */
function saved() {
  const all = marked("saved");
  const status = Object.assign(document.createElement("p"), { className: "saved-status", role: "status" });
  const tools = part("p", "saved-tools");
  if (all.length) {
    tools.append(
      button(WORDS.copy_link_to_them, () => share(marked("saved"), status)),
      button(WORDS.export_bibtex, () => bibliography(marked("saved"), status)),
      button(WORDS.export_json, () => download("saved-papers.json", "application/json", `${JSON.stringify(store.papers, null, 2)}\n`)),
    );
  }
  tools.append(chooser(status));
  page.append(tools, status);
  if (all.length === 0) page.append(part("p", "saved-empty", WORDS.saved_empty));
  section(WORDS.saved_unread, all.filter(isToRead), isToRead);
  section(WORDS.saved_read, [...new Map([...all.filter(isMarked("read")), ...marked("read")])], isMarked("read"));
}

const isToRead = ([, paper]) => paper.saved && !paper.read;

function section(heading, papers, belongs) {
  if (papers.length === 0) return;
  const list = part("section", "paper-list");
  const header = part("header", "section-header");
  header.append(part("h2", "", heading), part("p", "", WORDS.papers({ count: papers.length })));
  list.append(header, ...papers.map(([path, paper]) => entry(path, paper, "h3")));
  list.count = () => {
    const left = papers.filter(([path]) => store.papers[path] && belongs([path, store.papers[path]]));
    header.lastChild.textContent = WORDS.papers({ count: left.length });
  };
  page.append(list);
}

/** Says how many papers each section has; one that has lost its mark stays in sight, for whoever changes their mind. */
function count() {
  for (const list of page.querySelectorAll("section.paper-list")) list.count();
}

function entry(path, paper, heading) {
  const article = part("article", "paper-entry");
  const title = part(heading, "paper-entry-title");
  title.append(link(path, paper.title));
  article.append(title, part("p", "byline", paper.byline));
  if (!paper.saved && !paper.read) return article;
  const label = part("label", "saved-note", WORDS.saved_note);
  const note = Object.assign(document.createElement("textarea"), { value: paper.note ?? "", rows: 1 });
  note.addEventListener("change", () => store.change(path, { note: note.value.trim() || undefined }));
  label.append(note);
  article.append(label);
  return article;
}

/** Papers of a shared link, by their keys: what is not known here is read from their pages. */
async function selection(keys) {
  const header = part("p", "saved-tools");
  const status = Object.assign(document.createElement("p"), { className: "saved-status", role: "status" });
  const list = part("div", "paper-list");
  page.append(header, status, list);
  status.textContent = WORDS.looking_up;
  const papers = (await each(keys, look)).filter(Boolean);
  const missing = keys.length - papers.length;
  status.textContent = `${WORDS.shared_with_you({ count: papers.length })}${missing ? ` ${WORDS.not_found_of_shared({ count: missing })}` : ""}`;
  list.append(...papers.map(([path, paper]) => entry(path, { title: paper.title, byline: paper.byline }, "h2")));
  if (papers.length) {
    header.append(button(WORDS.save_them_all, () => {
      const now = new Date().toISOString();
      const added = papers.map(([path, { title, byline }]) => [path, { title, byline, saved: now, ...store.papers[path] }]);
      store.replace({ ...store.papers, ...Object.fromEntries(added) });
      location.hash = "";
    }));
  }
  const own = part("a", "", WORDS.own_saved_papers);
  own.href = location.pathname;
  header.append(own);
}

async function look(key) {
  const path = new URL(`${page.dataset.before}${encodeURIComponent(key)}${page.dataset.after}`, location.href).pathname;
  if (store.papers[path]) return [path, store.papers[path]];
  const article = (await read(path))?.querySelector("article.paper");
  if (!article) return null;
  const text = (selector) => article.querySelector(selector)?.textContent.trim() ?? "";
  return [path, { title: text("h1"), byline: text(".byline") }];
}

async function read(path) {
  const response = await fetch(path).catch(() => null);
  return response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}

/** Asks for several at once, and keeps their order. */
async function each(things, ask) {
  const answers = [];
  const rest = things.entries();
  const worker = async () => {
    for (const [index, thing] of rest) answers[index] = await ask(thing);
  };
  await Promise.all(Array.from({ length: NEEDS_PAGE }, worker));
  return answers;
}

function keyOf(path) {
  return decoded(path.slice(page.dataset.before.length, path.length - page.dataset.after.length));
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

async function share(papers, status) {
  if (papers.length === 0) return say(status, WORDS.saved_empty);
  const address = new URL(location.pathname, location.href);
  const keys = papers.map(([path]) => encodeURIComponent(keyOf(path))).join(",");
  // One key alone could be the name of a part of the page.
  address.hash = document.getElementById(keys) ? `${keys},` : keys;
  try {
    await navigator.clipboard.writeText(address.href);
    status.textContent = WORDS.selection_copied;
  } catch {
    status.replaceChildren(WORDS.copies_nothing, link(address.href, address.href));
  }
}

async function bibliography(papers, status) {
  if (papers.length === 0) return say(status, WORDS.saved_empty);
  status.textContent = WORDS.gathering_citations;
  const found = await each(papers, async ([path]) => (await read(path))?.querySelector(".citation pre code")?.textContent.trim());
  const entries = found.filter(Boolean);
  const missing = papers.length - entries.length;
  if (entries.length) download("saved-papers.bib", "application/x-bibtex", `${entries.join("\n\n")}\n`);
  status.textContent = missing ? WORDS.citations_missing({ count: missing, all: papers.length }) : WORDS.saved_as({ file: "saved-papers.bib" });
}

function say(status, text) {
  status.textContent = text;
}

/** Brings back what was saved as JSON, beside what is there. */
function chooser(status) {
  const label = part("label", "saved-import", WORDS.import);
  const input = Object.assign(document.createElement("input"), { type: "file", accept: ".json,application/json" });
  input.className = "visually-hidden";
  input.addEventListener("change", async () => {
    const papers = valid(await input.files[0].text());
    input.value = "";
    if (!papers) {
      status.textContent = WORDS.not_an_export;
      return;
    }
    const before = Object.keys(store.papers).length;
    store.replace({ ...papers, ...store.papers });
    draw();
    const added = Object.keys(store.papers).length - before;
    page.querySelector("[role=status]").textContent = WORDS.papers_added({ count: added });
  });
  label.prepend(input);
  return label;
}

/** The papers of a file, nothing but texts of known fields and paths of this site's papers. */
function valid(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const papers = Object.entries(data ?? {}).filter(([path, paper]) => path.startsWith(page.dataset.before) && typeof paper?.title === "string");
  if (papers.length === 0) return null;
  const fields = ["title", "byline", "saved", "read", "note"];
  return Object.fromEntries(papers.map(([path, paper]) => [path, Object.fromEntries(fields.filter((field) => typeof paper[field] === "string").map((field) => [field, paper[field]]))]));
}

function download(name, type, text) {
  const anchor = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  anchor.click();
  URL.revokeObjectURL(anchor.href);
}

function part(name, className, text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

function link(href, text) {
  return Object.assign(document.createElement("a"), { href, textContent: text });
}

function button(label, act) {
  const element = Object.assign(part("button", "", label), { type: "button" });
  element.addEventListener("click", act);
  return element;
}
