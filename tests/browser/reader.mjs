// Drives what readers have without an account: the look they choose, keys, saved and read papers, in Chromium.
//
//     node reader.mjs FOLDER BASE
//
// FOLDER holds the site as it is published, BASE is its base path.

import { readFile } from 'node:fs/promises';
import { launch, report, serve } from './site.mjs';

const [folder, base] = process.argv.slice(2);
const problems = [];
const site = await serve(folder, base);
const browser = await launch();

await chooseALook();
await walkByKeys();
await saveAndMark();
await readTheSavedPage();
await share();
await narrowAList();
await narrowAPeriod();
await lookAtAny();
await withoutScripts();
await browser.close();
site.stop();
report('reader', problems);

function is(what, found, wanted) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) problems.push(`${what}: ${a}, not ${b}`);
}

async function opened(path, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`${path}: ${error}`));
  await page.goto(`${site.address}${path}`);
  return page;
}

async function chooseALook() {
  const page = await opened('', { colorScheme: 'light' });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Display and shortcuts' }).click();
  await page.getByRole('dialog').getByText('Dark', { exact: true }).click();
  if ((await background()) === light) problems.push('a dark look is as light as before');
  const dark = await background();
  await page.keyboard.press('Escape');
  is('the panel after Escape', await page.getByRole('dialog').count(), 0);
  await page.goto(`${site.address}archive/`);
  is('the look of the next page', await background(), dark);

  await page.goto(site.address);
  const summary = page.locator('.paper-entry .summary').first();
  const abstract = page.locator('.paper-entry details .prose').first();
  is('summaries at first', [await summary.isVisible(), await abstract.isVisible()], [true, false]);
  await density(page, 'Titles');
  is('titles only', [await summary.isVisible(), await page.locator('.paper-entry-title').first().isVisible()], [false, true]);
  await density(page, 'Abstracts');
  await page.reload();
  is('abstracts after a reload', [await summary.isVisible(), await abstract.isVisible()], [true, true]);
  await page.context().close();
}

async function density(page, name) {
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText(name, { exact: true }).click();
  await page.keyboard.press('Escape');
}

