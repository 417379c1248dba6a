import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import t from 'tap';
import { promtool } from '../support/promtool.ts';
import { runCli } from '../support/run-cli.ts';
import { findTool } from '../support/tools.ts';

/** Follows the worked example of catalog/README.md as a reader would, in an empty folder. */
const page = await readFile(new URL('../../catalog/README.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```(?<kind>\w+)(?: title=(?<title>\S+))?\n(?<text>[\s\S]*?)^```$/gm)].map(
  ({ groups }) => ({ kind: groups?.['kind'] ?? '', title: groups?.['title'], text: groups?.['text'] ?? '' }),
);

t.test('the worked example of the catalog works as it is written', async (t) => {
  const cwd = t.testdir();
  let commands = 0;
  for (const { kind, title, text } of blocks) {
    if (title !== undefined) await write(cwd, title, text);
    if (kind !== 'console') continue;
    for (const [, line = '', shown = ''] of text.matchAll(/^\$ (.+)\n((?:(?!\$ ).*\n)*)/gm)) {
      const { code, output } = await play(line, cwd);
      t.equal(code, 0, `${line}: ${output}`);
      t.ok(output.startsWith(shown), `${line} prints:\n${output}`);
      commands += 1;
    }
  }
  t.ok(commands >= 4);
});

t.test('the slip that the page shows comes back as it says', async (t) => {
  const cwd = t.testdir();
  for (const { title, text } of blocks) {
    if (title !== undefined) await write(cwd, title, text.replace('fixed: "2.4.3"', 'fixed: 2.4'));
  }
  const { stdout } = await runCli(['catalog', 'lint', 'mine', '--no-built-in-catalog'], { cwd });
  t.equal(stdout, blocks.find(({ kind }) => kind === 'text')?.text);
});

async function write(cwd: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(cwd, path)), { recursive: true });
  await writeFile(join(cwd, path), text);
}

async function play(line: string, cwd: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const [program, ...args] = line.split(' ');
  if (program === 'plimsoll') return runCli(args, { cwd });
  if (findTool('promtool') === undefined) return { code: 0, output: '' };
  return promtool(args.map((arg) => (arg.includes('/') ? join(cwd, arg) : arg)));
}
