import t from 'tap';
import type { RuleFile } from '../../../../src/core/rules/rule-model.ts';
import { fitRules } from '../../../../src/core/rules/targets/fit-rules.ts';
import { type Program, parseProgramVersion } from '../../../../src/core/rules/targets/program.ts';

function filesWith(expr: string): readonly RuleFile[] {
  const alert = {
    kind: 'alert',
    alert: 'A',
    expr,
    for: '5m',
    keepFiringFor: '15m',
    labels: {},
    annotations: {},
  } as const;
  return [{ name: 'file', groups: [{ name: 'group', interval: '1m', limit: 10, rules: [alert] }] }];
}

function fit(program: Program, version: string, expr = 'up') {
  const { files, notes, refusals } = fitRules(
    filesWith(expr),
    [program],
    new Map([[program, parseProgramVersion(version)!]]),
  );
  const group = files[0]?.groups[0];
  const rule = group?.rules[0];
  const fields = {
    keep_firing_for: rule?.kind === 'alert' && rule.keepFiringFor !== undefined,
    limit: group?.limit !== undefined,
  };
  return { fields, notes, refusals: refusals.map(({ problem }) => problem) };
}

const both = { keep_firing_for: true, limit: true };
const cases: readonly (readonly [Program, string, { readonly keep_firing_for: boolean; readonly limit: boolean }])[] = [
  ['prometheus', '3.5', both],
  ['prometheus', 'v2.42.0', both],
  ['prometheus', '2.41.9', { keep_firing_for: false, limit: true }],
  ['prometheus', '2.31', { keep_firing_for: false, limit: true }],
  ['prometheus', '2.30', { keep_firing_for: false, limit: false }],
  ['prometheus-operator', '0.66', both],
  ['prometheus-operator', '0.65', { keep_firing_for: false, limit: true }],
  ['prometheus-operator', '0.60', { keep_firing_for: false, limit: false }],
  ['thanos', '0.34.0', both],
  ['thanos', '0.33.1', { keep_firing_for: false, limit: true }],
  ['mimir', '3.0', both],
  ['mimir', '2.5', { keep_firing_for: false, limit: true }],
  ['victoria-metrics', '1.92', both],
  ['victoria-metrics', '1.91', { keep_firing_for: false, limit: true }],
  ['victoria-metrics-operator', '0.35', { keep_firing_for: false, limit: true }],
];

for (const [program, version, fields] of cases) {
  t.test(`${program} ${version}`, async (t) => {
    const fitted = fit(program, version);
    t.same(fitted.fields, fields);
    t.equal(fitted.notes.length, Object.values(fields).filter((kept) => !kept).length, 'one note for each left out');
    t.same(fitted.refusals, []);
  });
}

t.test('a note names the field, the version that has it and the one that was given', async (t) => {
  t.same(fit('prometheus', '2.41').notes, [
    'keep_firing_for is left out: Prometheus has it since 2.42 and this is 2.41',
  ]);
});

t.test('without a version nothing is left out', async (t) => {
  const files = filesWith('up');
  t.same(fitRules(files, ['prometheus'], new Map()), { files, notes: [], refusals: [] });
});

t.test('rules without a field are not told that it is left out', async (t) => {
  const [file] = filesWith('up');
  const groups = file!.groups.map((group) => ({ ...group, limit: undefined }));
  t.same(fitRules([{ ...file!, groups }], ['prometheus'], new Map([['prometheus', { major: 2, minor: 41 }]])).notes, [
    'keep_firing_for is left out: Prometheus has it since 2.42 and this is 2.41',
  ]);
});

const language: readonly (readonly [expression: string, since: string, named: string])[] = [
  ['last_over_time(up[5m])', '2.26', 'last_over_time'],
  ['present_over_time(up[5m])', '2.29', 'present_over_time'],
  ['group by (job) (up)', '2.20', 'group'],
  ['a atan2 b', '2.31', 'atan2'],
  ['up @ 5', '2.33', 'the modifier @'],
  ['up offset -5m', '2.33', 'a negative offset'],
  ['GROUP by (job) (up) or up', '2.20', 'group'],
];
for (const [expression, since, named] of language) {
  t.test(`${expression} is refused before ${since}`, async (t) => {
    const before = `2.${Number(since.slice(2)) - 1}`;
    t.same(fit('prometheus', since, expression).refusals, []);
    t.same(fit('prometheus', before, expression).refusals, [
      `Prometheus ${before} does not know ${named} (${since}), and the rules are wrong without`,
    ]);
  });
}

t.test('what only looks like it is not refused', async (t) => {
  for (const expression of [
    'up{job="last_over_time"}',
    'up offset 5m - 3',
    'sum by (group) (group_total)',
    'last_over_time_total',
  ]) {
    t.same(fit('prometheus', '2.10', expression).refusals, [], expression);
  }
});
