// Takes the pictures of the documentation.
//
//     node screenshots.mjs FOLDER BASE DOCS
//
// FOLDER holds the sample site as it is published, BASE is its base path; pictures are put into the folder DOCS.

import { join } from 'node:path';
import { launch, serve } from './site.mjs';

const PICTURES = [
  { name: 'front-page', path: '', width: 1120, height: 760 },
  { name: 'phone', path: '', width: 390, height: 760 },
  { name: 'phone-dark', path: 'papers/attention-is-all-you-need/', width: 390, height: 760, colorScheme: 'dark' },
  { name: 'phone-search', path: 'search/?q=language+models', width: 390, height: 760 },
];

const [folder, base, docs] = process.argv.slice(2);
const site = await serve(folder, base);
const browser = await launch();
for (const { name, path, width, height, colorScheme = 'light' } of PICTURES) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(`${site.address}${path}`, { waitUntil: 'networkidle' });
  await page.screenshot({ path: join(docs, `${name}.png`) });
  await page.close();
}
await browser.close();
site.stop();
