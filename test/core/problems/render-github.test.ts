import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { renderGithub } from '../../../src/core/problems/render-github.ts';
import { anyProblems } from './any-problem.ts';

t.test('a problem is an error at its place, with its rule for a title', async (t) => {
  const problem = { file: 'mine/issues/x.yaml', line: 3, column: 7, rule: 'unknown-key', message: 'unknown key "x"' };
  t.equal(renderGithub([problem]), '::error file=mine/issues/x.yaml,line=3,col=7,title=unknown-key::unknown key "x"\n');
});

t.test('no problems are no commands', async (t) => {
  t.equal(renderGithub([]), '');
});

t.test('what has a meaning in a command is escaped, in a message less than in a property', async (t) => {
  const problem = { file: 'a,b:c%.yaml', line: 1, column: 1, rule: 'd:e', message: '100 %, a: b\r\nc' };
  t.equal(renderGithub([problem]), '::error file=a%2Cb%3Ac%25.yaml,line=1,col=1,title=d%3Ae::100 %25, a: b%0D%0Ac\n');
});

t.test('the runner reads back what was written, and no more commands than problems', async () => {
  fc.assert(
    fc.property(anyProblems, (problems) => {
      // To the runner an equals sign at the beginning of a value belongs to the one before it; no escape prevents that.
      fc.pre(problems.every(({ file }) => !file.startsWith('=')));
      const expected = problems.map(({ file, line, column, rule, message }) => ({
        name: 'error',
        properties: { file, line: String(line), col: String(column), title: rule },
        data: message,
      }));
      return isDeepStrictEqual(readCommands(renderGithub(problems)), expected);
    }),
    { numRuns: 1_000 },
  );
});

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** As the runner reads what a step prints: ActionCommand.TryParseV2 in actions/runner, src/Runner.Common. */
function readCommands(output: string): readonly Command[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => {
    const message = line.trimStart();
    const end = message.indexOf('::', 2);
    if (!message.startsWith('::') || end < 0) return [];
    const [, name = '', properties = ''] = /^(?<name>[^ ]*) ?(?<properties>.*)$/su.exec(message.slice(2, end)) ?? [];
    return [
      { name, properties: readProperties(properties.trim()), data: restore(message.slice(end + 2), dataEscapes) },
    ];
  });
}

function readProperties(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((property) => property !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = ''] = pair.split('=', 1);
      return [key, restore(pair.slice(key.length).replace(/^=+/, ''), propertyEscapes)];
    }),
  );
}

/** In the runner's order: the percent sign comes last. */
const dataEscapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
] as const;
const propertyEscapes = [['%3A', ':'], ['%2C', ','], ...dataEscapes] as const;

function restore(text: string, escapes: readonly (readonly [written: string, meant: string])[]): string {
  return escapes.reduce((result, [written, meant]) => result.replaceAll(written, meant), text);
}
