// Searches a built site as readers do, and compares what the page finds with what the program finds.
//
//     node search.mjs PROGRAM SITE
//
// PROGRAM is the offprint to try, SITE a site to copy; its own folder is not touched.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launch, report, serve } from './site.mjs';

const [program, original] = process.argv.slice(2).map((path) => resolve(path));
const work = mkdtempSync(join(tmpdir(), 'offprint-search-'));
const root = join(work, 'site');
for (const part of ['offprint.yaml', 'content']) cpSync(join(original, part), join(root, part), { recursive: true });
mkdirSync(join(root, 'content/1999-12-31'), { recursive: true });
const HOSTILE = '<img src=x onerror="document.title=1"> zyxwvut </template>';
writeFileSync(
  join(root, 'content/1999-12-31/hostile.md'),
  `---\ntitle: ${JSON.stringify(HOSTILE)}\nauthors: [${JSON.stringify('<b onclick=alert(1)>Mallory</b>')}]\ntags: ['"><svg onload=alert(1)>']\n---\nNo <script>document.title=3</script> harm zyxwvut.\n`,
);
const built = join(work, 'built');
offprint('build', '--quiet', '--base-url', 'https://a.example/list/', '--output', built);

const problems = [];
const site = await serve(built, '/list/');
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const page = await context.newPage();
let isBroken = null;
let isSlow = null;
const asked = [];
page.on('pageerror', (error) => problems.push(`an error in the page: ${error}`));
await page.route('**/*', async (route) => {
  const url = route.request().url();
  asked.push(url);
  if (isSlow?.test(url)) await new Promise((ready) => setTimeout(ready, 600));
  if (isBroken?.test(url)) return route.abort();
  return route.continue();
});
await page.setExtraHTTPHeaders({});

