import t from 'tap';
import { amountText, factorText, quantity } from '../../../src/core/browse/amount-text.ts';

for (const [min, max, unit, expected] of [
  [0.05, 0.05, 'cores', '0.05 cores'],
  [1, 1, 'cores', '1 core'],
  [3, 4, 'cores', '3 to 4 cores'],
  [20_000_000_000, null, 'bytes', 'at least 20 GB'],
  [null, 300_000_000, 'bytes', 'at most 300 MB'],
  [900_000_000, 2_000_000_000, 'bytes', '900 MB to 2 GB'],
  [1_000_000, 2_000_000, 'bytes-per-second', '1 MB/s to 2 MB/s'],
] as const) {
  t.test(`${min} to ${max} ${unit} reads ${JSON.stringify(expected)}`, async (t) => {
    t.equal(amountText({ min, max }, unit), expected);
  });
}

for (const [value, unit, expected] of [
  [20, 'requests-per-second', '20 requests/s'],
  [5, 'lines-per-second', '5 log lines/s'],
  [5400, 'seconds', '1h30m'],
  [0.024, 'seconds', '0.024s'],
  [96, 'count', '96'],
  [62, 'percent', '62%'],
  [95, 'percent-of-limit', '95% of the limit'],
  [70, 'percent-of-node', '70% of the node'],
] as const) {
  t.test(`${value} ${unit} reads ${expected}`, async (t) => {
    t.equal(quantity(value, unit), expected);
  });
}

t.test('a factor is a number of times', async (t) => {
  t.equal(factorText({ min: 10, max: 10 }), '10 times');
  t.equal(factorText({ min: 2, max: 4 }), '2 to 4 times');
  t.equal(factorText({ min: 2, max: null }), 'at least 2 times');
});
