// The search page: what is typed, the results, and the address of both. Papers and queries are shown as text only.
// On the page of a list, where narrow.js puts the form, it searches that list's papers, in place of the list.

const form = document.querySelector(".search-form");
const page = document.querySelector(".search-page");
const [input, sort] = [form.elements.q, form.elements.sort];
const [status, suggestion, retry, results, more] = ["status", "suggestion", "retry", "results", "more"]
  .map((name) => document.getElementById(`search-${name}`));
const facets = page.querySelector(".search-facets");
/** On the page of a list: the filter that its papers meet, the order in which they stand, and what shows them. */
const { scope, order } = form.dataset;
const list = scope ? document.querySelectorAll(".term-papers, .paper-list:not(#search-results), .pagination, .period-parts") : [];

/** Papers shown at once: about as many as a screen holds. */
const BATCH = 4;
const FACET_VALUES = 12;
const PAUSE = 100;
const STATUS = { unread: WORDS.unread, reading: WORDS.reading, read: WORDS.read };

let engine = null;
let opening = null;
/** The answer that is shown, and how much of it. */
let current = { text: null, ids: [], shown: 0 };
/** Counts queries, so that a late answer to an earlier one is dropped. */
let turn = 0;

function start() {
  form.hidden = page.hidden = false;
  input.addEventListener("input", pausing(() => run("replace")));
  input.addEventListener("focus", () => opened().catch(() => {}), { once: true });
  input.addEventListener("paste", () => setTimeout(jump));
  sort.addEventListener("change", () => run("push"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await jump())) run("push");
  });
  suggestion.querySelector("button").addEventListener("click", (event) => ask(event.target.dataset.query));
  retry.querySelector("button").addEventListener("click", () => run("replace"));
  more.querySelector("button").addEventListener("click", show);
  new IntersectionObserver(([entry]) => entry.isIntersecting && show()).observe(more);
  for (const facet of facets.querySelectorAll("details")) facet.addEventListener("toggle", () => facet.open && count(facet));
  addEventListener("popstate", read);
  addEventListener("keydown", move);
  addEventListener("online", () => retry.hidden || run("replace"));
  if (new URLSearchParams(location.search).has("random")) surprise();
  else read();
  if (input.value === "") input.focus();
}

/** Leads to any paper. */
async function surprise() {
  try {
    const { count } = await opened();
    location.replace((await engine.record(Math.floor(Math.random() * count))).url);
  } catch {
    read();
  }
}

function pausing(act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, PAUSE);
  };
}

/** The index; a failure is forgotten, so that it can be tried again. */
async function opened() {
  opening ??= import(form.dataset.engine).then(({ open }) => open(form.dataset.manifest));
  try {
    engine = await opening;
  } catch (error) {
    opening = null;
    throw error;
  }
  return engine;
}

/** Takes the query out of the page's address. */
function read() {
  const address = new URLSearchParams(location.search);
  input.value = address.get("q") ?? "";
  sort.value = address.get("sort") ?? "";
  if (sort.selectedIndex < 0) sort.value = "";
  run(null);
}

/** Puts the query into the page's address. */
function write(how) {
  const address = new URLSearchParams();
  if (input.value.trim()) address.set("q", input.value);
  if (sort.value) address.set("sort", sort.value);
  const url = address.size ? `?${address}` : location.pathname;
  const isSame = url === (location.search || location.pathname);
  if (how === "push" && !isSame) history.pushState(null, "", url);
  if (how === "replace" && !isSame) history.replaceState(null, "", url);
}

/** Asks another query, as a step that Back takes back. */
function ask(text) {
  input.value = text;
  run("push");
}

async function run(how) {
  if (how) write(how);
  turn += 1;
  const mine = turn;
  const text = scope && (input.value.trim() || sort.value) ? `${scope} ${input.value}` : input.value;
  retry.hidden = suggestion.hidden = true;
  if (text.trim() === "") return clear();
  results.ariaBusy = "true";
  const waiting = setTimeout(() => say(WORDS.searching), 300);
  try {
    const index = await opened();
    const answer = await index.search(text);
    const ids = await sorted(index, answer);
    if (mine !== turn) return;
    // Papers may still be on their way when it would fire.
    clearTimeout(waiting);
    current = { ...answer, text, ids, shown: 0, terms: new Set(answer.terms) };
    for (const part of list) part.hidden = true;
    results.replaceChildren();
    say(told(answer));
    facets.hidden = ids.length === 0;
    for (const facet of facets.querySelectorAll("details")) {
      if (facet.open) count(facet);
      else facet.querySelector("ul").replaceChildren();
    }
    facets.querySelector("[data-facet=flag]").hidden = index.manifest.flags.length === 0;
    await Promise.all([show(), suggest(index, answer, mine)]);
  } catch (error) {
    if (mine === turn) fail(error);
  } finally {
    clearTimeout(waiting);
    if (mine === turn) results.ariaBusy = "false";
  }
}

