import fc from 'fast-check';
import t from 'tap';
import { wrapText } from '../../../src/core/text/wrap-text.ts';

t.test('lines break at blanks and are as full as they can be', async (t) => {
  t.strictSame(wrapText('one two three', 7), ['one two', 'three']);
  t.strictSame(wrapText('one two three', 13), ['one two three']);
});

t.test('lines that follow the first are indented as told', async (t) => {
  t.strictSame(wrapText('one two three', 9, { first: '- ', rest: '  ' }), ['- one two', '  three']);
});

t.test('a word that is too long stays whole, on a line of its own', async (t) => {
  t.strictSame(wrapText('see https://example.com/1 there', 10), ['see', 'https://example.com/1', 'there']);
  t.strictSame(wrapText('https://example.com/1', 10, { first: '- ', rest: '  ' }), ['- https://example.com/1']);
});

t.test('line breaks stay, and several blanks are one', async (t) => {
  t.strictSame(wrapText('one\n\ntwo   three\tfour', 80, { first: '- ', rest: '  ' }), [
    '- one',
    '',
    '  two three four',
  ]);
});

t.test('a text without words is an empty line', async (t) => {
  t.strictSame(wrapText('', 80), ['']);
  t.strictSame(wrapText(' ', 80, { first: '- ', rest: '  ' }), ['-']);
});

const anyText = fc
  .array(fc.constantFrom('a', 'to', 'kernel', 'calico-node', 'https://example.com/issues/8856', ' ', '\n', '\t', 'é'))
  .map((parts) => parts.join(' '));

t.test('no line is too long unless it is one word, no word is lost, and no blank ends a line', async () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 6 }), (text, width, indent) => {
      const margin = ' '.repeat(indent);
      const lines = wrapText(text, width, { first: margin, rest: margin });
      const words = lines.flatMap(wordsOf);
      return (
        lines.every((line) => (line.length <= width || wordsOf(line).length === 1) && !/\s$/.test(line)) &&
        words.join(' ') === wordsOf(text).join(' ')
      );
    }),
  );
});

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
