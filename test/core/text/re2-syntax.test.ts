import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { refusedByRe2 } from '../../../src/core/text/re2-syntax.ts';
import { promtool } from '../../support/promtool.ts';
import { needs } from '../../support/tools.ts';

const taken = [
  '',
  'a|b',
  '(a|b)*',
  'v1\\.2\\.(3|4)',
  '.+',
  '[^a-z\\d_-]',
  '[]a]',
  '[a-]',
  '(?i)x',
  '(?i:x)',
  '(?P<name>x)',
  'a{2}',
  'a{2,}',
  'a{,2}',
  'a{',
  '{',
  'a{1000}',
  'a*?',
  '\\pN',
  '\\p{Greek}',
  '\\p{^Greek}',
  '[[:alpha:]]',
  '[[:foo]',
  '\\Qa(b\\E',
  '\\x{10FFFF}',
  '\\012',
  '\\.',
  '\\-',
  '\\/',
  'é+',
  '[à-é]',
  '^a$',
  '\\bword\\b',
  '(?s-i)a',
  'x]',
  'x}',
  '(?:a{10}){100}',
  '\\Aa\\z',
  '[\\x00-\\x1f]',
  '[+--]',
] as const;

const refused = [
  '(?=a)',
  '(?!a)',
  '(?<=a)',
  '(?<!a)',
  '(?>a)',
  '(a)\\1',
  '\\k<a>',
  '*a',
  'a**',
  'a*+',
  '(',
  'a)',
  '[',
  '[z-a]',
  '[a',
  '\\',
  'a{1001}',
  'a{3,2}',
  '(a{100}){11}',
  '(|*)',
  '\\y',
  '\\p{Foo}',
  '[[:foo:]]',
  '[\\q]',
  '[a-\\d]',
  '\\8',
  '\\x{110000}',
  '\\C',
  '(?P<a-b>x)',
  '(?Px)',
  '+',
  '\\xg1',
  '\\E',
] as const;

t.test('takes what RE2 takes', async (t) => {
  for (const pattern of taken) t.equal(refusedByRe2(pattern), undefined, pattern);
});

t.test('refuses what RE2 refuses, and says why', async (t) => {
  for (const pattern of refused) t.type(refusedByRe2(pattern), 'string', pattern);
  t.equal(refusedByRe2('(?!a)b'), '"(?!a" opens a kind of group that RE2 does not have');
  t.equal(refusedByRe2('[z-a]'), 'the range "z-a" ends before it begins');
});

/** One rule a pattern: promtool names the lines of those that it refuses. */
async function refusedByPromtool(folder: string, patterns: readonly string[]): Promise<ReadonlySet<string>> {
  const file = join(folder, 'rules.yaml');
  const rules = patterns.map((pattern, index) => ({
    record: `r${index}`,
    expr: `up{job=~${JSON.stringify(pattern)}}`,
  }));
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'g', rules }] }, undefined, 1));
  const { output } = await promtool(['check', 'rules', file]);
  const named = [...output.matchAll(/rule \d+, "r(?<index>\d+)"/g)].map(({ groups }) => Number(groups?.['index']));
  return new Set(patterns.filter((_pattern, index) => named.includes(index)));
}

t.test('promtool agrees', needs('promtool'), async (t) => {
  const pieces = fc.constantFrom(
    'a',
    'b',
    '-',
    '.',
    '|',
    '(',
    ')',
    '(?:',
    '(?i)',
    '(?=',
    '[',
    ']',
    '[^',
    '*',
    '+',
    '?',
    '{2}',
    '{3,1}',
    '{40}',
    '{',
    '\\d',
    '\\w',
    '\\1',
    '\\.',
    '\\b',
    '\\n',
    '\\x41',
    '^',
    '$',
    ',',
    '\\pL',
    '\\Q',
    '\\E',
    '[:digit:]',
    'é',
    '\\',
  );
  const generated = fc.sample(
    fc.array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
    { numRuns: 3000, seed: 20 },
  );
  const patterns = [...new Set([...taken, ...refused, ...generated])];
  const judged = await refusedByPromtool(t.testdir(), patterns);
  const ours = patterns.filter((pattern) => refusedByRe2(pattern) !== undefined);
  t.ok(judged.size > 500);
  t.same(
    ours.filter((pattern) => !judged.has(pattern)),
    [],
    'refused by us alone',
  );
  t.same(
    [...judged].filter((pattern) => !ours.includes(pattern)),
    [],
    'refused by promtool alone',
  );
});
