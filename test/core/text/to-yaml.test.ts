import fc from 'fast-check';
import { load } from 'js-yaml';
import t from 'tap';
import { toYaml } from '../../../src/core/text/to-yaml.ts';

t.test('a long line stays one line, and an expression of several lines becomes a block', async (t) => {
  const long = `sum by (${'namespace, '.repeat(40)}pod) (x)`;
  t.equal(toYaml({ expr: long }), `expr: ${long}\n`);
  t.equal(toYaml({ expr: 'a\nor\nb' }), 'expr: |-\n  a\n  or\n  b\n');
});

t.test('a value that stands twice is written twice', async (t) => {
  const labels = { a: 'b' };
  t.equal(toYaml([labels, labels]), '- a: b\n- a: b\n');
});

t.test('any text reads as itself again', async () => {
  const hazards = fc.constantFrom(
    'on',
    'no',
    'y',
    '1.20',
    '1:30',
    '0b1',
    '1e3',
    '~',
    'null',
    '# x',
    'a: b',
    '- a',
    '{{ $x }}',
    '<<',
    ' x',
    'x ',
    '\t',
    "it's",
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), hazards)),
      (texts) => JSON.stringify(load(toYaml(texts))) === JSON.stringify(texts),
    ),
  );
});
