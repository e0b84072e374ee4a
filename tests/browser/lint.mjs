// Checks the pages of a built site by the HTML standard.
//
//     node lint.mjs FOLDER

import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { files, report } from './site.mjs';

const [folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const pages = await files(folder, '.html');
const problems = [...(await htmlValidate()), ...vnu()];
report(`lint: ${pages.length} pages`, problems);

async function htmlValidate() {
  const isMinified = !(await readFile(pages[0], 'utf8')).includes('\n<head>');
  // The minifier writes what the standard allows and the linter's taste does not; where it did not run, `&#39;`
  // counts as five characters of a title.
  const rules = isMinified
    ? { 'attr-quotes': 'off', 'doctype-style': 'off', 'no-raw-characters': ['error', { relaxed: true }] }
    : { 'long-title': ['error', { maxlength: 90 }] };
  const linter = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:recommended'], rules }));
  const problems = [];
  for (const page of pages) {
    const { results } = await linter.validateString(await readFile(page, 'utf8'), page);
    for (const { filePath, messages } of results) {
      problems.push(...messages.map(({ ruleId, message, line }) => `html-validate ${filePath}:${line} ${ruleId}: ${message}`));
    }
  }
  return problems;
}

function vnu() {
  const run = spawnSync('java', ['-jar', require('vnu-jar'), '--errors-only', '--skip-non-html', folder], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.error || run.status === null) throw new Error(`vnu did not run: ${run.error}`);
  return run.stderr.split('\n').filter(Boolean).map((line) => `vnu ${line}`);
}