try {
  // The policy of a careful host: nothing inline runs, nothing comes from elsewhere.
  await page.route('**/search/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback();
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "default-src 'self'; script-src 'self'" } });
  });

  await page.goto(`${site.address}search/`);
  await page.waitForSelector('#query:focus');
  check('before a query there are no results', await titles(), []);

  await page.keyboard.type('attention is all you need', { delay: 120 });
  await page.waitForFunction(() => location.search.endsWith('need'));
  await settled();
  check('the title that was typed comes first', (await titles())[0], 'Attention Is All You Need');
  check('the address has the query', new URL(page.url()).search, '?q=attention+is+all+you+need');
  check('marks stand on the words that tell', await page.locator('.paper-entry-title').first().locator('mark').allInnerTexts(), ['Attention', 'All', 'Need']);
  await page.waitForSelector('.snippet mark');
  check('what was found is announced', /^(\d+ papers?|No paper has)/.test(await page.locator('#search-status[role=status]').innerText()), true);

  for (const query of ['attention', 'neural networks', '"neural turing machines"', 'learning -deep', 'year:2015..2017 translation', 'author:vaswani', 'has:code language', 'tag:attention model', 'zyxwvut', 'transfor', 'bench', 'vis', 'image recognition residual']) {
    check(`${query}: the page ranks as the program does`, (await results(query)).slice(0, 20), terminal(query));
  }

  await search('neural networks');
  const all = await count();
  await page.locator('[data-facet=year] summary').click();
  const year = page.locator('[data-facet=year] li').first();
  await year.waitFor();
  const [name, number] = (await year.innerText()).split(/\s+/);
  await year.locator('a').click();
  await page.waitForFunction((text) => document.querySelector('#query').value.endsWith(text), `year:${name}`);
  await settled();
  await page.waitForFunction((text) => document.querySelector('#search-status').textContent.includes(text), `${number} paper`).catch(() => {});
  check('a facet narrows to as many as it says', await count(), Number(number));
  check('a facet is part of the query', await page.inputValue('#query'), `neural networks year:${name}`);
  await page.goBack();
  await page.waitForFunction((papers) => document.querySelector('#search-status').textContent.includes(papers), `${all} paper`);
  check('Back takes the facet back', await page.inputValue('#query'), 'neural networks');

  await page.selectOption('#sort', 'date');
  await page.waitForFunction(() => location.search.includes('sort=date'));
  await settled();
  const dates = await page.locator('.paper-entry time').evaluateAll((times) => times.map((time) => time.dateTime));
  check('the newest come first', dates, [...dates].sort().reverse());
  await page.reload();
  await page.waitForSelector('.paper-entry');
  check('a reload keeps the query and the order', [await page.inputValue('#query'), await page.inputValue('#sort')], ['neural networks', 'date']);

  await search('attention');
  await page.focus('#query');
  await page.keyboard.press('ArrowDown');
  check('down leads to the first result', await focused(), (await titles())[0]);
  await page.keyboard.press('ArrowDown');
  check('down leads on', await focused(), (await titles())[1]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  check('Escape leads back to the query', await page.evaluate(() => document.activeElement.id), 'query');
  await page.keyboard.press('Escape');
  check('Escape clears the query', await page.inputValue('#query'), '');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('/');
  check('a slash leads to the query', await page.evaluate(() => document.activeElement.id), 'query');

  await search('qqqqqqqq');
  check('what nothing has is said', await page.locator('#search-status').innerText(), 'No paper has “qqqqqqqq”.');
  await search('atention');
  await page.waitForSelector('#search-suggestion:not([hidden])');
  await page.locator('#search-suggestion button').click();
  await found('Attention Is All You Need');

  for (const query of ['<img src=x onerror=document.title=4>', '"', '((((', '-', 'year:abc', '\\', 'a'.repeat(3000), 'constructor __proto__', '٣٤٥ 漢字 🙂']) await search(query);
  await search('zyxwvut');
  check('a hostile title is text', await titles(), [HOSTILE.replace(/\s+/g, ' ')]);
  await page.waitForSelector('.snippet:not([hidden])');
  check('nothing hostile runs', await page.title(), 'Search · Daily Papers');

  await page.goto(`${site.address}search/?q=arxiv:1706.03762v5`);
  await page.waitForSelector('.paper-entry, #search-status:not(:empty)');
  await page.fill('#query', 'https://arxiv.org/abs/1706.03762v5');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/papers/**');
  check('an address of arXiv leads to its paper', await page.locator('h1').innerText(), 'Attention Is All You Need');

  isBroken = /search\/(terms|records)\//;
  await page.goto(`${site.address}search/?q=pointer`);
  await page.waitForSelector('#search-retry:not([hidden])');
  check('a part that is missing is said', await page.locator('#search-status').innerText(), 'A part of the search could not be loaded.');
  isBroken = null;
  await page.locator('#search-retry button').click();
  await found('Pointer Networks');

  isSlow = /search\/records\//;
  await search('pointer');
  check('an answer stays told while its papers are on their way', await page.locator('#search-status').innerText(), `${(await titles()).length} papers`);
  isSlow = null;

  asked.length = 0;
  const fresh = await browser.newContext();
  const first = await fresh.newPage();
  const sizes = [];
  first.on('response', async (response) => /search\/(manifest|terms|columns|records|positions)/.test(response.url()) && sizes.push((await response.body().catch(() => '')).length));
  await first.goto(`${site.address}search/?q=attention`);
  await first.waitForSelector('.paper-entry');
  check('a first query asks for few files', sizes.length <= 12, true);
} catch (error) {
  problems.push(error.stack);
} finally {
  await browser.close();
  site.stop();
  rmSync(work, { recursive: true });
}
report('search', problems);

function offprint(...words) {
  return execFileSync(program, ['--root', root, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Titles of what the program finds. */
function terminal(query) {
  return JSON.parse(offprint('search', '--quiet', '--json', '--limit', '20', '--', query)).map(({ title }) => title.replace(/\s+/g, ' '));
}

function check(what, is, wanted) {
  const [left, right] = [is, wanted].map((value) => JSON.stringify(value));
  if (left !== right) problems.push(`${what}: ${left}, not ${right}`);
}

function titles() {
  return page.locator('.paper-entry-title').allInnerTexts();
}

async function found(title) {
  await page.waitForFunction((title) => document.querySelector('.paper-entry-title')?.innerText === title, title);
}

/** Asks a query, and waits for its answer. */
async function search(query) {
  await page.goto(`${site.address}search/?${new URLSearchParams({ q: query })}`);
  await settled();
}

/** Waits until what is shown answers the query of the page's address. */
async function settled() {
  await page.waitForSelector('#search-results[aria-busy=false]', { state: 'attached' });
}

async function count() {
  return Number((await page.locator('#search-status').innerText()).match(/(\d+) papers?/)?.[1] ?? 0);
}

/** Titles of all that a query finds, in order. */
async function results(query) {
  await search(query);
  const wanted = Math.min(await count(), 20);
  await page.waitForFunction((wanted) => {
    document.querySelector('#search-more').scrollIntoView();
    return document.querySelectorAll('.paper-entry').length >= wanted;
  }, wanted);
  return (await titles()).map((title) => title.replace(/\s+/g, ' '));
}

function focused() {
  return page.evaluate(() => document.activeElement.innerText);
}
