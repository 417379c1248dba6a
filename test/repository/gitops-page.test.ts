import { readFile } from 'node:fs/promises';
import t from 'tap';
import { targets } from '../../src/app/targets.ts';
import { runCli } from '../support/run-cli.ts';
import { runTool } from '../support/run-tool.ts';
import { needs } from '../support/tools.ts';

const page = await readFile(new URL('../../docs/gitops.md', import.meta.url), 'utf8');
const commands = [...page.matchAll(/```sh\n(?<block>.*?)```/gs)]
  .flatMap(({ groups }) => (groups?.['block'] ?? '').split('\n'))
  .filter((line) => line.startsWith('plimsoll '));

t.test('every plimsoll command of the page works, in its order', async (t) => {
  const cwd = t.testdir();
  t.ok(commands.length >= 5);
  for (const command of commands) {
    const { code, output } = await runCli(command.split(' ').slice(1), { cwd });
    t.equal(code, 0, `${command}\n${output}`);
  }
});

t.test('CI of the page runs what the page tells people to run', async (t) => {
  const check = commands.find((command) => command.endsWith(' --check'));
  t.ok(commands.includes(check?.replace(' --check', '') ?? ''), 'the same settings with and without --check');
  t.match(page, `- npx ${check}\n`);
});

t.test('the page names every target with its folders', async (t) => {
  for (const [name, { folders }] of Object.entries(targets)) {
    t.match(page, `| \`${name}\` | ${folders.map((folder) => `\`${folder}/\``).join(', ')} |`);
  }
});

t.test('the tests that the page runs pass', needs('promtool'), async (t) => {
  const cwd = t.testdir();
  await runCli((commands[0] ?? '').split(' ').slice(1), { cwd });
  const { code, output } = await runTool('promtool', [
    'test',
    'rules',
    `${cwd}/monitoring/plimsoll/tests/recordings.yaml`,
  ]);
  t.equal(code, 0, output);
});