async function walkByKeys() {
  const page = await opened('');
  const focused = () => page.evaluate(() => [...document.querySelectorAll('.paper-entry-title a')].indexOf(document.activeElement));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  is('three papers on and one back', await focused(), 1);
  await page.keyboard.press('a');
  is('the abstract by its key', await page.locator('.paper-entry').nth(1).locator('details').first().getAttribute('open'), '');
  const href = await page.locator('.paper-entry-title a').nth(1).getAttribute('href');
  await Promise.all([page.waitForURL(`**${href}`), page.keyboard.press('o')]);
  await Promise.all([page.waitForURL('**/search/'), page.keyboard.press('/')]);
  await page.locator('#query:focus').waitFor();
  await page.keyboard.type('jk?');
  is('what is typed into the search', await page.locator('#query').inputValue(), 'jk?');

  await page.goto(site.address);
  await page.keyboard.press('?');
  await page.getByLabel('Single-key shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await page.reload();
  await page.keyboard.press('j');
  is('a key when keys are off', await focused(), -1);
  await page.context().close();
}

async function saveAndMark() {
  const page = await opened('');
  const entry = page.locator('.paper-entry').first();
  const save = entry.getByRole('button', { name: /^Save / });
  is('before saving', await save.getAttribute('aria-pressed'), 'false');
  await save.click();
  is('after saving', await save.getAttribute('aria-pressed'), 'true');
  is('papers saved, in the masthead', await page.locator('.icon-saved').getAttribute('data-count'), '1');
  await entry.locator('.paper-entry-title a').click();
  is('on the paper’s page', await page.getByRole('button', { name: 'Save', exact: true }).getAttribute('aria-pressed'), 'true');
  await page.getByRole('button', { name: 'Mark as read' }).click();
  await page.goto(site.address);
  is('a paper that was read, in the list', await entry.getAttribute('class'), 'paper-entry is-read');
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  is('after saving by a key once more', await save.getAttribute('aria-pressed'), 'false');
  await page.context().close();
}

async function readTheSavedPage() {
  const page = await opened('saved/', { acceptDownloads: true });
  await page.getByText('Nothing is saved yet').waitFor();
  await page.goto(site.address);
  for (const index of [0, 1]) await page.locator('.paper-entry .save').nth(index).click();
  const titles = await page.locator('.paper-entry-title').allInnerTexts();
  await page.goto(`${site.address}saved/`);
  await page.locator('.saved-page .paper-entry').nth(1).waitFor();
  is('saved, the latest first', await page.locator('.paper-entry-title').allInnerTexts(), [titles[1], titles[0]]);
  await page.getByLabel('Note').first().fill('<img src=x onerror="window.ran = 1"> to discuss');
  await page.getByLabel('Note').first().blur();

  await page.getByRole('link', { name: 'Skip to the content' }).focus();
  await page.keyboard.press('Enter');
  is('after the skip link', await page.locator('.paper-entry-title').allInnerTexts(), [titles[1], titles[0]]);
  const save = page.locator('.paper-entry .save').first();
  await save.click();
  is('papers to read, of which one has lost its mark', await page.locator('.section-header p').innerText(), '1 paper');
  const one = await downloaded(page, 'Export BibTeX');
  is('entries of the bibliography without it', one.match(/^@/gm).length, 1);
  await save.click();
  await page.reload();
  await page.locator('.saved-page .paper-entry').nth(1).waitFor();
  is('the note of a paper that was saved again', await page.getByLabel('Note').first().inputValue(), '<img src=x onerror="window.ran = 1"> to discuss');

  const bibliography = await downloaded(page, 'Export BibTeX');
  is('entries of the bibliography', bibliography.match(/^@/gm).length, 2);
  const json = await downloaded(page, 'Export JSON');
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  const choose = (name, text) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await choose('notes.json', '{"a": 1}');
  await page.getByText('holds no saved papers').waitFor();
  const hostile = JSON.stringify({ ...JSON.parse(json), 'javascript:alert(1)': { title: 'x', saved: 'y' } });
  await choose('saved.json', hostile);
  await page.getByText('2 papers were added').waitFor();
  is('brought back', await page.locator('.paper-entry-title').allInnerTexts(), [titles[1], titles[0]]);
  is('with its note', await page.getByLabel('Note').first().inputValue(), '<img src=x onerror="window.ran = 1"> to discuss');
  is('what ran', await page.evaluate(() => window.ran ?? null), null);
  await page.context().close();
}

async function downloaded(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return readFile(await download.path(), 'utf8');
}

async function share() {
  const page = await opened('', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator('.paper-entry .save').nth(2).click();
  const title = await page.locator('.paper-entry-title').nth(2).innerText();
  await page.goto(`${site.address}saved/`);
  await page.getByRole('button', { name: 'Copy a link to them' }).click();
  await page.getByText('The link is copied').waitFor();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  await page.context().close();

  const other = await opened(`${new URL(address).pathname.slice(base.length)}${new URL(address).hash},no-such-paper`);
  await other.getByText('1 paper was shared with you. 1 more could not be found.').waitFor();
  is('the shared paper', await other.locator('.paper-entry-title').allInnerTexts(), [title]);
  await other.getByRole('button', { name: 'Save them all' }).click();
  await other.getByRole('heading', { name: 'To read' }).waitFor();
  is('saved from a shared link', await other.locator('.paper-entry-title').allInnerTexts(), [title]);
  await other.context().close();
}

async function narrowAList() {
  const page = await opened('tags/language-models/');
  const titles = () => page.locator('.paper-entry:visible .paper-entry-title').allInnerTexts();
  const count = (text) => page.locator('#search-status', { hasText: text }).waitFor();
  const whole = await titles();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.waitForLoadState('networkidle');
  is('what is asked for before it is needed', asked, []);

  await page.getByRole('button', { name: 'Narrow or sort' }).click();
  await page.locator('#query:focus').waitFor();
  is('the list before anything is typed', await titles(), whole);
  await page.keyboard.type('reasoning');
  await count(/^\d+ papers?$/);
  // The number is told before the entries are there.
  await page.locator('.paper-entry:visible').first().waitFor();
  const narrowed = await titles();
  if (!(narrowed.length > 0 && narrowed.length < whole.length && narrowed.every((title) => whole.includes(title)))) {
    problems.push(`a narrowed list: ${narrowed.join(' | ')}`);
  }
  is('the address of a narrowed list', new URL(page.url()).search, '?q=reasoning');
  await page.selectOption('#sort', 'upvotes');
  await page.waitForFunction(() => location.search.includes('sort=upvotes'));
  await page.goBack();
  await page.waitForFunction(() => !location.search.includes('sort='));
  is('the query after Back', await page.inputValue('#query'), 'reasoning');
  await page.fill('#query', '');
  await page.waitForFunction((length) => document.querySelectorAll('.term-papers .paper-entry').length === length && !document.querySelector('.term-papers').hidden, whole.length);
  is('the list when the query is taken back', await titles(), whole);

  await page.goto(`${site.address}tags/language-models/?sort=upvotes`);
  await count(`${whole.length} papers`);
  const upvotes = await page.locator('.paper-entry:visible .upvotes').evaluateAll((found) => found.map((part) => Number.parseInt(part.textContent, 10)));
  is('a list by upvotes, from its address', upvotes, [...upvotes].sort((a, b) => b - a));
  await page.route('**/search/**', (route) => route.abort());
  await page.goto(`${site.address}tags/language-models/`);
  await page.getByRole('button', { name: 'Narrow or sort' }).click();
  await page.getByRole('button', { name: 'it could not be loaded, try again' }).waitFor();
  is('the list where the search cannot be loaded', await titles(), whole);
  await page.context().close();
}

async function narrowAPeriod() {
  const page = await opened('days/2025-03-31/?q=has%3Acode');
  await page.locator('#search-status', { hasText: /^\d+ papers?$/ }).waitFor();
  const days = await page.locator('.paper-entry:visible time').evaluateAll((found) => found.map((time) => time.dateTime));
  if (days.length === 0 || days.some((day) => day !== '2025-03-31')) problems.push(`papers of a day with code: ${days}`);
  await page.goto(`${site.address}weeks/2025-W14/?sort=date`);
  await page.locator('#search-status', { hasText: '16 papers' }).waitFor();
  await page.context().close();
}

async function lookAtAny() {
  const page = await opened('');
  await page.getByRole('link', { name: 'A random paper' }).click();
  await page.waitForURL('**/papers/**');
  await page.goBack();
  is('before the random paper', new URL(page.url()).pathname, base);
  await page.context().close();
}

async function withoutScripts() {
  const page = await opened('', { javaScriptEnabled: false });
  for (const name of ['Display and shortcuts', 'Saved papers', 'A random paper']) {
    is(`${name} without scripts`, await page.getByText(name).isVisible(), false);
  }
  await page.goto(`${site.address}saved/`);
  const words = await page.locator('noscript').evaluate((element) => element.textContent);
  if (!words.includes('kept in your browser by a script')) problems.push(`the page of saved papers without scripts: ${words}`);
  await page.context().close();
}
