// Finds papers in the index that `offprint build` writes: docs/search.md describes its files. The rules for words, queries
// and scores are those of the program (src/search/), so that both give the same list; tests compare them.

const STOP_WORDS = new Set(("a an and are as at be been by can for from has have in is it its of on or our that the their " +
  "these this to via was we were which while with you").split(" "));
const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", ς: "σ", ß: "ss", æ: "ae", œ: "oe", þ: "th",
  ی: "ي", ى: "ي", ک: "ك", ة: "ه" };
const UNSPACED = "\\u0E01-\\u0E3A\\u0E40-\\u0E59\\u0E81-\\u0ED9\\u1000-\\u1049\\u1780-\\u17D3" +
  "\\u3005-\\u3007\\u3040-\\u30FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uAC00-\\uD7AF\\u{20000}-\\u{323AF}";
const WORD = `(?:(?![${UNSPACED}])[\\p{Alphabetic}\\p{N}])`;
const PART = `${WORD}(?:${WORD}|(?<=[0-9])\\.(?=[0-9])|['’](?=${WORD}))*`;
const WORDS = new RegExp(`[${UNSPACED}]+|${PART}(?:[-‐‑_/.&]${PART})*([+#]{1,2}(?![\\p{Alphabetic}\\p{N}+#]))?`, "gu");
const PARTS = new RegExp(PART, "gu");
const LONGEST = 40;

/** A text without case and accents. */
export function letters(text) {
  const plain = text.normalize("NFKD").replace(/[\p{M}ʹʺـ]/gu, "").toLowerCase();
  return plain.replace(/[øłđðıςßæœþیىکة]/g, (letter) => LETTERS[letter]);
}

