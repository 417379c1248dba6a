import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findTool } from '../support/tools.ts';
import type { WrittenRules, WrittenTest, WrittenTests } from './rule-file.ts';

/** One generated test, with the rule files it is run against. */
export interface Trial {
  /** By the names that `tests` has for them. */
  readonly rules: ReadonlyMap<string, WrittenRules>;
  readonly tests: WrittenTests;
  readonly test: WrittenTest;
}

/** `broken` is a rule that Prometheus does not load: then the slip is none that anybody could make. */
export type Verdict = 'passes' | 'fails' | 'broken';

export interface Judge {
  /** One verdict for each trial, in order. */
  readonly judge: (trials: readonly Trial[]) => Promise<readonly Verdict[]>;
}

/** promtool, which judges several trials in one run: starting it costs as much as a short test. Writes to `folder`. */
export function createJudge(folder: string): Judge {
  let runs = 0;
  return {
    async judge(trials) {
      const own = join(folder, String(runs++));
      await mkdir(own, { recursive: true });
      const files = await Promise.all(trials.map((trial, index) => writeTrial(join(own, String(index)), trial)));
      return verdictsOf(files, await runPromtool(files));
    },
  };
}

/** JSON is YAML, and quicker to write. */
async function writeTrial(folder: string, { rules, tests, test }: Trial): Promise<string> {
  await mkdir(folder, { recursive: true });
  const ruleFiles = tests.rule_files.map((path, index) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return { path: join(folder, `rules-${index}.yaml`), content: rules.get(name) };
  });
  await Promise.all(ruleFiles.map(({ path, content }) => writeFile(path, JSON.stringify(content))));
  const file = join(folder, 'test.yaml');
  await writeFile(file, JSON.stringify({ ...tests, rule_files: ruleFiles.map(({ path }) => path), tests: [test] }));
  return file;
}

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** With one thread each, and little collecting of garbage in a process that lives for a second. */
function runPromtool(files: readonly string[]): Promise<Said> {
  return new Promise((resolve, reject) => {
    const program = findTool('promtool');
    if (program === undefined) throw new Error('promtool is not installed');
    const environment = { ...process.env, GOMAXPROCS: '1', GOGC: '400' };
    const child = spawn(program, ['test', 'rules', ...files], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        said[stream] += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', () => resolve(said));
  });
}

/** promtool names each file on stdout, says there whether it passed, and on stderr what is wrong with those that did not. */
function verdictsOf(files: readonly string[], { stdout, stderr }: Said): readonly Verdict[] {
  const reports = stdout.split('Unit Testing:').slice(1);
  const failures = stderr.split(/^ {2}FAILED:$/m).slice(1);
  if (reports.length !== files.length) throw new Error(`promtool did not run to its end:\n${stderr}`);
  let failed = 0;
  return reports.map((report): Verdict => {
    if (report.includes('SUCCESS')) return 'passes';
    const why = failures[failed++] ?? '';
    return why.includes('could not parse') || why.includes('template parsing') ? 'broken' : 'fails';
  });
}
