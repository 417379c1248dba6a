import t from 'tap';
import { compareNaturally } from '../../../src/core/text/natural-order.ts';

for (const [smaller, greater] of [
  ['KARPENTER-999', 'KARPENTER-7986'],
  ['CALICO-8383', 'CALICO-8856'],
  ['CALICO-8856', 'KARPENTER-999'],
  ['A', 'A-1'],
  ['A-1', 'A-B'],
  ['A-V1.9.1', 'A-V1.10.0'],
  ['A-01', 'A-1'],
  ['', '0'],
] as const) {
  t.test(`${JSON.stringify(smaller)} comes before ${JSON.stringify(greater)}`, async (t) => {
    t.ok(compareNaturally(smaller, greater) < 0);
    t.ok(compareNaturally(greater, smaller) > 0);
    t.equal(compareNaturally(greater, greater), 0);
  });
}
