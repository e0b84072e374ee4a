// Looks at one page of every kind of a built site, as readers' browsers and screen readers do: at three widths, light
// and dark, with and without scripts.
//
//     node look.mjs FOLDER BASE [SCREENSHOTS]
//
// FOLDER holds the site as it is published, BASE is its base path. With a third argument pictures are put there.

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { files, launch, report, serve } from './site.mjs';

const [folder, base, screenshots] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const axe = await readFile(require.resolve('axe-core'), 'utf8');
const problems = [];

const paths = await kinds();
const site = await serve(folder, base);
const browser = await launch();
for (const width of [360, 768, 1280]) {
  // Both at once: each has a process of its own.
  await Promise.all(['light', 'dark'].map(async (colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    for (const path of paths) await look(context, `${site.address}${path}`, `${path} at ${width}, ${colorScheme}`);
    await context.close();
  }));
}
await readWithoutScripts();
await browser.close();
site.stop();
report(`look: ${paths.length} pages`, problems);

/** One page of every kind that the site has, and the papers with the most to show. */
async function kinds() {
  const found = new Map();
  const largest = [];
  for (const page of await files(folder, '.html')) {
    const html = await readFile(page, 'utf8');
    const kind = html.match(/<body class="?page-([a-z-]+)/)?.[1];
    const path = page.slice(folder.length + 1).replace(/index\.html$/, '');
    if (kind && !found.has(kind)) found.set(kind, path);
    if (kind === 'paper') largest.push([html.length, path]);
  }
  largest.sort(([a], [b]) => b - a);
  return [...new Set([...found.values(), ...largest.slice(0, 5).map(([, path]) => path)])];
}

async function look(context, url, name) {
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && problems.push(`${name}: console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`${name}: ${error}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin)) problems.push(`${name}: asks ${request.url()}`);
  });
  await page.goto(url, { waitUntil: 'load' });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 0) problems.push(`${name}: ${overflow} pixels wider than the window`);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await page.evaluate(axe);
  // What is right is most of what axe tells, and stays in the page.
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `axe ${id}: ${nodes[0].html.slice(0, 200)} (${nodes.length})`);
  });
  problems.push(...violations.map((violation) => `${name}: ${violation}`));
  if (screenshots) {
    await mkdir(screenshots, { recursive: true });
    await page.screenshot({ path: `${screenshots}/${name.replace(/[^a-z0-9]+/gi, '-')}.png`, fullPage: true });
  }
  await page.close();
}

/** Text and links must be there without scripts: the same as with them. */
async function readWithoutScripts() {
  const texts = [];
  // These are scripts; without one their pages say where else to look.
  const read = paths.filter((path) => !['search/', 'saved/'].includes(path));
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    for (const path of read) {
      await page.goto(`${site.address}${path}`);
      const links = await page.locator('main a').count();
      // What only a script can do has controls that only a script makes.
      const text = (await page.locator('main').evaluate((main) => {
        main.querySelectorAll('[role=tablist], button, [role=status]').forEach((control) => control.remove());
        return main.innerText;
      })).replace(/\s+/g, ' ').trim();
      texts.push(`${links} links: ${text}`);
    }
    await context.close();
  }
  const half = texts.length / 2;
  for (let index = 0; index < half; index += 1) {
    if (texts[index] !== texts[index + half]) problems.push(`${read[index]}: differs without scripts`);
  }
}
