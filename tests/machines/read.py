"""Reads what a built site holds for machines with programs that others wrote.

    python read.py FOLDER EXPORTS

FOLDER holds the site as it is published, EXPORTS what `offprint export` wrote of it: `papers.bib`, `papers.ris`,
`papers.json`, `papers.jsonl` and `papers.csv`.
"""

import csv
import html.parser
import json
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree as xml

import bibtexparser
import citeproc
import feedparser
import pybtex.database
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from huggingface_hub.hf_api import PaperInfo

UNFIT = re.compile(r"<(script|style|iframe|object|form)\b|\son\w+\s*=|(href|src)=[\"']?(?!https?:|mailto:)")

# As it is written, not as feedparser would mend it.
feedparser.SANITIZE_HTML = False
feedparser.RESOLVE_RELATIVE_URIS = False

problems = []
folder = pathlib.Path(sys.argv[1])
exported = pathlib.Path(sys.argv[2])


def check(is_right, what):
    if not is_right:
        problems.append(what)


def feeds():
    files = sorted(folder.rglob("feed.xml"))
    for file in files:
        feed = feedparser.parse(file.read_bytes())
        check(not feed.bozo, f"{file}: {feed.get('bozo_exception')}")
        check(feed.entries, f"{file} has no entries")
        own = {link.href for link in feed.feed.links if link.rel == "self"}
        check(len(own) == 1 and own.pop().endswith(file.relative_to(folder).as_posix()), f"{file}: its own address")
        ids = [feed.feed.id, *(entry.id for entry in feed.entries)]
        check(len(ids) == len(set(ids)), f"{file}: an id is used twice")
        for entry in feed.entries:
            check(entry.link.startswith("https://"), f"{file}: {entry.link}")
            check(entry.updated_parsed and entry.published_parsed, f"{file}: {entry.id} has no times")
            # What the W3C's validator advises against: readers have no page to resolve links by, and drop scripts.
            for content in entry.content:
                check(not UNFIT.search(content.value), f"{file}: {entry.id}: {UNFIT.search(content.value)}")
    return len(files)


def json_feed():
    feed = json.loads((folder / "feed.json").read_bytes())
    check(feed["version"] == "https://jsonfeed.org/version/1.1", "feed.json: version")
    for item in feed["items"]:
        check({"id", "url", "title", "content_html", "date_published"} <= item.keys(), f"feed.json: {item['id']}")
        for author in item.get("authors", []):
            check(author.get("name"), f"feed.json: an author of {item['id']} has no name")
    return len(feed["items"])


def bibliographies():
    count = 0
    for file in sorted(folder.glob("papers*.bib")):
        text = file.read_text(encoding="utf-8")
        strict = pybtex.database.parse_string(text, "bibtex")
        loose = bibtexparser.loads(text, bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False))
        check(len(strict.entries) == len(loose.entries) == text.count("\n}\n"), f"{file}: entries are lost")
        for key, entry in strict.entries.items():
            check("title" in entry.fields and "year" in entry.fields, f"{file}: {key} lacks a title or a year")
        count += len(strict.entries)
    return count


def days():
    count = 0
    for file in sorted((folder / "api" / "daily_papers").glob("*.json")):
        for item in json.loads(file.read_bytes()):
            authors = len(item["paper"]["authors"])
            paper = PaperInfo(**item)
            check(paper.id and paper.title and paper.published_at, f"{file}: {paper.id}")
            check(len(paper.authors or []) == authors, f"{file}: {paper.id} lost authors")
            count += 1
    return count


def sitemap():
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    addresses = []
    for file in sorted(folder.glob("sitemap*.xml")):
        found = [element.text for element in xml.parse(file).iterfind(".//s:url/s:loc", names)]
        check(len(found) <= 50_000, f"{file} names too many addresses")
        addresses += found
    check(len(addresses) == len(set(addresses)), "an address is named twice")
    base = min(addresses, key=len)
    for address in addresses:
        path = folder / urllib.parse.unquote(address[len(base):])
        check((path / "index.html").exists() or path.is_file(), f"sitemap.xml: {address} is not there")
    return len(addresses)


