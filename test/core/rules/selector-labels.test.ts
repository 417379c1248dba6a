import t from 'tap';
import { selectorLabels } from '../../../src/core/rules/selector-labels.ts';

for (const [matchers, labels] of [
  ['job="kubelet", metrics_path="/metrics"', { job: 'kubelet', metrics_path: '/metrics' }],
  ['job=~"kubelet|k3s"', { job: 'kubelet' }],
  ['job=~".+|k3s"', { job: 'k3s' }],
  ['job!="a", b!~"c"', {}],
  ['job="a",', { job: 'a' }],
  ['job="with \\"quotes\\""', { job: 'with "quotes"' }],
  ['', {}],
  ['job="a', undefined],
  ['a-b="c"', undefined],
  ['job=~".+"', undefined],
  ["job='a'", undefined],
  ['job="a"} or x{', undefined],
] as const) {
  t.test(`{${matchers}} ${labels ? `selects ${JSON.stringify(labels)}` : 'is refused'}`, async (t) => {
    t.same(selectorLabels(matchers), labels);
  });
}