/** A name as the index's filters have it: nothing but its letters, its digits, and `+`, `#`, `&`. */
export function fold(name) {
  return letters(name).replace(/[^\p{Alphabetic}\p{N}+#&]/gu, "") || name.trim();
}

function singular(word) {
  if (word.length < 4 || !/^[a-z]+s$/.test(word) || /(ss|us|is)$/.test(word)) return word;
  if (/ies$/.test(word) && !/[ea]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return word.slice(0, /(sses|xes|ches|shes)$/.test(word) ? -2 : -1);
}

const token = (word) => singular([...word.replace(/['’]/g, "")].slice(0, LONGEST).join(""));

/** The words of a text, each with its parts, the whole where that is another token, and where it stands in `letters`. */
export function words(text) {
  const found = [];
  for (const match of letters(text).normalize("NFC").matchAll(WORDS)) {
    const [word, suffix = ""] = match;
    const characters = [...word];
    if (new RegExp(`^[${UNSPACED}]`, "u").test(word)) {
      const pairs = characters.slice(1).map((character, at) => characters[at] + character);
      found.push({ parts: pairs.length ? pairs : characters, whole: null });
      continue;
    }
    const parts = word.match(PARTS);
    const whole = parts.length > 1 || suffix ? token(parts.join("") + suffix) : null;
    found.push({ parts: parts.map(token), whole });
  }
  return found;
}

const KEYS = ["tag", "author", "venue", "organization", "year", "date", "status", "rating", "upvotes", "comments", "stars",
  "has", "is", "arxiv", "doi", "key"];
const NUMBERS = ["year", "rating", "upvotes", "comments", "stars"];

/** The clauses of a filter, read leniently, as docs/filters.md says. */
export function clauses(text) {
  const found = [];
  let at = 0;
  let excluded = false;
  const next = (pattern) => {
    const match = new RegExp(pattern, "yu");
    match.lastIndex = at;
    const [all, one] = match.exec(text) ?? [null];
    if (all !== null) at += all.length;
    return all === null ? null : one ?? all;
  };
  const quoted = () => next('["“”„]([^"“”„]*)(?:["“”„]|$)');
  const says = (words) => /[\p{Alphabetic}\p{N}]/u.test(words);
  while (next("\\s*") !== null && at < text.length) {
    excluded = next("-(?=\\S)") !== null;
    for (;;) {
      const phrase = quoted();
      if (phrase !== null) {
        if (says(phrase)) found.push({ phrase, excluded });
        break;
      }
      const key = next("([A-Za-z_]+):(?!\\s|$|\\/\\/)");
      if (key === null) {
        const word = next("\\S+");
        const [, id] = word.match(ADDRESS) ?? [];
        const [, doi] = word.match(/^https?:\/\/(?:dx\.)?doi\.org\/(10\..+\/.+)$/i) ?? [];
        if (id) found.push({ key: "arxiv", values: [id], excluded });
        else if (doi) found.push({ key: "doi", values: [doi], excluded });
        else if (says(word)) found.push({ word, excluded });
        break;
      }
      if (KEYS.includes(key.toLowerCase())) {
        const values = [];
        do {
          const value = (quoted() ?? next("[^\\s,]*")).trim();
          if (isValue(key.toLowerCase(), value)) values.push(value);
        } while (next(",") !== null);
        if (values.length > 0) found.push({ key: key.toLowerCase(), values, excluded });
        break;
      }
      // A key that there is none of is a word, and what follows it a clause of its own.
      found.push({ word: key, excluded });
    }
  }
  return found;
}

const ADDRESS = /^https?:\/\/(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html)\/((?:\d{4}\.\d{4,5})|(?:[a-z.-]+\/\d{7}))(?:v\d+)?(?:\.pdf)?\/?$/i;

function isValue(key, value) {
  if (value === "") return false;
  return NUMBERS.includes(key) ? spanOf(value, /^-?\d+$/) !== null : key !== "date" || spanOf(value, /^\d{4}(-\d\d){0,2}$/) !== null;
}

/** `2024`, `2024..2025`, `>50`: the first and the last of a span, and whether they belong to it. */
function spanOf(value, one) {
  const [, sign, from, range, to] = value.match(/^(>=?|<=?)?([^.<>]*)(?:(\.\.)([^.<>]*))?$/) ?? [];
  const isOne = (part) => one.test(part);
  if (from === undefined || (sign && range) || (!range && !isOne(from)) || (range && !(from || to))) return null;
  if ((from && !isOne(from)) || (to && !isOne(to))) return null;
  const first = { value: from || null, isOpen: sign === ">" };
  const last = { value: range ? to || null : from, isOpen: sign === "<" };
  if (sign?.startsWith(">")) last.value = null;
  if (sign?.startsWith("<")) first.value = null;
  return { first, last };
}

/** Whether a number, or a day as text, lies in a span; a month has all of its days. */
function isWithin({ first, last }, value) {
  if (typeof value === "string") {
    const cut = (end) => value.slice(0, end.value.length);
    return (first.value === null || (first.isOpen ? cut(first) > first.value : cut(first) >= first.value)) &&
      (last.value === null || (last.isOpen ? cut(last) < last.value : cut(last) <= last.value));
  }
  return (first.value === null || (first.isOpen ? value > Number(first.value) : value >= Number(first.value))) &&
    (last.value === null || (last.isOpen ? value < Number(last.value) : value <= Number(last.value)));
}

/** Takes a query apart. */
export function parse(text) {
  const query = { words: [], phrases: [], excluded: [], conditions: [], isOpen: false };
  const all = clauses(text);
  for (const clause of all) {
    if (clause.key) {
      query.conditions.push(clause);
      continue;
    }
    const found = words(clause.word ?? clause.phrase);
    const parts = found.flatMap((word) => word.parts);
    if (parts.length === 0) continue;
    if (clause.excluded) query.excluded.push(parts);
    else if (clause.phrase !== undefined) query.phrases.push(parts);
    else query.words.push(...found);
  }
  const final = all.at(-1);
  query.isOpen = !/\s$/.test(text) && final?.word !== undefined && !final.excluded;
  const says = (word) => word.whole !== null || !STOP_WORDS.has(word.parts[0]);
  if (query.phrases.length > 0 || query.words.some(says)) {
    // The last one may be the beginning of another word.
    const last = query.words.length - 1;
    const begins = (word, at) => query.isOpen && at === last && [...word.parts[0]].length === 1;
    query.words = query.words.filter((word, at) => says(word) || begins(word, at));
  }
  return query;
}

/** Reads bits, the highest of each byte first. */
class Bits {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  bit() {
    const bit = (this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1;
    this.at += 1;
    return bit;
  }

  number(count) {
    let number = 0;
    for (let left = count; left > 0; left -= 1) number = number * 2 + this.bit();
    return number;
  }

  rice(parameter) {
    let quotient = 0;
    while (this.bit()) quotient += 1;
    return quotient * 2 ** parameter + this.number(parameter);
  }

  gamma() {
    let zeros = 0;
    while (!this.bit()) zeros += 1;
    return 2 ** zeros + this.number(zeros);
  }
}

/** Reads numbers of seven bits a byte, the lowest first. */
class Bytes {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  varint() {
    let number = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.bytes[this.at];
      this.at += 1;
      number += (byte & 127) * shift;
      if (byte < 128) return number;
    }
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
const COMPLETIONS = 8;
/** A last word that is in the list, too, is taken for the beginning of another that is in so many times as many papers. */
const UNLIKELY = 8;
/** Letters that such a word has at least: fewer begin too many others. */
const BEGUN = 3;

/** Strings in the index's order: by code point, which is not JavaScript's where there are surrogates. */
function isBefore(a, b) {
  if (a === b) return false;
  const [as, bs] = [[...a], [...b]];
  const at = as.findIndex((character, place) => character !== bs[place]);
  if (at < 0) return true;
  return at < bs.length && as[at].codePointAt(0) < bs[at].codePointAt(0);
}

/** Opens the index whose manifest is at an address; `read` fetches a file's bytes. */
export async function open(address, read = fetched) {
  const folder = address.slice(0, address.lastIndexOf("/") + 1);
  const manifest = JSON.parse(new TextDecoder().decode(await read(address)));
  return new Index(folder, manifest, read);
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

class Index {
  constructor(folder, manifest, read) {
    Object.assign(this, { folder, manifest, read, loaded: new Map() });
  }

  /** A file, decoded once; a file that cannot be read is asked for again the next time. */
  load(path, decode) {
    if (!this.loaded.has(path)) {
      const loading = this.read(this.folder + path).then(decode);
      loading.catch(() => this.loaded.delete(path));
      this.loaded.set(path, loading);
    }
    return this.loaded.get(path);
  }

  get count() {
    return this.manifest.papers;
  }

  /** The number of the shard in which a term would stand. */
  shardOf(term) {
    let [low, high] = [0, this.manifest.borders.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (isBefore(term, this.manifest.borders[middle])) high = middle;
      else low = middle;
    }
    return low;
  }

  /** The terms of a shard, in order, each with its postings undecoded. */
  shard(number) {
    const name = this.manifest.terms.slice(8 * number, 8 * number + 8);
    if (!name) return Promise.resolve(new Map());
    return this.load(`terms/${name}.bin`, (bytes) => {
      const reader = new Bytes(bytes);
      const decoder = new TextDecoder();
      const terms = [];
      let term = new Uint8Array();
      for (let left = reader.varint(); left > 0; left -= 1) {
        const shared = reader.varint();
        term = Uint8Array.of(...term.subarray(0, shared), ...reader.take(reader.varint()));
        terms.push({ term: decoder.decode(term), count: reader.varint(), size: reader.varint(), place: terms.length });
      }
      for (const entry of terms) entry.bytes = reader.take(entry.size);
      return new Map(terms.map((entry) => [entry.term, entry]));
    });
  }

  /** A term with its documents and frequencies; null where no paper has it. */
  async find(term) {
    const entry = (await this.shard(this.shardOf(term))).get(term);
    return entry ? this.decoded(entry) : null;
  }

  decoded(entry) {
    if (!entry.documents) {
      const bits = new Bits(entry.bytes);
      const parameter = bits.number(8);
      entry.documents = new Uint32Array(entry.count);
      entry.frequencies = new Uint16Array(entry.count);
      for (let nth = 0, next = 0; nth < entry.count; nth += 1) {
        entry.documents[nth] = next + bits.rice(parameter);
        entry.frequencies[nth] = bits.gamma();
        next = entry.documents[nth] + 1;
      }
    }
    return entry;
  }

  /** The number of the paper that is found by an id of its own, such as that on arXiv; null where none is. */
  async identified(id) {
    const [{ parts, whole }] = words(id);
    const found = await this.find(whole ?? parts[0]);
    if (!found) return null;
    // Other papers name it in their texts, which counts for less than their own ids.
    const most = found.frequencies.reduce((most, frequency) => Math.max(most, frequency));
    return most < 3 ? null : found.documents[found.frequencies.indexOf(most)];
  }

  /** The most frequent terms that begin with `prefix`. */
  async completions(prefix) {
    if ([...prefix].length < 2) return [];
    const found = [];
    for (let number = this.shardOf(prefix); number < this.manifest.borders.length; number += 1) {
      if (!this.manifest.borders[number].startsWith(prefix) && isBefore(prefix, this.manifest.borders[number])) break;
      for (const entry of (await this.shard(number)).values()) {
        if (entry.term.startsWith(prefix) && !entry.term.includes(":")) found.push(entry);
      }
    }
    // Stable, as the terms stand in order.
    found.sort((a, b) => b.count - a.count);
    return found.slice(0, COMPLETIONS).map((entry) => this.decoded(entry));
  }

  /** Where a term stands, by document. */
  async positions(entry) {
    const number = this.shardOf(entry.term);
    const name = this.manifest.positions.slice(8 * number, 8 * number + 8);
    const all = await this.load(`positions/${name}.bin`, (bytes) => {
      const reader = new Bytes(bytes);
      const terms = [];
      while (reader.at < bytes.length) terms.push(reader.take(reader.varint()));
      return terms;
    });
    const positions = new Map();
    if (all[entry.place].length === 0) return positions;
    const bits = new Bits(all[entry.place]);
    const parameter = bits.number(8);
    for (const id of entry.documents) {
      const places = [];
      for (let left = bits.gamma() - 1, last = 0; left > 0; left -= 1) places.push((last += bits.rice(parameter)));
      positions.set(id, places);
    }
    return positions;
  }

  /** The documents in which tokens follow each other. */
  async phrase(tokens) {
    const entries = await Promise.all(tokens.map((term) => this.find(term)));
    if (entries.includes(null)) return [];
    if (entries.length === 1) return entries[0].documents;
    const positions = await Promise.all(entries.map((entry) => this.positions(entry)));
    const follow = (id) => (positions[0].get(id) ?? []).some((start) =>
      positions.every((places, distance) => places.get(id)?.includes(start + distance)));
    return entries[0].documents.filter(follow);
  }

  lengths() {
    return this.load(`columns/${this.manifest.lengths}.bin`, (bytes) => bytes);
  }

  /** The words of a query, each with its documents, their frequencies and what the word adds. */
  async groups(query, unknown) {
    const asked = [];
    for (const term of query.phrases.flat()) asked.push(this.find(term).then((typed) => [{ typed, longer: [] }]));
    for (const [at, word] of query.words.entries()) {
      const isLast = query.isOpen && at === query.words.length - 1;
      asked.push(this.meant(word, isLast, unknown));
    }
    const groups = new Map();
    for (const meant of (await Promise.all(asked)).flat()) {
      const key = [meant.typed, ...meant.longer].map((entry) => entry?.term).join(" ");
      if (!groups.has(key)) groups.set(key, this.group(meant));
    }
    return [...groups.values()];
  }

  /** What the parts of a word stand for: a term as it was typed, or null, and longer ones where it is only begun. */
  async meant(word, isLast, unknown) {
    const whole = word.whole && (await this.find(word.whole));
    if (whole) return [{ typed: whole, longer: [] }];
    return Promise.all(word.parts.map(async (part, at) => {
      const meant = await this.begun(part, isLast && at === word.parts.length - 1);
      if (!meant.typed && meant.longer.length === 0) unknown.push(part);
      return meant;
    }));
  }

  async begun(word, mayGoOn) {
    const typed = await this.find(word);
    if (!mayGoOn || (typed && [...word].length < BEGUN)) return { typed, longer: [] };
    const longer = await this.completions(word);
    if (!typed) return { typed, longer };
    const isLikely = longer.length === 0 || longer[0].count < UNLIKELY * typed.count;
    return { typed, longer: isLikely ? [] : longer.filter((entry) => entry !== typed) };
  }

  /** Longer terms are as if they were one: a document's frequency is that of its most frequent one. */
  group({ typed, longer }) {
    const most = new Map();
    for (const { documents, frequencies } of longer) {
      documents.forEach((id, nth) => most.set(id, Math.max(most.get(id) ?? 0, frequencies[nth])));
    }
    typed?.documents.forEach((id) => most.delete(id));
    const count = typed?.count ?? 0;
    const parts = [
      { documents: typed?.documents ?? [], frequencies: typed?.frequencies ?? [], rarity: this.rarity(count) },
      { documents: [...most.keys()], frequencies: [...most.values()], rarity: this.rarity(count + most.size) },
    ];
    return { terms: [typed, ...longer].filter(Boolean).map((entry) => entry.term), parts };
  }

  /** What a word adds that stands in so many documents; rounded, since logarithms may differ in their last digit. */
  rarity(documents) {
    return Math.floor(Math.log(1 + (this.count - documents + 0.5) / (documents + 0.5)) * 1024 + 0.5) / 1024;
  }

  /** Which documents the filters, phrases and excluded words of a query leave. */
  async allowed(query) {
    const allowed = new Uint8Array(this.count).fill(1);
    const restrict = (ids, isExcluded) => {
      const matches = new Uint8Array(this.count);
      for (const id of ids) matches[id] = 1;
      for (let id = 0; id < this.count; id += 1) if (matches[id] === Number(isExcluded)) allowed[id] = 0;
    };
    for (const { key, values, excluded } of query.conditions) {
      const found = await Promise.all(values.map((value) => this.meeting(key, value)));
      restrict(found.flatMap((ids) => [...ids]), excluded);
    }
    for (const tokens of query.excluded) restrict(await this.phrase(tokens), true);
    for (const tokens of query.phrases) restrict(await this.phrase(tokens), false);
    return allowed;
  }

  /** The documents that meet one value of a filter. */
  async meeting(key, value) {
    if (key === "key" || key === "arxiv" || key === "doi") {
      const id = await this.identified(value.replace(/v\d+$/, ""));
      return id === null || (key === "key" && (await this.record(id)).key !== value.toLowerCase()) ? [] : [id];
    }
    if (key === "year") {
      const span = spanOf(value, /^-?\d+$/);
      const years = this.manifest.years.filter((year) => isWithin(span, year));
      const found = await Promise.all(years.map((year) => this.find(`year:${year}`)));
      return found.flatMap(({ documents }) => [...documents]);
    }
    if (key === "date") {
      const span = spanOf(value, /^\d{4}(-\d\d){0,2}$/);
      const days = await this.days();
      return days.flatMap(([day, first], at) => {
        const end = days[at + 1]?.[1] ?? this.count;
        return isWithin(span, day) ? Array.from({ length: end - first }, (_, nth) => first + nth) : [];
      });
    }
    if (NUMBERS.includes(key)) {
      const span = spanOf(value, /^-?\d+$/);
      const numbers = await this.numbers(key);
      return Array.from(numbers.keys()).filter((id) => numbers[id] >= 0 && isWithin(span, numbers[id]));
    }
    // An address means one of those who are called the same.
    const one = value.startsWith("/") ? await this.find(`${key}:${value}`) : null;
    return (one ?? (await this.find(`${key}:${fold(value)}`)))?.documents ?? [];
  }

  days() {
    return this.load(`columns/${this.manifest.columns.date}.bin`, (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  }

  /** The papers that a query finds: their numbers, best first, and what there is to say about it. */
  async search(text) {
    const query = parse(text);
    const answer = { query, ids: [], scores: new Float64Array(this.count), isPartial: false, unknown: [], terms: [] };
    if (query.words.length + query.phrases.length + query.excluded.length + query.conditions.length === 0) return answer;
    const [groups, allowed, lengths] = await Promise.all([
      this.groups(query, answer.unknown), this.allowed(query), this.lengths(),
    ]);
    const { scores } = answer;
    const hits = new Uint8Array(this.count);
    const average = this.manifest.length_sum / Math.max(this.count, 1);
    for (const { documents, frequencies, rarity } of groups.flatMap((group) => group.parts)) {
      for (let nth = 0; nth < documents.length; nth += 1) {
        const id = documents[nth];
        const frequency = frequencies[nth];
        const share = SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * lengthOf(lengths[id])) / average);
        scores[id] += rarity * ((frequency * (SATURATION + 1)) / (frequency + share));
        if (hits[id] < 255) hits[id] += 1;
      }
    }
    const wanted = Math.min(groups.length, 255);
    let most = 0;
    for (let id = 0; id < this.count; id += 1) if (allowed[id] && hits[id] > most) most = hits[id];
    answer.terms = groups.flatMap((group) => group.terms);
    answer.isPartial = most < wanted;
    if (wanted > 0 && most === 0) return answer;
    for (let id = 0; id < this.count; id += 1) if (allowed[id] && hits[id] === most) answer.ids.push(id);
    answer.ids.sort((a, b) => scores[b] - scores[a] || b - a);
    return answer;
  }

  /** What an entry of the results shows. */
  async record(id) {
    const chunk = Math.floor(id / this.manifest.record_size);
    const name = `${chunk}-${this.manifest.records.slice(5 * chunk, 5 * chunk + 5)}`;
    const records = await this.load(`records/${name}.json`, (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    const [key, title, date, authors, authorCount, tags, venue, upvotes, status] = records[id % this.manifest.record_size];
    const url = this.manifest.paper_url.join(key);
    return { id, key, title, date, authors, authorCount, tags, venue, upvotes, status, url };
  }

  /** How many of some papers there are of each tag, venue or author, the most first. */
  async counts(kind, ids) {
    const { names, of } = await this.load(`columns/${this.manifest.columns[kind]}.bin`, (bytes) => {
      const end = bytes.indexOf(10);
      const reader = new Bytes(bytes.subarray(end + 1));
      const list = () => Array.from({ length: reader.varint() }, () => reader.varint());
      return {
        names: JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))),
        of: Array.from({ length: this.count }, list),
      };
    });
    const counts = new Map();
    for (const id of ids) for (const place of of[id]) counts.set(place, (counts.get(place) ?? 0) + 1);
    const sorted = [...counts].sort(([a, most], [b, more]) => more - most || a - b);
    return sorted.map(([place, count]) => ({ name: names[place], count }));
  }

  /** How many of some papers there are of each year, the latest first. */
  async years(ids) {
    const counts = await this.countsOf(ids, this.manifest.years.map((year) => `year:${year}`));
    return counts.map(({ name, count }) => ({ name: name.slice(5), count })).reverse();
  }

  /** How many of some papers have each of the few flags, such as `has:code`. */
  flags(ids) {
    return this.countsOf(ids, this.manifest.flags);
  }

  async countsOf(ids, terms) {
    const chosen = new Uint8Array(this.count);
    for (const id of ids) chosen[id] = 1;
    const counted = await Promise.all(terms.map(async (name) => {
      const { documents } = await this.find(name);
      return { name, count: documents.reduce((count, id) => count + chosen[id], 0) };
    }));
    return counted.filter(({ count }) => count > 0);
  }

  /** A number of every paper, such as its upvotes; -1 where it does not say one. */
  numbers(name) {
    const file = this.manifest.columns[name];
    if (!file) return Promise.resolve(new Int32Array(this.count).fill(-1));
    return this.load(`columns/${file}.bin`, (bytes) => {
      const reader = new Bytes(bytes);
      return Int32Array.from({ length: this.count }, () => reader.varint() - 1);
    });
  }

  /** Known words that one letter more, less, changed or moved makes of an unknown one, the most frequent first. */
  async corrections(word) {
    const near = new Set(this.nearWords(word));
    const numbers = new Map();
    for (const candidate of near) {
      const number = this.shardOf(candidate);
      numbers.set(number, (numbers.get(number) ?? 0) + 1);
    }
    // Most of them begin alike and stand together; the others are not worth a file each.
    const few = [...numbers].sort(([, a], [, b]) => b - a).slice(0, 3);
    const shards = await Promise.all(few.map(([number]) => this.shard(number)));
    const found = shards.flatMap((shard) => [...shard.values()]).filter((entry) => near.has(entry.term));
    return found.sort((a, b) => b.count - a.count).map((entry) => entry.term);
  }

  *nearWords(word) {
    const characters = [...word];
    const alphabet = [..."abcdefghijklmnopqrstuvwxyz0123456789"];
    for (let at = 0; at <= characters.length; at += 1) {
      const [before, after] = [characters.slice(0, at).join(""), characters.slice(at)];
      const rest = (from) => after.slice(from).join("");
      if (after.length > 0) yield before + rest(1);
      if (after.length > 1) yield before + after[1] + after[0] + rest(2);
      for (const letter of alphabet) {
        yield before + letter + rest(0);
        if (after.length > 0) yield before + letter + rest(1);
      }
    }
  }
}

/** A document's length out of its byte. */
function lengthOf(byte) {
  return byte < 64 ? byte : ((byte & 31) + 32) * 2 ** (Math.floor(byte / 32) - 1);
}
