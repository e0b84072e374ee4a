// Checks what a built site holds for machines against schemas that others wrote, and reads it as reference
// managers do.
//
//     node schemas.mjs FOLDER
//
// JSON-LD and the JSON Feed are checked as values of TypeScript's types for schema.org and JSON Feed 1.1, the
// sitemap by its XSD, Highwire tags and COinS by the parser that Wikipedia's citation service uses.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "cheerio";
import metadata from "html-metadata";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2];
const problems = [];
const check = (isRight, what) => isRight || problems.push(what);
const read = (file) => readFileSync(join(folder, file), "utf8");
const pages = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html")).sort();

/** What a program prints when it fails; nothing when it does not. */
function failure(program, ...args) {
    try {
        execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
        return "";
    } catch (error) {
        return `${error.stdout ?? ""}${error.stderr ?? ""}` || String(error);
    }
}

/** What is wrong with values of schema.org's articles and JSON Feed, by TypeScript. */
function typeErrors(articles, feed) {
    const work = mkdtempSync(join(tmpdir(), "offprint-types-"));
    const text = `import type { ScholarlyArticle, WithContext } from "schema-dts";
import type JsonFeed from "@json-feed-types/1_1";
export const articles: WithContext<ScholarlyArticle>[] = ${JSON.stringify(articles, null, 1)};
export const feed: JsonFeed = ${JSON.stringify(feed, null, 1)};
`;
    writeFileSync(join(work, "values.ts"), text);
    symlinkSync(join(here, "node_modules"), join(work, "node_modules"));
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler"];
    const errors = failure(join(here, "node_modules/.bin/tsc"), ...options, "--types", "", join(work, "values.ts"));
    rmSync(work, { recursive: true });
    return errors;
}

function sitemapErrors(text) {
    const work = mkdtempSync(join(tmpdir(), "offprint-sitemap-"));
    writeFileSync(join(work, "sitemap.xml"), text);
    const schema = join(here, "node_modules/sitemap/schema/sitemap.xsd");
    const errors = failure("xmllint", "--nonet", "--noout", "--schema", schema, join(work, "sitemap.xml"));
    rmSync(work, { recursive: true });
    return errors;
}

/** The items of a list as they are; what stands alone as a list of one. */
const list = (value) => (value === undefined ? [] : [value].flat());

// Every paper as its page tells it, in three ways that must agree.
const articles = [];
let listed = 0;
for (const file of pages) {
    const html = read(file);
    const page = load(html);
    if (html.includes("application/ld+json")) {
        const [article] = list(await metadata.parseJsonLd(page));
        articles.push(article);
        // A paper whose authors are unknown has none: Google Scholar would ignore them.
        if (!html.includes("citation_title")) {
            check(!article.author, `${file} has authors, and no Highwire tags`);
            continue;
        }
        const tags = await metadata.parseHighwirePress(page);
        check(tags.title === article.headline, `${file}: ${tags.title} is not ${article.headline}`);
        check(list(tags.author).length === list(article.author).length, `${file}: authors are lost`);
        check(/^\d{4}(\/\d\d\/\d\d)?/.test(tags.publication_date), `${file}: ${tags.publication_date}`);
    }
    if (html.includes("Z3988")) {
        const entries = list(await metadata.parseCOinS(page));
        const count = html.match(/class="?Z3988"?/g).length;
        check(entries.length === count, `${file}: ${entries.length} of ${count} COinS are read`);
        for (const entry of entries) {
            check(entry.rft?.atitle, `${file}: a paper in COinS has no title`);
            listed += 1;
        }
    }
}

const feed = JSON.parse(read("feed.json"));
check(typeErrors(articles, feed) === "", typeErrors(articles, feed));
const sitemaps = readdirSync(folder).filter((file) => /^sitemap.*\.xml$/.test(file));
for (const file of sitemaps.filter((file) => read(file).includes("<urlset"))) {
    check(sitemapErrors(read(file)) === "", `${file}: ${sitemapErrors(read(file))}`);
}

// A check that finds nothing wrong anywhere checks nothing.
const broken = { ...feed, items: [{ title: "No id", content_html: "" }] };
check(typeErrors([{ ...articles[0], datePublished: { year: 2025 } }], feed) !== "", "a wrong article is not found");
check(typeErrors(articles.slice(0, 1), broken) !== "", "a wrong item of a feed is not found");
check(sitemapErrors(read(sitemaps[0]).replace("<loc>", "<place>").replace("</loc>", "</place>")) !== "",
    "a wrong sitemap is not found");

console.log(`${articles.length} articles, ${listed} entries of lists, ${feed.items.length} items of the feed, ` +
    `${sitemaps.length} sitemaps: ${problems.length} problems`);
problems.slice(0, 50).forEach((problem) => console.log(problem));
process.exit(problems.length > 0 ? 1 : 0);