function clear() {
  current = { text: null, ids: [], shown: 0 };
  results.replaceChildren();
  results.ariaBusy = "false";
  facets.hidden = more.hidden = true;
  for (const part of list) part.hidden = false;
  say("");
}

function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

function fail(error) {
  console.warn(error);
  more.hidden = true;
  say(navigator.onLine === false ? WORDS.search_offline : WORDS.search_failed);
  retry.hidden = false;
}

function told({ ids, isPartial, unknown }) {
  const count = ids.length;
  const nothing = unknown.length > 0 && WORDS.no_paper_has({ words: unknown.map((word) => WORDS.quoted({ word })).join(WORDS.comma) });
  if (count === 0) return nothing || WORDS.no_paper_like_this;
  if (!isPartial) return WORDS.papers({ count });
  return `${nothing || WORDS.no_paper_has_all} ${WORDS.with_most_of_them({ count })}`;
}

async function sorted(index, { ids }) {
  const wanted = sort.value || order;
  if (wanted === "date") return ids.toSorted((a, b) => b - a);
  if (wanted !== "upvotes") return ids;
  const upvotes = await index.numbers("upvotes");
  // Stable: papers with the same upvotes stay best first.
  return ids.toSorted((a, b) => upvotes[b] - upvotes[a]);
}

async function suggest(index, { unknown, ids }, mine) {
  const [word] = unknown;
  if (!word) return ids.length === 0 && widen(index, mine);
  const [better] = await index.corrections(word);
  if (!better || mine !== turn) return;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[^\p{L}\p{N}]/gu, "\\$&")}\\p{L}{0,3}(?![\\p{L}\\p{N}])`, "iu");
  offer(better, input.value.replace(pattern, better));
}

/** Names are compared whole: of a part of one, as in `author:Vaswani`, offers to look for it as a word, if that finds anything. */
async function widen(index, mine) {
  const name = /(?<!\S)(?:tag|author|venue|organization):(?:["“”„]([^"“”„]*)["“”„]|(\S+))/giu;
  const query = input.value.replace(name, (_, quoted, plain) => quoted ?? plain.replaceAll(",", " "));
  if (query === input.value) return;
  const { ids, isPartial } = await index.search(scope ? `${scope} ${query}` : query);
  if (mine === turn && ids.length > 0 && !isPartial) offer(query, query);
}

function offer(text, query) {
  const button = suggestion.querySelector("button");
  button.textContent = text;
  button.dataset.query = query;
  suggestion.hidden = false;
}

/** Shows some more of the results. */
async function show() {
  const { text, ids, shown } = current;
  const mine = turn;
  const next = ids.slice(shown, shown + BATCH);
  current.shown += next.length;
  more.hidden = true;
  try {
    const records = await Promise.all(next.map((id) => engine.record(id)));
    if (mine !== turn || text !== current.text) return;
    results.append(...records.map(entry));
    more.hidden = current.shown >= ids.length;
  } catch (error) {
    current.shown = shown;
    if (mine === turn) fail(error);
  }
}

function entry(record) {
  const article = document.getElementById("search-entry").content.cloneNode(true).firstElementChild;
  const [link, byline, facts, tags] = ["a", ".byline", ".facts", ".tags"].map((name) => article.querySelector(name));
  link.href = record.url;
  link.replaceChildren(...marked(record.title));
  const others = record.authorCount - record.authors.length;
  if (record.authors.length === 0) byline.textContent = others > 0 ? WORDS.authors({ count: others }) : "";
  else byline.append(...marked(record.authors.join(WORDS.comma)), others > 0 ? WORDS.comma + WORDS.and_more({ count: others }) : "");
  const date = document.createElement("time");
  date.dateTime = record.date;
  date.textContent = new Date(record.date).toLocaleDateString(WORDS.language, { dateStyle: "long", timeZone: "UTC" });
  const upvotes = record.upvotes && WORDS.upvotes({ count: record.upvotes });
  for (const fact of [upvotes, date, record.venue, STATUS[record.status]]) {
    if (fact) facts.append(item(fact));
  }
  if (upvotes) facts.firstElementChild.className = "upvotes";
  for (const tag of record.tags) tags.append(item(action(tag, filter("tag", tag))));
  snippets.observe(article);
  return article;
}

function item(content) {
  const item = document.createElement("li");
  item.append(content);
  return item;
}

/** A link to the results with one filter more, or without it where it is there. */
function action(label, wanted) {
  const link = document.createElement("a");
  const has = hasFilter(wanted);
  const text = has ? input.value.replace(wanted, "").replace(/ +/g, " ").trim() : `${input.value.trim()} ${wanted}`.trim();
  link.href = `?${new URLSearchParams({ q: text, ...(sort.value && { sort: sort.value }) })}`;
  link.textContent = label;
  if (has) link.setAttribute("aria-current", "true");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    ask(text);
  });
  return link;
}

const hasFilter = (wanted) => ` ${input.value} `.includes(` ${wanted} `);
const filter = (kind, name) => (/^[\p{L}\p{N}.-]+$/u.test(name) ? `${kind}:${name}` : `${kind}:"${name.replaceAll('"', " ")}"`);

