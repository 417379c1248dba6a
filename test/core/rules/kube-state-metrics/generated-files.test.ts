import t from 'tap';
import { chooseIssues } from '../../../../src/core/rules/choose-issues.ts';
import { defaultRuleSettings, type RuleSettings } from '../../../../src/core/rules/rule-settings.ts';
import { artefactsOf, builtInCatalog, firstCasesCatalog } from '../../../support/built-in.ts';
import { promtool, writeArtefacts } from '../../../support/promtool.ts';
import { needs } from '../../../support/tools.ts';

/** What is written for those who have no exporter. */

const inventoryFrom = 'kube-state-metrics';

/** What comes after identity is tested where an exporter says it as well; once is enough to see that it fits together. */
const variants: readonly (readonly [string, tests: RegExp, Partial<RuleSettings>])[] = [
  ['the default settings', /\/(?:exposure|inventory|recordings|known-issues-(?:calico|k3s))/, {}],
  [
    'other labels, selectors and times',
    /\/(?:exposure|inventory)/,
    {
      clusterLabel: 'k8s_cluster',
      kubeStateMetricsSelector: 'job=~"integrations/kubernetes/kube-state-metrics|ksm", tenant!="none"',
      evaluationInterval: 30,
      memory: 300,
      exporterFor: 120,
      alertFor: 60,
    },
  ],
];

for (const [what, chosen, settings] of variants) {
  t.test(`promtool passes the rules and their tests with ${what}`, needs('promtool'), async (t) => {
    const folder = t.testdir();
    const artefacts = await artefactsOf(await firstCasesCatalog(), { ...settings, inventoryFrom });
    await writeArtefacts(folder, artefacts);
    const filesIn = (kind: string) =>
      artefacts.filter(({ path }) => path.startsWith(`${kind}/`)).map(({ path }) => `${folder}/${path}`);
    const checked = await promtool(['check', 'rules', ...filesIn('rules')]);
    t.equal(checked.code, 0, checked.output);
    const tested = await promtool(['test', 'rules', ...filesIn('tests').filter((file) => chosen.test(file))]);
    t.equal(tested.code, 0, tested.output);
  });
}

t.test('no rule asks for what the exporter says of instances, and no object is too large', async (t) => {
  const { catalog } = await builtInCatalog();
  for (const { path, text } of await artefactsOf(catalog, { inventoryFrom })) {
    if (!path.startsWith('prometheusrules/')) continue;
    t.notMatch(text, /[^:]plimsoll_(?:component_info|node_component_info|known_issue)\{/, path);
    t.ok(text.length < 512 * 1024, path);
  }
});

t.test('an issue that PromQL cannot judge is left out by name, and only then', async (t) => {
  const { catalog } = await builtInCatalog();
  const leftOut = (settings: Partial<RuleSettings>) =>
    new Map(
      chooseIssues(catalog, { ...defaultRuleSettings, ...settings }).leftOut.map(({ issue, why }) => [issue.id, why]),
    );
  const fromExporter = leftOut({});
  const further = [...leftOut({ inventoryFrom })].filter(([id]) => !fromExporter.has(id));
  t.strictSame(further, [
    ['K3S-13574', "no PromQL over kube-state-metrics' series answers its condition node_argument"],
  ]);
});