class Metadata(html.parser.HTMLParser):
    """Highwire tags, COinS and JSON-LD of a page, as reference managers find them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.coins, self.articles, self.is_article = [], [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta" and (attributes.get("name") or "").startswith("citation_"):
            self.tags.append((attributes["name"], attributes["content"]))
        if attributes.get("class") == "Z3988":
            self.coins.append(urllib.parse.parse_qs(attributes["title"], strict_parsing=True))
        self.is_article = tag == "script" and attributes.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self.is_article:
            self.articles.append(json.loads(data))
            self.is_article = False


def pages():
    count = 0
    for file in sorted(folder.rglob("*.html")):
        page = Metadata(file.read_text(encoding="utf-8"))
        for coins in page.coins:
            check(coins["ctx_ver"] == ["Z39.88-2004"] and coins.get("rft.atitle"), f"{file}: {coins}")
        for article in page.articles:
            check(article["@type"] == "ScholarlyArticle" and article["headline"], f"{file}: {article}")
        names = [name for name, _ in page.tags]
        if names:
            for name in ("citation_title", "citation_author", "citation_publication_date"):
                check(name in names, f"{file} lacks {name}")
        count += len(page.coins) + len(page.articles) + bool(names)
    return count


class CslModel:
    """What CSL-JSON may hold, from the schema of CSL that citeproc brings: the same names as in csl-data.json."""

    NAME = {"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "comma-suffix",
            "static-ordering", "literal", "parse-names"}

    def __init__(self):
        styles = pathlib.Path(citeproc.__file__).parent / "data" / "schema" / "schemas" / "styles"
        variables = (styles / "csl-variables.rnc").read_text(encoding="utf-8")
        parts = re.split(r"^  variables\.(\w+) =", variables, flags=re.MULTILINE)
        lists = {name: set(re.findall(r'"([^"]+)"', body)) for name, body in zip(parts[1::2], parts[2::2])}
        types = (styles / "csl-types.rnc").read_text(encoding="utf-8").split("item-types =")[1]
        self.types = set(re.findall(r'"([^"]+)"', types))
        self.dates, self.people = lists["dates"], lists["names"]
        self.texts = lists["numbers"] | lists["strings"] | lists["titles"]

    def problems(self, item):
        """Names of what of an item is not as it must be."""
        wrong = [] if item.get("type") in self.types and isinstance(item.get("id"), str) else ["type or id"]
        for name, value in item.items():
            if name in self.dates:
                parts = value.get("date-parts", []) if set(value) == {"date-parts"} else []
                is_right = 1 <= len(parts) <= 2 and all(
                    1 <= len(date) <= 3 and all(isinstance(part, int) for part in date) for date in parts)
            elif name in self.people:
                is_right = bool(value) and all(
                    person and set(person) <= self.NAME and all(isinstance(part, str) for part in person.values())
                    for person in value)
            else:
                is_right = name in ("id", "type") or name in self.texts and isinstance(value, str) and bool(value)
            if not is_right:
                wrong.append(name)
        return wrong


def csl_items():
    model = CslModel()
    items = json.loads((exported / "papers.json").read_bytes())
    for item in items:
        check(not model.problems(item), f"papers.json: {item['id']}: {model.problems(item)}")
    check(len({item["id"] for item in items}) == len(items), "papers.json: an id is used twice")
    # A check that finds nothing wrong anywhere checks nothing.
    for wrong in ({"type": "paper"}, {"issued": {"date-parts": [[]]}}, {"author": [{"name": "Ada"}]}, {"arxiv": "1"},
                  {"issued": "2025"}, {"volume": None}, {"editor": []}):
        check(model.problems({**items[0], **wrong}), f"papers.json: {wrong} is not found")
    return len(items)


def exports():
    """Every form has the same papers, with the same titles; styles of others format every citation."""
    items = json.loads((exported / "papers.json").read_bytes())
    titles = [" ".join(item["title"].split()) for item in items]
    ris = rispy.loads((exported / "papers.ris").read_bytes().decode())
    check([record["title"] for record in ris] == titles, "papers.ris has other titles than papers.json")
    for record, item in zip(ris, items):
        people = len(item.get("author", []))
        check(len(record.get("authors", [])) == people, f"papers.ris: authors of {record['id']}")
    rows = list(csv.DictReader((exported / "papers.csv").read_bytes().decode().splitlines(keepends=True)))
    check([" ".join(row["title"].split()) for row in rows] == titles, "papers.csv has other titles than papers.json")
    lines = [json.loads(line) for line in (exported / "papers.jsonl").read_text(encoding="utf-8").splitlines()]
    check([line["key"] for line in lines] == [row["key"] for row in rows], "papers.jsonl has other papers than papers.csv")
    bibtex = pybtex.database.parse_file(exported / "papers.bib")
    check(list(bibtex.entries) == [item["id"] for item in items], "papers.bib has other keys than papers.json")
    formatted = pybtex.format_from_file(exported / "papers.bib", style="plain", output_backend="text")
    check(formatted.count("\n[") + 1 == len(items), "pybtex does not format every entry of papers.bib")
    bibliography = CitationStylesBibliography(CitationStylesStyle("harvard-cite-them-right", validate=False), CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    check(len(bibliography.bibliography()) == len(items), "citeproc does not format every item of papers.json")
    return len(items)


for part in (feeds, json_feed, bibliographies, days, sitemap, pages, csl_items, exports):
    print(f"{part.__name__}: {part()} read")
print(f"{len(problems)} problems")
for problem in problems[:50]:
    print(problem)
sys.exit(bool(problems))
