// Walks through a site with the keyboard alone, with scripts and without: from the newest list to an abstract, a paper,
// an author, the day before, the archive and a tag.
//
//     node walk.mjs FOLDER BASE
//
// FOLDER holds the sample site as it is published, BASE is its base path.

import { launch, report, serve } from './site.mjs';

/** More than there are links before the first paper, on any page of the walk. */
const MOST_TABS = 250;

const [folder, base] = process.argv.slice(2);
const site = await serve(folder, base);
const browser = await launch();
const problems = [];

for (const javaScriptEnabled of [true, false]) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';
  const step = async (what, selector, check) => {
    if (!(await tabTo(page, selector))) problems.push(`${how}: the keyboard reaches no ${what} on ${page.url()}`);
    else if (!(await isSeen(page))) problems.push(`${how}: nobody sees that ${what} has the focus on ${page.url()}`);
    await page.keyboard.press('Enter');
    const said = await patiently(page, check);
    if (said !== true) problems.push(`${how}: ${what} leads to ${page.url()}, where ${JSON.stringify(said)}`);
  };
  const isAt = (part) => async () => new URL(page.url()).pathname.startsWith(`${base}${part}`) || 'the walk did not lead';

  await page.goto(site.address);
  await step('the way past the masthead', '.skip-link', async () => page.url().endsWith('#main') || 'it stays');
  await step('an abstract', '.paper-entry summary', async () => (await page.locator('.paper-entry details[open]').count()) === 1 || 'it stays closed');
  await step('the title of a paper', '.paper-entry-title a', isAt('papers/'));
  await step('an author', 'article .byline a', isAt('authors/'));
  await page.goto(site.address);
  await step('the day before', 'a[rel=prev]', isAt('days/'));
  await step('the archive', '.masthead-nav a[href$="/archive/"]', isAt('archive/'));
  await step('a day of the archive', '.calendar a[href*="/days/"]', isAt('days/'));
  await step('a tag', '.tags a', isAt('tags/'));
  await context.close();
}
await browser.close();
site.stop();
report('walk', problems);

/** Presses Tab until what matches has the focus; whether it ever has. */
async function tabTo(page, selector) {
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    await page.keyboard.press('Tab');
    if (await page.locator(`:is(${selector}):focus`).count()) return true;
  }
  return false;
}

/** Asks again while a page is on its way; returns `true`, or what was said last. */
async function patiently(page, check) {
  let said;
  for (let asked = 0; asked < 100 && said !== true; asked += 1) {
    await page.waitForTimeout(50);
    await page.waitForLoadState('load');
    said = await check();
  }
  return said;
}

/** Whether what has the focus is on the screen and has an outline. */
async function isSeen(page) {
  const focused = page.locator(':focus');
  const box = await focused.boundingBox();
  const outline = await focused.evaluate((element) => getComputedStyle(element).outlineStyle);
  return Boolean(box && box.width > 1 && box.height > 1 && box.y >= 0 && outline !== 'none');
}
