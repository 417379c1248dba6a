import fc from 'fast-check';
import { catalogRules } from '../../../src/core/catalog/catalog-rules.ts';
import type { Problem } from '../../../src/core/text/problem.ts';

/** What output formats give a meaning to. */
const hazards = fc.constantFrom(
  '%',
  '%25',
  '%0A',
  '%3a',
  ',',
  ':',
  '::',
  '=',
  '\n',
  '\r\n',
  '\u2028',
  '##[error]',
  '::stop-commands::x',
  '{0}',
  '{{',
  '`',
  '"',
  '\\',
  '[a](b)',
  'é',
  '漢',
  '😀',
  '\ud800',
  '\u0000',
  ' ',
  '#',
  '?',
  ';',
  '</script>',
);

const anyMessage: fc.Arbitrary<string> = fc
  .array(fc.oneof(hazards, fc.string({ unit: 'binary', minLength: 1 })), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''));

/** Of Linux: everything but a slash and NUL. */
const anyFileName = anyMessage
  .map((name) => name.replaceAll(/[/\0]/g, '_'))
  .filter((name) => name !== '.' && name !== '..');

/** As the command line names files: normalised, so `..` is only at the beginning. */
export const anyPath: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('', '/', '../', '../../'), fc.array(anyFileName, { minLength: 1, maxLength: 4 }))
  .map(([start, names]) => start + names.join('/'));

const anyProblem: fc.Arbitrary<Problem> = fc.record(
  {
    file: anyPath,
    line: fc.integer({ min: 1, max: 9_999 }),
    column: fc.integer({ min: 1, max: 999 }),
    rule: fc.constantFrom(...Object.keys(catalogRules)),
    message: anyMessage,
  },
  { noNullPrototype: true },
);

export const anyProblems: fc.Arbitrary<readonly Problem[]> = fc.array(anyProblem, { maxLength: 5 });
