import fc from 'fast-check';
import t from 'tap';
import { matchesGlob } from '../../../src/core/text/glob.ts';

const rows: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['ipvs', 'ipvs', true],
  ['ipvs', 'ipvs2', false],
  ['Ubuntu 20.04*', 'Ubuntu 20.04.6 LTS', true],
  ['*-alpine', 'acme/widget:v1-alpine', true],
  ['*-alpine', 'acme/widget:v1-alpine3', false],
  ['*Gate=true*', 'Other=false,Gate=true', true],
  ['a*a', 'a', false],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'acb', false],
  ['*', '', true],
  ['', '', true],
  ['', 'x', false],
];

for (const [pattern, text, matches] of rows) {
  t.test(`"${text}" is ${matches ? '' : 'not '}${pattern}`, async (t) => t.equal(matchesGlob(pattern, text), matches));
}

t.test('it agrees with the regular expression that it stands for', async () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  fc.assert(
    fc.property(part, text, (pattern, candidate) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      return matchesGlob(pattern, candidate) === expression.test(candidate);
    }),
    { numRuns: 5_000 },
  );
});
