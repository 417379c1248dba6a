import t from 'tap';
import { parseQuantity } from '../../../src/core/inventory/quantity.ts';

const rows: readonly (readonly [text: string, value: number | undefined])[] = [
  ['8', 8],
  ['7910m', 7.91],
  ['0.5', 0.5],
  ['1Ki', 1024],
  ['32847440Ki', 32_847_440 * 1024],
  ['64Gi', 64 * 2 ** 30],
  ['1k', 1000],
  ['1e3', 1000],
  ['2E', 2e18],
  ['', undefined],
  ['Ki', undefined],
  ['1 Gi', undefined],
  ['1KB', undefined],
  ['1constructor', undefined],
];

for (const [text, value] of rows) {
  t.test(`the quantity "${text}" is ${value ?? 'none'}`, async (t) => t.equal(parseQuantity(text), value));
}
