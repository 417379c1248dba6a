import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findMutants } from './find-mutants.ts';
import { generateSpecimens } from './generated.ts';
import { failingAnyway, hunt } from './hunt.ts';
import { createJudge, type Judge } from './judge.ts';
import { judge, readJustifications } from './justified.ts';
import { report } from './report.ts';
import { changedTemplates, readTemplates } from './templates.ts';

/** Alters the rule templates, one slip at a time, and expects a generated test to fail for each. */
const justifiedFile = 'test/mutation/justified.yaml';

const { values: options } = parseArgs({
  options: { template: { type: 'string', multiple: true }, 'changed-since': { type: 'string' } },
});
const templates = await readTemplates();
const wanted = chooseTemplates();
const folder = await mkdtemp(join(tmpdir(), 'plimsoll-mutation-'));
try {
  if (wanted.size > 0) await run(createJudge(folder));
  else console.log('no template has changed');
} finally {
  await rm(folder, { recursive: true });
}

function chooseTemplates(): ReadonlySet<string> {
  const names = new Set(templates.map(({ name }) => name));
  for (const name of options.template ?? []) {
    if (!names.has(name)) throw new Error(`there is no template "${name}"; there are ${[...names].join(', ')}`);
  }
  const revision = options['changed-since'];
  const chosen = new Set(options.template ?? names);
  if (revision === undefined) return chosen;
  const files = execFileSync('git', ['diff', '--name-only', revision, '--'], { encoding: 'utf8' }).split('\n');
  const changed = changedTemplates(files, templates);
  return new Set([...chosen].filter((name) => changed.has(name)));
}

async function run(promtool: Judge): Promise<void> {
  const reading = readJustifications({ path: justifiedFile, text: await readFile(justifiedFile, 'utf8') });
  if (!reading.ok) {
    for (const { file, line, message } of reading.problems) console.error(`${file}:${line}: ${message}`);
    process.exitCode = 1;
    return;
  }
  const specimens = await generateSpecimens();
  const { mutants, unexplained } = findMutants(specimens, templates);
  for (const name of unexplained) console.error(`no template explains the rule ${name}`);
  const chosen = mutants.filter(({ template }) => wanted.has(template));
  const outcomes = await hunt(chosen, promtool, availableParallelism());
  const failing = await failingAnyway(outcomes, promtool, availableParallelism());
  for (const name of failing) console.error(`fails when nothing is altered: ${name}`);
  const judgement = judge(outcomes, reading.justifications, wanted);
  console.log(report(judgement));
  const { survivors, broken, stale } = judgement;
  if ([unexplained, failing, survivors, broken, stale].some((wrong) => wrong.length > 0)) process.exitCode = 1;
}
