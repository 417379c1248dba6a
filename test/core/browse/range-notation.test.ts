import t from 'tap';
import { rangeNotation, rangeTexts } from '../../../src/core/browse/range-notation.ts';
import { aRange, version } from './widget-issues.ts';

const lastAffected = { kind: 'lastAffected', version: version('v1.2.0') } as const;

for (const [range, expected] of [
  [aRange(), '>=v1.0.0 <v1.2.0'],
  [aRange({ upper: lastAffected }), '>=v1.0.0 <=v1.2.0'],
  [aRange({ upper: undefined }), '>=v1.0.0'],
  [aRange({ introduced: undefined }), '<v1.2.0'],
  [aRange({ introduced: undefined, upper: undefined }), '*'],
  [aRange({ introduced: version('v1.2.0'), upper: lastAffected }), 'v1.2.0'],
] as const) {
  t.test(`a range is written ${expected}`, async (t) => {
    t.equal(rangeNotation(rangeTexts(range)), expected);
  });
}

t.test('the versions of a range are texts, and a range without a beginning starts at 0', async (t) => {
  t.strictSame(rangeTexts(aRange({ introduced: undefined, lastReported: version('v1.1.0') })), {
    introduced: '0',
    fixed: 'v1.2.0',
    lastAffected: null,
    firstReported: null,
    lastReported: 'v1.1.0',
  });
});
