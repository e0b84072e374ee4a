"""Reads messages of `offprint digest` with Python's own parser, which records every departure from the standards.

    python mail.py FILE…
"""

import email
import email.policy
import html.parser
import pathlib
import re
import sys
import urllib.parse

problems = []


def check(is_right, what):
    if not is_right:
        problems.append(what)


class Page(html.parser.HTMLParser):
    """The text of the HTML, its addresses, and what would be fetched."""

    def __init__(self, text):
        super().__init__()
        self.words, self.links, self.unfit, self.hidden = [], [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.hidden += tag in ("style", "title")
        if tag == "a":
            self.links.append(attributes["href"])
        if tag in ("script", "link", "iframe", "form", "img", "object") or "url(" in attributes.get("style", ""):
            self.unfit.append(tag)

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.hidden:
            self.words += data.split()


def unflowed(text):
    """Paragraphs of `format=flowed`: RFC 3676."""
    paragraphs, line_before = [], ""
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        is_soft = line.endswith(" ") and line != "-- "
        line_before += line
        if not is_soft:
            paragraphs.append(line_before)
            line_before = ""
    return paragraphs


def message(file):
    data = pathlib.Path(file).read_bytes()
    check(all(len(line) <= 998 for line in data.split(b"\r\n")), f"{file}: a line is too long")
    check(not re.search(rb"(?<!\r)\n|\r(?!\n)", data), f"{file}: a line does not end with CR LF")
    check(all(byte < 128 for byte in data), f"{file}: it is not ASCII")
    read = email.message_from_bytes(data, policy=email.policy.default)
    parts = list(read.walk())
    defects = [defect for part in parts for defect in part.defects]
    defects += [defect for part in parts for value in part.values() for defect in value.defects]
    check(not defects, f"{file}: {defects}")

    check(read["From"].addresses[0].addr_spec, f"{file}: nobody sends it")
    check(read["Date"].datetime.tzinfo, f"{file}: {read['Date']}")
    check(read["Subject"] and not re.search(r"[\x00-\x1f\x7f]", read["Subject"]), f"{file}: {read['Subject']!r}")
    check(re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", read["Message-ID"]), f"{file}: {read['Message-ID']}")
    check(re.search(r"<[\w.-]+\.[\w.-]+>$", str(read["List-ID"])), f"{file}: {read['List-ID']}")
    check(re.fullmatch(r"<https?://[^<>\s]+>", read["List-Archive"]), f"{file}: {read['List-Archive']}")
    leave = re.findall(r"<(https?:[^<>\s]+|mailto:[^<>\s]+)>", read["List-Unsubscribe"] or "")
    check(leave, f"{file}: {read['List-Unsubscribe']}")
    is_secure = any(address.startswith("https:") for address in leave)
    check((read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") == is_secure, f"{file}: one click")
    check(all(len(read.get_all(name)) == 1 for name in set(read.keys())), f"{file}: a header is there twice")

    check([part.get_content_type() for part in parts] == ["multipart/alternative", "text/plain", "text/html"], file)
    plain, page = parts[1].get_content(), Page(parts[2].get_content())
    check(parts[1]["Content-Type"].params["format"] == "flowed", f"{file}: {parts[1]['Content-Type']}")
    check(not page.unfit, f"{file}: {page.unfit}")
    check(all(re.match("https?:|mailto:", link) for link in page.links), f"{file}: {page.links}")
    told = {urllib.parse.unquote(address) for address in page.links + plain.split()}
    check(urllib.parse.unquote(leave[0]) in told, f"{file}: nobody can leave")

    # Both parts tell of the same papers.
    titles = [re.sub(r"^\d+\. ", "", line) for line in unflowed(plain) if re.match(r"\d+\. ", line)]
    words = " ".join(page.words)
    check(titles and all(" ".join(title.split()) in words for title in titles), f"{file}: {titles}")
    check(all(len(line) <= 78 for line in plain.split("\n") if " " in line.strip()), f"{file}: lines of the text")
    return len(titles)


papers = [message(file) for file in sys.argv[1:]]
print(f"messages: {len(papers)} read, of {sum(papers)} papers")
print(f"{len(problems)} problems")
for problem in problems[:50]:
    print(problem)
sys.exit(bool(problems) or not papers)
