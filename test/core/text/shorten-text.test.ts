import t from 'tap';
import { shortenText } from '../../../src/core/text/shorten-text.ts';

for (const [text, width, expected] of [
  ['it spins', 8, 'it spins'],
  ['it spins', 7, 'it s...'],
  ['it spins', 6, 'it...'],
  ['it spins', 3, 'it '],
  ['it spins', 0, ''],
  ['it spins', -5, ''],
  ['', 0, ''],
] as const) {
  t.test(`${JSON.stringify(text)} in ${width} characters is ${JSON.stringify(expected)}`, async (t) => {
    t.equal(shortenText(text, width), expected);
  });
}
