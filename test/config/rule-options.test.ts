import t from 'tap';
import {
  defaultText,
  type OptionName,
  parseRuleOptions,
  type RuleOptionValues,
  ruleOptions,
} from '../../src/config/rule-options.ts';
import { defaultRuleSettings } from '../../src/core/rules/rule-settings.ts';

t.test('nothing given is the default', async (t) => {
  t.same(parseRuleOptions({}), { ok: true, settings: defaultRuleSettings });
});

t.test('every default, written out, reads as itself', async (t) => {
  const names = Object.keys(ruleOptions) as OptionName[];
  const values = Object.fromEntries(names.map((name) => [name, defaultText(name)]));
  t.same(parseRuleOptions(values), { ok: true, settings: defaultRuleSettings });
});

t.test('what is given replaces its default', async (t) => {
  const parsed = parseRuleOptions({ clusterLabel: 'k8s', rateWindow: '2m', kubeletSelector: ' job="k3s" ' });
  t.match(parsed, { settings: { clusterLabel: 'k8s', rateWindow: 120, kubeletSelector: 'job="k3s"' } });
});

const wrong: readonly (readonly [values: RuleOptionValues, mistakes: readonly string[]])[] = [
  [
    { rateWindow: '5 minutes' },
    ['--rate-window takes a duration in whole seconds or more such as 30s, 5m or 1h30m, not "5 minutes"'],
  ],
  [
    { clusterLabel: 'my-cluster', alertFor: '' },
    [
      '--cluster-label takes a label name such as cluster, not "my-cluster"',
      '--for takes a duration in whole seconds or more such as 30s, 5m or 1h30m, not ""',
    ],
  ],
  [
    { cadvisorSelector: '{job="x"}' },
    [
      '--cadvisor-selector takes label matchers in double quotes such as job="kubelet", with plain values, not "{job="x"}"',
    ],
  ],
  [
    { plimsollSelector: ' ' },
    ['--plimsoll-selector takes label matchers in double quotes such as job="kubelet", with plain values, not " "'],
  ],
  [{ rateWindow: '1m' }, ['--rate-window is less than two evaluations; make it longer']],
  [{ warmUp: '8d' }, ['--warm-up is longer than --history, so no version would ever have a baseline; make it shorter']],
  [{ lookback: '1d' }, ['--lookback is shorter than --history; make it longer']],
  [
    { memory: '3m', sustained: '1m' },
    [
      '--sustained is less than two evaluations; make it longer',
      '--memory is less than four evaluations; make it longer',
    ],
  ],
];

for (const [values, mistakes] of wrong) {
  t.test(`${JSON.stringify(values)} is refused`, async (t) =>
    t.same(parseRuleOptions(values), { ok: false, mistakes }),
  );
}
