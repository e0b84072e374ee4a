// Papers that a reader saves or marks as read: kept in this browser alone, shown on every list. Where the page of saved
// papers is open, its script gets the same store.

const SAID_FOR = 4000; // milliseconds for which a button says what it did
const KEPT = `offprint-papers ${document.querySelector(".masthead-title").pathname}`;

/** What is kept of papers, by the path of their pages: `{title, byline, saved, read, note}`, times as ISO 8601. */
const store = {
  papers: kept(),
  /** Changes what is kept of a paper; a field without a value is dropped, and so is a paper that has neither mark nor note. */
  change(path, fields) {
    // Another tab may have written since.
    const papers = kept(store.papers);
    const paper = { ...papers[path], ...fields };
    if (paper.saved || paper.read || paper.note) papers[path] = paper;
    else delete papers[path];
    store.replace(papers);
  },
  replace(papers) {
    store.papers = papers;
    try {
      localStorage.setItem(KEPT, JSON.stringify(papers));
    } catch {
      // What a browser does not keep holds until the page is left.
    }
    show();
    dispatchEvent(new Event("papers-kept"));
  },
};

function kept(otherwise = {}) {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return otherwise;
  }
}

const tool = document.querySelector(".icon-saved");

/** Every entry of a list, and the article of a paper's page: what it is, and the path of its page. */
function shown() {
  const entries = [...document.querySelectorAll(".paper-entry")].map((element) => [element, element.querySelector(".paper-entry-title a")?.pathname]);
  const article = document.querySelector("article.paper");
  return article ? [...entries, [article, location.pathname]] : entries.filter(([, path]) => path);
}

function show() {
  for (const [element, path] of shown()) {
    const paper = store.papers[path] ?? {};
    element.querySelector(".save") ?? add(element, path);
    element.querySelector(".save").setAttribute("aria-pressed", Boolean(paper.saved));
    element.querySelector(".mark-read")?.setAttribute("aria-pressed", Boolean(paper.read));
    element.classList.toggle("is-read", Boolean(paper.read));
  }
  const count = Object.values(store.papers).filter((paper) => paper.saved).length;
  if (count) tool.dataset.count = count;
  else delete tool.dataset.count;
}

function add(element, path) {
  const marks = element.querySelector(".paper-marks");
  const title = (element.querySelector(".paper-entry-title") ?? element.querySelector("h1")).textContent.trim();
  const byline = element.querySelector(".byline")?.textContent.trim() ?? "";
  const toggle = (mark) => store.change(path, { title, byline, [mark]: store.papers[path]?.[mark] ? undefined : new Date().toISOString() });
  const save = button("save", marks ? WORDS.save : "", () => toggle("saved"));
  if (marks) marks.append(save, button("mark-read", WORDS.mark_as_read, () => toggle("read")), button("share", WORDS.share, (event) => share(title, event.currentTarget)));
  else {
    save.ariaLabel = WORDS.save_paper({ title });
    element.append(save);
  }
  element.addEventListener("mark-read", () => toggle("read"));
}

/** Hands the page to another program, or copies its address where there is none to hand it to. */
async function share(title, button) {
  const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  try {
    if (navigator.share) await navigator.share({ title, url });
    else {
      await navigator.clipboard.writeText(url);
      button.setAttribute("aria-live", "polite");
      button.textContent = WORDS.link_copied;
      setTimeout(() => (button.textContent = WORDS.share), SAID_FOR);
    }
  } catch {
    // Whoever closes the dialog has changed their mind.
  }
}

function button(name, label, act) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", className: name, textContent: label });
  element.addEventListener("click", act);
  return element;
}

show();
new MutationObserver((changes) => changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.matches?.(".paper-entry") || node.querySelector?.(".paper-entry"))) && show())
  .observe(document.querySelector("main"), { childList: true, subtree: true });
addEventListener("storage", ({ key }) => {
  if (key !== KEPT) return;
  store.papers = kept();
  show();
});
const page = document.querySelector(".saved-page");
if (page) import(page.dataset.script).then((script) => script.start(page, store));
