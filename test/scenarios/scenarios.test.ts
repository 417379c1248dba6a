import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { runCli } from '../support/run-cli.ts';

/**
 * Each folder here is a scenario: files that a person might have, and a transcript of commands run among them, with all
 * that they print and their exit codes. `npm run golden` writes the transcripts anew; the difference is the review.
 */
const folder = import.meta.dirname;
const scenarios = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());

for (const { name } of scenarios) {
  t.test(name.replaceAll('-', ' '), async (t) => {
    const transcript = join(folder, name, 'transcript.txt');
    const expected = await readFile(transcript, 'utf8');
    const cwd = t.testdir();
    await cp(join(folder, name), cwd, { recursive: true });

    let played = '';
    for (const command of expected.split('\n').filter((line) => line.startsWith('$ plimsoll'))) {
      const { code, output } = await runCli(command.split(' ').slice(2).filter(Boolean), { cwd, env: { HOME: cwd } });
      played += `${command.trimEnd()}\n${output.replaceAll(`${cwd}/`, '')}exit ${code}\n\n`;
    }
    played = played.trimEnd().concat('\n');
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(transcript, played);
    else t.equal(played, expected);
  });
}
