import t from 'tap';
import { readYaml, type YamlDocument } from '../../../src/core/text/yaml-document.ts';

function aDocument(text: string): YamlDocument {
  const reading = readYaml(text);
  if (!reading.ok) throw new Error(reading.message);
  return reading.document;
}

const text = 'a: 1\nb:\n  - "x" # remark\n  - {y: 1.20, z: [1, 2]}\nc: |\n  line\n';

const places: readonly (readonly [path: readonly (string | number)[], place: string, because: string])[] = [
  [[], '1:1', 'the file itself'],
  [['a'], '1:4', 'a scalar behind its key'],
  [['b'], '3:3', 'a block sequence begins at its first dash'],
  [['b', 0], '3:6', 'inside the quotes'],
  [['b', 1, 'y'], '4:9', 'inside a flow mapping'],
  [['b', 1, 'z', 1], '4:22', 'inside a nested flow sequence'],
  [['c'], '6:3', 'a block scalar begins behind its indentation'],
  [['b', 7], '3:3', 'what is not there is its parent'],
  [['nope', 'deeper'], '1:1', 'what is not there is its nearest parent'],
];

for (const [path, place, because] of places) {
  t.test(`${JSON.stringify(path)} is at ${place}: ${because}`, async (t) => {
    const { line, column } = aDocument(text).locate(path);
    t.equal(`${line}:${column}`, place);
  });
}

t.test('a key has a place of its own', async (t) => {
  t.same(aDocument(text).locateKey(['b', 1, 'z']), { line: 4, column: 15 });
});

t.test('a key without a value is where the key is', async (t) => {
  const reading = readYaml('a: 1\nb:\nc: 2\n');
  t.ok(reading.ok);
  t.same(reading.ok && reading.document.locate(['b']), { line: 2, column: 1 });
});

t.test('a scalar is known as it is written, before YAML gives it a type', async (t) => {
  const document = aDocument(text);
  t.equal(document.sourceOf(['b', 1, 'y']), '1.20');
  t.same(document.value, { a: 1, b: ['x', { y: 1.2, z: [1, 2] }], c: 'line\n' });
});

const refused: readonly (readonly [what: string, text: string, place: string, message: RegExp])[] = [
  ['a tab', 'a:\n\tb: 1', '2:1', /tab/],
  ['a key twice', 'a: 1\na: 2', '2:1', /duplicated mapping key/],
  ['nothing', '', '1:1', /the file is empty/],
  ['only a remark', '# remark\n', '1:1', /the file is empty/],
  ['two documents', 'a: 1\n---\nb: 2\n', '1:1', /more than one YAML document/],
  ['an open bracket', 'a: [1', '1:6', /unexpected end/],
  ['an alias', 'a: &x [1]\nb: *x', '2:5', /write the value out/],
];

for (const [what, text, place, message] of refused) {
  t.test(`${what} is refused with its place`, async (t) => {
    const reading = readYaml(text);
    if (reading.ok) throw new Error('it was read');
    t.equal(`${reading.position.line}:${reading.position.column}`, place);
    t.match(reading.message, message);
  });
}
