import { load } from 'js-yaml';
import t from 'tap';
import { createCatalog } from '../../../../src/core/catalog/catalog.ts';
import type { RuleFile, RuleGroup } from '../../../../src/core/rules/rule-model.ts';
import { defaultRuleSettings } from '../../../../src/core/rules/rule-settings.ts';
import { mimirTarget } from '../../../../src/core/rules/targets/mimir.ts';
import { defaultOutput } from '../../../../src/core/rules/targets/output-settings.ts';
import { prometheusOperatorTarget } from '../../../../src/core/rules/targets/prometheus-operator.ts';
import type { Target } from '../../../../src/core/rules/targets/target.ts';
import { victoriaMetricsTarget } from '../../../../src/core/rules/targets/victoria-metrics.ts';

const kibibyte = 1024;

function aGroup(name: string, kibibytes: number, rules = 1): RuleGroup {
  const expr = `up{job="${'ü'.repeat((kibibytes * kibibyte) / 2 / rules)}"}`;
  const recording = (_: unknown, index: number) => ({ kind: 'record' as const, record: `r${index}`, expr, labels: {} });
  return { name, interval: '1m', limit: undefined, rules: Array.from({ length: rules }, recording) };
}

function write(target: Target, files: readonly RuleFile[]) {
  return target.write({
    files,
    ruleTests: () => [],
    catalog: createCatalog(new Map(), new Map(), new Map()),
    settings: defaultRuleSettings,
    output: defaultOutput,
  });
}

interface RuleObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly groups?: readonly { readonly name: string }[] };
}

for (const [target, folder] of [
  [prometheusOperatorTarget, 'prometheusrules'],
  [victoriaMetricsTarget, 'vmrules'],
] as const) {
  t.test(`${folder}: a file that is too large for one object becomes several, groups whole and in order`, async (t) => {
    const groups = ['a', 'b', 'c', 'd', 'e'].map((name) => aGroup(name, 100));
    const { artefacts, refusals } = write(target, [
      { name: 'large', groups },
      { name: 'small', groups: [aGroup('f', 1)] },
    ]);
    t.same(refusals, []);
    const objects = artefacts
      .map(({ path, text }) => ({ path, object: load(text) as RuleObject, bytes: Buffer.byteLength(text) }))
      .filter(({ object }) => object.spec?.groups !== undefined);
    t.same(
      objects.map(({ path, object }) => [path, object.metadata.name, object.spec.groups?.map(({ name }) => name)]),
      [
        [`${folder}/large.yaml`, 'plimsoll-large', ['a', 'b']],
        [`${folder}/large-part2.yaml`, 'plimsoll-large-part2', ['c', 'd']],
        [`${folder}/large-part3.yaml`, 'plimsoll-large-part3', ['e']],
        [`${folder}/small.yaml`, 'plimsoll-small', ['f']],
      ],
    );
    for (const { path, object, bytes } of objects) {
      t.ok(bytes < 512 * kibibyte, `${path} is small enough for the operator`);
      t.ok(Buffer.byteLength(JSON.stringify(object)) < 256 * kibibyte, `${path} fits into kubectl's annotation`);
    }
    const list = artefacts.find(({ path }) => path === `${folder}/kustomization.yaml`);
    t.match(list?.text, '- large-part2.yaml\n  - large-part3.yaml\n  - large.yaml\n');
  });

  t.test(
    `${folder}: a group of more than 512 KiB is refused by its name, one of less is written by itself`,
    async (t) => {
      const { artefacts, refusals } = write(target, [{ name: 'file', groups: [aGroup('a', 1), aGroup('b', 400)] }]);
      t.same(refusals, []);
      t.ok(artefacts.some(({ path }) => path === `${folder}/file-part2.yaml`));
      const { refusals: refused } = write(target, [{ name: 'file', groups: [aGroup('a', 1), aGroup('huge', 600)] }]);
      t.match(refused, [{ problem: /^the group huge alone makes a \w+ of more than the 512 KiB/ }]);
      t.equal(refused.length, 1);
    },
  );
}

t.test('Mimir: what a tenant may not have by default is told with the limit to raise', async (t) => {
  const groups = Array.from({ length: 70 }, (_, index) => aGroup(`g${index}`, 1));
  t.same(write(mimirTarget, [{ name: 'file', groups }]).notes, []);
  t.same(write(mimirTarget, [{ name: 'file', groups: [...groups, aGroup('one-more', 1)] }]).notes, [
    'mimir: 71 groups are more than the 70 that a tenant may have by default; set its ruler_max_rule_groups_per_tenant to 71 and what else it has, or more',
  ]);
  t.same(write(mimirTarget, [{ name: 'file', groups: [aGroup('full', 1, 20), aGroup('fuller', 1, 21)] }]).notes, [
    'mimir: fuller: more than the 20 rules that a group may have by default; set ruler_max_rules_per_rule_group of the tenant to 21 or more',
  ]);
});

t.test('a ServiceMonitor whose job the rules do not select is told of', async (t) => {
  const notesWith = (plimsollSelector: string) =>
    prometheusOperatorTarget.write({
      files: [],
      ruleTests: () => [],
      catalog: createCatalog(new Map(), new Map(), new Map()),
      settings: { ...defaultRuleSettings, plimsollSelector },
      output: defaultOutput,
    }).notes;
  t.same(notesWith('job="plimsoll"'), []);
  t.same(notesWith('tenant="a"'), []);
  t.match(notesWith('job="monitoring/plimsoll"'), [/job="plimsoll" and the rules select job="monitoring\/plimsoll"/]);
});