/** Fills a facet that is open. */
async function count(facet) {
  const mine = turn;
  const kind = facet.dataset.facet;
  const { ids } = current;
  const list = facet.querySelector("ul");
  try {
    const counts = await (kind === "year" ? engine.years(ids) : kind === "flag" ? engine.flags(ids) : engine.counts(kind, ids));
    if (mine !== turn) return;
    const values = counts.slice(0, kind === "year" ? counts.length : FACET_VALUES).map(({ name, count }) => {
      const isFlag = kind === "flag";
      const line = item(action(isFlag ? name.replace(":", " ") : name, isFlag ? name : filter(kind, name)));
      const number = document.createElement("small");
      number.textContent = count.toLocaleString(WORDS.language);
      line.append(" ", number);
      return line;
    });
    list.replaceChildren(...(values.length > 0 ? values : [item(WORDS.facet_empty)]));
  } catch (error) {
    facet.open = false;
    if (mine === turn) fail(error);
  }
}

/** A text with the words of the query in marks. */
function marked(text) {
  const pieces = text.split(/([\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}+#'’.‑-]*)/u);
  return pieces.map((piece, at) => {
    if (at % 2 === 0 || !isHit(piece)) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
}

let wordsOf = () => [];
const isHit = (piece) => wordsOf(piece).some(({ parts, whole }) => [...parts, whole].some((term) => current.terms?.has(term)));

/** Entries that are seen get a piece of their paper's own page, around the words of the query. */
const snippets = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    snippets.unobserve(target);
    setTimeout(() => target.isConnected && snippet(target), 250);
  }
});

async function snippet(article) {
  const address = article.querySelector("a").href;
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) return;
  // Parsed, never shown: a document made so runs no scripts.
  const found = new DOMParser().parseFromString(await response.text(), "text/html");
  const passage = found.querySelector("[data-snippet]");
  // Between blocks is no text that would part their words.
  for (const block of passage?.querySelectorAll("p, li, br, dt, dd, td, th, pre, blockquote, h1, h2, h3, h4, h5, h6") ?? []) block.after(" ");
  const text = passage?.textContent.replace(/\s+/g, " ").trim();
  if (!text || !article.isConnected) return;
  const line = article.querySelector(".snippet");
  line.append(...marked(around(text)));
  line.hidden = false;
}

/** The stretch of a text with the most of the query's words. */
function around(text) {
  const words = text.split(" ");
  const hits = words.map((word) => (isHit(word) ? 1 : 0));
  const LENGTH = 36;
  let [best, start] = [-1, 0];
  for (let at = 0; at === 0 || at + LENGTH <= words.length; at += 4) {
    const total = hits.slice(at, at + LENGTH).reduce((sum, hit) => sum + hit, 0);
    if (total > best) [best, start] = [total, at];
  }
  const end = start + LENGTH;
  return `${start > 0 ? "… " : ""}${words.slice(start, end).join(" ")}${end < words.length ? " …" : ""}`;
}

/** An arXiv id or address that is on the list leads to its paper. */
async function jump() {
  const [, id] = input.value.trim().match(/^(?:https?:\/\/(?:www\.|export\.)?(?:arxiv|alphaxiv)\.org\/(?:abs|pdf|html)\/|https?:\/\/huggingface\.co\/papers\/|arxiv:)?(\d{4}\.\d{4,5}|[a-z.-]+\/\d{7})(?:v\d+)?(?:\.pdf)?\/?$/i) ?? [];
  if (!id) return false;
  try {
    const found = await (await opened()).identified(id);
    if (found === null) return false;
    location.assign((await engine.record(found)).url);
    return true;
  } catch {
    return false;
  }
}

/** Arrows walk through the results, Escape leads back to the query and then clears it. */
function move(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...results.querySelectorAll(".paper-entry-title a")];
  const at = links.indexOf(document.activeElement);
  const isInput = document.activeElement === input;
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName)) input.focus();
  else if (event.key === "ArrowDown" && (isInput || at >= 0)) links[Math.min(at + 1, links.length - 1)]?.focus();
  else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? input).focus();
  else if (event.key === "Escape" && at >= 0) input.focus();
  else if (event.key === "Escape" && isInput && input.value) ask("");
  else return;
  event.preventDefault();
}

import(form.dataset.engine).then(({ words }) => { wordsOf = words; }, () => {}).finally(start);
