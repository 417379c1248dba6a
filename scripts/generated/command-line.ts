import { userErrorCodes } from '../../src/app/user-error.ts';
import { run } from '../../src/cli/run.ts';
import { type Page, page, table } from './page.ts';

const helpOf = [
  [],
  ['demo'],
  ['report'],
  ['serve'],
  ['generate'],
  ['config'],
  ['config', 'check'],
  ['config', 'schema'],
  ['record'],
  ['catalog'],
  ['catalog', 'list'],
  ['catalog', 'show'],
  ['catalog', 'lint'],
  ['catalog', 'export'],
  ['catalog', 'schema'],
  ['version'],
];

export async function commandLinePage(): Promise<Page> {
  const sections: string[] = [];
  for (const words of helpOf) {
    const title = ['plimsoll', ...words].join(' ');
    sections.push(`## ${title}`, '', '```text', (await help(words)).trimEnd(), '```', '');
  }
  return page('docs/cli.md', 'src/cli/commands', [
    '# Command line',
    '',
    'Data goes to stdout, everything else to stderr. Exit codes: 0 fine; 1 the command found what it looks for (something',
    'exposed, files that differ); 2 something that you can put right, said in one sentence; 70 a bug in Plimsoll.',
    '',
    ...sections,
    '## Errors',
    '',
    'What you can put right is one sentence on stderr that ends in one of these codes.',
    '',
    ...table(
      ['code', 'about'],
      Object.entries(userErrorCodes).map(([code, about]) => [`\`${code}\``, about]),
    ),
  ]);
}

async function help(words: readonly string[]): Promise<string> {
  let text = '';
  await run([...words, '--help'], {
    env: {},
    cwd: '/',
    packageFolder: '/',
    version: '',
    nodeVersion: '',
    columns: 100,
    signal: new AbortController().signal,
    stdin: async () => '',
    stdout: (chunk) => {
      text += chunk;
    },
    stderr: () => undefined,
  });
  return text;
}
