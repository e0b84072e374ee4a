// Compares the main pages of a small list with pictures of them: light, dark, on a phone, and from right to left.
//
//     node snapshots.mjs PROGRAM [--update]
//
// PROGRAM is the offprint to try. The pictures are in snapshots/; `--update` takes them anew. Fonts come from packages,
// since those of two machines are never the same. A page that differs is left in a folder that the message names.

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, report, serve } from './site.mjs';

const AUTHORS = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Mary Somerville', 'Emmy Noether', 'Sophie Germain', 'Ibn al-Haytham'];
const PAPERS = {
  '2025-09-02-heaps.md': `title: Heaps of Sand\nauthors: [${AUTHORS[0]}]\nvenue: Journal of Dunes\ntags: [sand]`,
  '2025-10-29-shade.md': `title: Shade without Trees\nauthors: [${AUTHORS.join(', ')}]\nupvotes: 3\nsummary: A cloth will do.\ntags: [shade]`,
  '2025-10-30-sorting.md': `title: Sorting in $O(n)$, and What Is Lost when Keys Are Long and Few of Them Are Ever Looked at Again\nauthors: [${AUTHORS.slice(0, 6).join(', ')}]\nupvotes: 1402\ncomments: 7\nsummary: Counts first, compares never.\ntags: [sorting, counting]\nvenue: Journal of Dunes\nstatus: reading\nlinks: {pdf: "https://a.example/a.pdf", code: "https://a.example/a"}`,
  '2025-10-30-optics.md': `title: كتاب المناظر\nauthors: [${AUTHORS[6]}]\nupvotes: 12\ntags: [optics]`,
};
const PAGES = { front: '', paper: 'papers/sorting/', archive: 'archive/', author: 'authors/ada-lovelace/' };
const LOOKS = {
  light: { language: 'en', width: 1280, height: 900, colorScheme: 'light' },
  dark: { language: 'en', width: 1280, height: 900, colorScheme: 'dark' },
  phone: { language: 'en', width: 390, height: 844, colorScheme: 'light' },
  'right-to-left': { language: 'ar', width: 1280, height: 900, colorScheme: 'light' },
  'phone-right-to-left': { language: 'ar', width: 390, height: 844, colorScheme: 'dark' },
};
/** How far a channel may be off before a pixel differs, and the share of pixels that may. */
const NEAR = 40;
const FEW = 0.001;

const [program, update] = process.argv.slice(2);
const wanted = fileURLToPath(new URL('snapshots/', import.meta.url));
const problems = [];
const root = await mkdtemp(join(tmpdir(), 'offprint-'));
const differing = join(tmpdir(), 'offprint-snapshots');
await mkdir(join(root, 'content'));
for (const [name, fields] of Object.entries(PAPERS)) {
  await writeFile(join(root, 'content', name), `---\n${fields}\n---\n${'Whoever counts need not compare. '.repeat(12)}\n`);
}
for (const language of ['en', 'ar']) {
  await writeFile(join(root, 'offprint.yaml'), `title: Papers\nlanguage: ${language}\nbase_url: https://a.example/\n`);
  execFileSync(program, ['--root', root, '--quiet', 'build', '--output', join(root, language)]);
}

const style = await fonts();
const browser = await launch();
const judge = await browser.newPage();
for (const [look, { language, width, height, colorScheme }] of Object.entries(LOOKS)) {
  const site = await serve(join(root, language), '/');
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, deviceScaleFactor: 0.5, reducedMotion: 'reduce' });
  for (const [name, path] of Object.entries(PAGES)) {
    const page = await context.newPage();
    await page.goto(`${site.address}${path}`, { waitUntil: 'networkidle' });
    await page.addStyleTag({ content: style });
    await page.evaluate(() => document.fonts.ready);
    await compare(`${name}-${look}.png`, await page.screenshot());
    await page.close();
  }
  await context.close();
  site.stop();
}
await browser.close();
await rm(root, { recursive: true });
report(`snapshots: ${Object.keys(LOOKS).length * Object.keys(PAGES).length} pages`, problems);

/** All text in two fonts, one for each script. */
async function fonts() {
  const { resolve } = createRequire(import.meta.url);
  const face = async (family, file) => {
    const bytes = await readFile(resolve(`@fontsource/${file}`));
    return `@font-face { font-family: ${family}; src: url(data:font/woff2;base64,${bytes.toString('base64')}); }`;
  };
  const faces = [
    await face('latin', 'source-serif-4/files/source-serif-4-latin-400-normal.woff2'),
    await face('arabic', 'amiri/files/amiri-arabic-400-normal.woff2'),
  ];
  // Arrows are in neither: each machine would take them from a font of its own, of another width.
  return `${faces.join('\n')}
    *, ::before, ::after, ::first-line { font-family: latin, arabic !important; font-size-adjust: none !important; }
    * { caret-color: transparent; }
    :is(.page-header-up a, .step-previous, .step-next)::before, .step-next::after { content: none !important; }`;
}

async function compare(name, picture) {
  const path = join(wanted, name);
  if (update) {
    await mkdir(wanted, { recursive: true });
    await writeFile(path, picture);
    return;
  }
  const [before, now] = [await readFile(path), picture].map((bytes) => `data:image/png;base64,${bytes.toString('base64')}`);
  const share = await judge.evaluate(differ, { before, now, near: NEAR });
  if (share <= FEW) return;
  await mkdir(differing, { recursive: true });
  await writeFile(join(differing, name), picture);
  problems.push(`${name}: ${(share * 100).toFixed(1)} % of it differs, see ${join(differing, name)}`);
}

/** In the browser: the share of pixels that differ in two pictures; 1 where their sizes do. */
async function differ({ before, now, near }) {
  const pixels = async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await pixels(before), await pixels(now)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let differing = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if ([0, 1, 2].some((channel) => Math.abs(a.data[at + channel] - b.data[at + channel]) > near)) differing += 1;
  }
  return differing / (a.width * a.height);
}
