// Looks at digests as mail programs show them: on phones and in a window, light and dark, with nothing fetched.
//
//     node digest.mjs FILE…
//
// The files are HTML, as `offprint digest --html` writes it.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, report } from './site.mjs';

const files = process.argv.slice(2).map((file) => pathToFileURL(resolve(file)).href);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const problems = [];
const browser = await launch();
for (const width of [360, 700]) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    for (const file of files) await look(context, file, `${file} at ${width}, ${colorScheme}`);
    await context.close();
  }
}
await browser.close();
report(`digest: ${files.length} messages`, problems);

async function look(context, file, name) {
  const page = await context.newPage();
  page.on('request', (request) => request.url() === file || problems.push(`${name}: asks ${request.url()}`));
  await page.goto(file, { waitUntil: 'load' });
  await fits(page, name);
  // Landmarks are for pages; a message is within one.
  const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] };
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate((rules) => window.axe.run(rules), rules);
  for (const { id, nodes } of violations) problems.push(`${name}: axe ${id}: ${nodes[0].html.slice(0, 200)} (${nodes.length})`);
  if (!passes.some(({ id }) => id === 'color-contrast')) problems.push(`${name}: no contrast was measured`);
  // A title may be one long word.
  await page.evaluate(() => {
    for (const text of document.querySelectorAll('h1, h2 a, p')) text.textContent = 'x'.repeat(300);
  });
  await fits(page, `${name}, with long words`);
  await page.close();
}

async function fits(page, name) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 0) problems.push(`${name}: ${overflow} pixels wider than the window`);
}
