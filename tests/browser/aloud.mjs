// Reads a day aloud: the accessibility tree of a small list, as screen readers get it, compared with what it should be.
//
//     node aloud.mjs PROGRAM [--update]
//
// PROGRAM is the offprint to try. What should be heard is in aloud.yaml; `--update` writes there what is.

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, report, serve } from './site.mjs';

const PAPERS = {
  '2025-10-29-heaps.md': 'title: Heaps of Sand\nauthors: [Ada Lovelace]',
  '2025-10-30-sorting.md': 'title: Sorting in $O(n)$\nauthors: [Ada Lovelace, Grace Hopper]\nupvotes: 14\nsummary: Counts first.\ntags: [sorting]\nlinks: {pdf: "https://a.example/a.pdf"}',
};

const [program, update] = process.argv.slice(2);
const wanted = new URL('aloud.yaml', import.meta.url);
const problems = [];
const root = await mkdtemp(join(tmpdir(), 'offprint-'));
await mkdir(join(root, 'content'));
await writeFile(join(root, 'offprint.yaml'), 'title: Papers\nbase_url: https://a.example/\n');
for (const [name, fields] of Object.entries(PAPERS)) {
  await writeFile(join(root, 'content', name), `---\n${fields}\n---\nAn abstract.\n`);
}
execFileSync(program, ['--root', root, '--quiet', 'build']);
const site = await serve(join(root, 'public'), '/');
const browser = await launch();
const page = await browser.newPage();
await page.goto(`${site.address}days/2025-10-30/`);
await page.locator('.save').first().waitFor();
const heard = `${(await page.locator('body').ariaSnapshot()).replace(/offprint \d[\w.-]*/, 'offprint')}\n`;
if (update) await writeFile(wanted, heard);
else if (heard !== (await readFile(wanted, 'utf8'))) problems.push(`a day does not read as in aloud.yaml, but:\n${heard}`);
await browser.close();
site.stop();
await rm(root, { recursive: true });
report('aloud', problems);
