// Measures the main kinds of pages with Lighthouse, as a phone on a slow network would see them.
//
//     node lighthouse.mjs FOLDER BASE
//
// FOLDER holds the site as it is published, BASE is its base path. Every category must reach 98.

import { launch as launchChrome } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { report, serve } from './site.mjs';

const LEAST = 0.98;
const ATTEMPTS = 3; // a busy machine makes a page look slow

const [folder, base] = process.argv.slice(2);
const problems = [];
const site = await serve(folder, base);
const chrome = await launchChrome({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu'],
});
for (const path of ['', 'days/2025-03-31/', 'papers/attention-is-all-you-need/', 'search/', 'archive/']) {
  let below = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    below = await measure(`${site.address}${path}`);
    if (below.length === 0) break;
  }
  problems.push(...below.map((text) => `/${path}: ${text}`));
}
chrome.kill();
site.stop();
report('lighthouse', problems);

/** The categories that are below what they must be, with what lowers them. */
async function measure(url) {
  const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: 'error' });
  const low = Object.values(lhr.categories).filter(({ score }) => !(score >= LEAST));
  return low.map(({ title, score, auditRefs }) => {
    const causes = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score < 0.9).map(({ id }) => id);
    return `${title} ${Math.round(score * 100)} (${causes.join(', ')})`;
  });
}
