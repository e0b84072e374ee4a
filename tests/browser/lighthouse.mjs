// Measures the main kinds of pages with Lighthouse, as a phone on a slow network would see them.
//
//     node lighthouse.mjs FOLDER BASE
//
// FOLDER holds the site as it is published, BASE is its base path. Accessibility, best practices and search engines must
// reach 98. Of performance that is judged which no machine changes: what is sent, in how many requests, and whether
// anything moves while the page comes. Times are those of this machine, and printed.

import { launch as launchChrome } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { report, serve } from './site.mjs';

const LEAST = 0.98;
const MOST_BYTES = 60_000; // compressed, with what is fetched ahead
const MOST_REQUESTS = 8;
const MOST_MOVED = 0.01;

const [folder, base] = process.argv.slice(2);
const problems = [];
const site = await serve(folder, base);
const chrome = await launchChrome({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu'],
});
for (const path of ['', 'days/2025-03-31/', 'papers/attention-is-all-you-need/', 'search/', 'archive/']) {
  const { lhr } = await lighthouse(`${site.address}${path}`, { port: chrome.port, logLevel: 'error' });
  problems.push(...[...low(lhr), ...heavy(lhr)].map((text) => `/${path}: ${text}`));
}
chrome.kill();
site.stop();
report('lighthouse', problems);

/** The categories that are below what they must be, with what lowers them. */
function low({ audits, categories }) {
  const low = Object.values(categories).filter(({ id, score }) => id !== 'performance' && !(score >= LEAST));
  return low.map(({ title, score, auditRefs }) => {
    const causes = auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score < 0.9).map(({ id }) => id);
    return `${title} ${Math.round(score * 100)} (${causes.join(', ')})`;
  });
}

/** What makes a page slow wherever it is read. */
function heavy({ audits, categories, finalDisplayedUrl }) {
  const sent = audits['network-requests'].details.items.filter(({ url }) => url.startsWith('http'));
  const bytes = sent.reduce((sum, { transferSize }) => sum + transferSize, 0);
  const moved = audits['cumulative-layout-shift'].numericValue;
  const score = Math.round(categories.performance.score * 100);
  console.log(`${new URL(finalDisplayedUrl).pathname}: ${bytes} bytes in ${sent.length} requests, performance here ${score}`);
  return [
    bytes > MOST_BYTES && `${bytes} bytes are sent, more than ${MOST_BYTES}`,
    sent.length > MOST_REQUESTS && `${sent.length} requests, more than ${MOST_REQUESTS}`,
    !(moved <= MOST_MOVED) && `the page moves while it comes: ${moved}`,
  ].filter(Boolean);
}
