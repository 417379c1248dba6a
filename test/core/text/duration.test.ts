import fc from 'fast-check';
import t from 'tap';
import { formatDuration, parseDuration } from '../../../src/core/text/duration.ts';

for (const [text, seconds] of [
  ['30s', 30],
  ['5m', 300],
  ['1h30m', 5_400],
  ['7d', 604_800],
  ['2w', 1_209_600],
  ['90m', 5_400],
] as const) {
  t.test(`${text} is ${seconds} seconds`, async (t) => t.equal(parseDuration(text), seconds));
}

for (const text of ['', '5', '5 minutes', '-5m', '0s', '1.5h', '5m 30s', '30m1h', '500ms', '1y']) {
  t.test(`${JSON.stringify(text)} is not a duration`, async (t) => t.equal(parseDuration(text), undefined));
}

t.test('seconds are written in the largest units, days at most', async (t) => {
  t.equal(formatDuration(5_400), '1h30m');
  t.equal(formatDuration(14 * 86_400), '14d');
  t.equal(formatDuration(0), '0s');
});

t.test('what is written reads the same', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000_000 }),
      (seconds) => parseDuration(formatDuration(seconds)) === seconds,
    ),
  );
});
