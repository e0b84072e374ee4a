// Takes citations from papers' pages in every form, and compares them with what the program exports.
//
//     node cite.mjs PROGRAM SITE FOLDER BASE
//
// PROGRAM is the offprint to try on the site in SITE; FOLDER holds that site as it is published, BASE is its base path.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { launch, report, serve } from './site.mjs';

const [program, root, folder, base] = process.argv.slice(2);
const problems = [];
const site = await serve(folder, base);
const browser = await launch();
const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true });
const page = await context.newPage();
page.on('pageerror', (error) => problems.push(`an error in the page: ${error}`));

const items = JSON.parse(exported('csl'));
const records = exported('ris').split(/(?<=ER {2}- \r\n\r\n)/);
const lines = exported('jsonl').trim().split('\n').map((line) => JSON.parse(line));
for (const [index, { key }] of lines.entries()) {
  await page.goto(`${site.address}papers/${key}/`);
  const { abstract, keyword, ...item } = items[index];
  check(`${key}: CSL-JSON`, await form('CSL-JSON'), `${JSON.stringify([item], null, 2)}\n`);
  check(`${key}: RIS`, await form('RIS'), records[index].replace(/^(AB|KW) {2}- .*\r\n/gm, ''));
}

await page.locator('[role=tab]', { hasText: 'BibTeX' }).click();
await page.keyboard.press('ArrowRight');
check('an arrow leads to the next form', await page.evaluate(() => document.activeElement.textContent), 'RIS');
await page.reload();
check('the form that was chosen is remembered', await page.locator('[aria-selected=true]').textContent(), 'RIS');
await page.keyboard.press('Tab');
await page.locator('.citation button', { hasText: 'Copy' }).click();
await page.locator('.citation [role=status]', { hasText: 'RIS copied' }).waitFor();
check('what is shown is copied', await page.evaluate(() => navigator.clipboard.readText()), records.at(-1).replace(/^(AB|KW) {2}- .*\r\n/gm, ''));
const waiting = page.waitForEvent('download');
await page.locator('.citation button', { hasText: 'Download' }).click();
const download = await waiting;
check('a file is named after the citation', download.suggestedFilename(), `${items.at(-1).id}.ris`);
check('a file holds what is shown', await readFile(await download.path(), 'utf8'), records.at(-1).replace(/^(AB|KW) {2}- .*\r\n/gm, ''));

await browser.close();
site.stop();
report(`cite: ${lines.length} papers`, problems);

function exported(format) {
  return execFileSync(program, ['export', '--root', root, '--format', format], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

async function form(name) {
  await page.locator('[role=tab]', { hasText: name }).click();
  return page.locator('.citation code').textContent();
}

function check(what, is, wanted) {
  if (is !== wanted) problems.push(`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`);
}
