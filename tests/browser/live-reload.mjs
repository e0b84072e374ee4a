// Edits a site while a browser looks at it: every change must show by itself.
//
//     node live-reload.mjs PROGRAM SITE
//
// PROGRAM is the offprint to try, SITE a site to copy; its own folder is not touched.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launch, report } from './site.mjs';

const [program, original] = process.argv.slice(2).map((path) => resolve(path));
const work = mkdtempSync(join(tmpdir(), 'offprint-live-'));
const site = join(work, 'site');
for (const part of ['offprint.yaml', 'content', 'themes']) cpSync(join(original, part), join(site, part), { recursive: true });
const problems = [];

// An earlier build, for the later one to bring up to date.
build(join(work, 'built'));

const server = spawn(program, ['serve', '--root', site, '--port', '0', '--color', 'never'], { stdio: ['ignore', 'ignore', 'pipe'] });
const address = await new Promise((found) => {
  let heard = '';
  server.stderr.on('data', (bytes) => {
    heard += bytes;
    const url = heard.match(/http:\S+/);
    if (url) found(url[0]);
  });
});
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });

try {
  await page.goto(`${address}days/2025-03-31/`);
  await page.evaluate(() => scrollTo(0, 700));
  await page.waitForFunction(() => scrollY === 700);

  await change('an edited paper', 'content/2025-03-31/2503.22268.md', (text) => text.replace('Segment Any Motion in Videos', 'Segment Every Motion'), 'Segment Every Motion');
  // The text may show before the script ran that goes back to the place.
  const isKept = () => Math.abs(scrollY - 700) <= 5;
  const top = await page.waitForFunction(isKept, null, { timeout: 5_000 }).then(() => 700, () => page.evaluate(() => scrollY));
  if (top !== 700) problems.push(`the page was at 700 pixels, and is at ${top} after it reloaded`);
  await change('an edited template', 'themes/daily/templates/partials/footer.html', (text) => text.replace('<footer class="footer">', '<footer class="footer">Set in type'), 'Set in type');
  await change('an edited phrase', 'themes/daily/languages/en.yaml', (text) => text.replace('Made with', 'Printed by'), 'Printed by');
  await change('an edited style', 'themes/daily/styles/base.css', (text) => `${text}\nbody { --tried: 1; }\n`, () => getComputedStyle(document.body).getPropertyValue('--tried') === '1');
  await change('an added paper', 'content/2025-03-31/added.md', () => '---\ntitle: A paper that came later\n---\n', 'A paper that came later');
  await change('a broken paper', 'content/2025-03-31/added.md', () => '---\ntitel: <img src=x>\n---\n', 'did you mean `title`');
  await shows('the list beneath the errors', () => document.body.innerText.includes('A paper that came later') && !document.querySelector('img[src="x"]'));
  await change('a corrected paper', 'content/2025-03-31/added.md', () => '---\ntitle: Corrected\n---\n', 'Corrected');
  rmSync(join(site, 'content/2025-03-31/added.md'));
  await shows('a removed paper', () => !document.body.innerText.includes('Corrected'));

  // What a build writes after all this is what a build of the same files into nothing writes.
  build(join(work, 'built'));
  build(join(work, 'clean'));
  const [built, clean] = [tree(join(work, 'built')), tree(join(work, 'clean'))];
  if (built.size !== clean.size) problems.push(`${built.size} files were built, ${clean.size} from nothing`);
  for (const [name, bytes] of built) if (!clean.get(name)?.equals(bytes)) problems.push(`${name} differs from a clean build`);
} catch (error) {
  problems.push(String(error));
} finally {
  await browser.close();
  server.kill('SIGINT');
  rmSync(work, { recursive: true, force: true });
}
report('live reload', problems);

async function change(what, path, edit, expected) {
  const file = join(site, path);
  mkdirSync(join(file, '..'), { recursive: true });
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // A new file.
  }
  const edited = edit(text);
  if (edited === text) throw new Error(`${what}: the edit changes nothing`);
  writeFileSync(file, edited);
  await shows(what, expected);
}

/** Waits until the page shows a text, or a condition holds in it; nobody touches the browser. */
async function shows(what, expected) {
  try {
    if (typeof expected === 'string') await page.waitForFunction((text) => document.body.innerText.includes(text), expected, { timeout: 10_000 });
    else await page.waitForFunction(expected, null, { timeout: 10_000 });
  } catch {
    problems.push(`${what} does not show`);
  }
}

/** Every file below a folder, with its bytes. */
function tree(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(entries.map((entry) => [join(entry.parentPath, entry.name).slice(folder.length), readFileSync(join(entry.parentPath, entry.name))]));
}

function build(output) {
  execFileSync(program, ['build', '--root', site, '--output', output, '--quiet']);
}
