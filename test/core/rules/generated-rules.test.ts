import { load } from 'js-yaml';
import t from 'tap';
import type { RuleSettings } from '../../../src/core/rules/rule-settings.ts';
import { artefactsOf, firstCasesCatalog } from '../../support/built-in.ts';
import { promtool, writeArtefacts } from '../../support/promtool.ts';
import { needs } from '../../support/tools.ts';

const catalog = await firstCasesCatalog();

const variants: readonly (readonly [string, Partial<RuleSettings>])[] = [
  ['the default settings', {}],
  [
    'seconds instead of minutes',
    {
      evaluationInterval: 1,
      rateWindow: 5,
      memory: 10,
      sustained: 5,
      alertFor: 2,
      keepFiringFor: 5,
      history: 60,
      warmUp: 10,
      lookback: 120,
      growthWindow: 60,
      settle: 10,
      regressionFor: 5,
      exporterFor: 10,
    },
  ],
  [
    'other labels and selectors',
    {
      clusterLabel: 'k8s_cluster',
      nodeLabel: 'instance',
      plimsollSelector: 'job="monitoring/plimsoll", tenant!="none"',
      cadvisorSelector: 'job=~"integrations/kubernetes/cadvisor|cadvisor"',
      kubeletSelector: 'job="integrations/kubernetes/kubelet"',
    },
  ],
];

for (const [what, settings] of variants) {
  t.test(`promtool passes the rules and their tests with ${what}`, needs('promtool'), async (t) => {
    const folder = t.testdir();
    const artefacts = await artefactsOf(catalog, settings);
    await writeArtefacts(folder, artefacts);
    const filesIn = (kind: string) =>
      artefacts.filter(({ path }) => path.startsWith(`${kind}/`)).map(({ path }) => `${folder}/${path}`);

    const checked = await promtool(['check', 'rules', ...filesIn('rules')]);
    t.equal(checked.code, 0, checked.output);
    const tested = await promtool(['test', 'rules', ...filesIn('tests')]);
    t.equal(tested.code, 0, tested.output);
  });
}

t.test('every rule has a test that names it or judges what it records', async (t) => {
  const artefacts = await artefactsOf(catalog);
  const tests = artefacts.filter(({ path }) => path.startsWith('tests/')).map(({ text }) => text);
  const rules = artefacts.filter(({ path }) => path.startsWith('rules/')).map(({ text }) => load(text) as RuleFile);
  const alerts = rules.flatMap(({ groups }) =>
    groups.flatMap((group) => group.rules.flatMap(({ alert }) => alert ?? [])),
  );
  for (const alert of new Set(alerts))
    t.ok(
      tests.some((text) => text.includes(`alertname: ${alert}`)),
      alert,
    );
});

t.test('PrometheusRule objects hold the same groups as the rule files', async (t) => {
  const artefacts = await artefactsOf(catalog);
  for (const { path, text } of artefacts.filter((artefact) => artefact.path.startsWith('rules/'))) {
    const object = artefacts.find((artefact) => artefact.path === path.replace('rules/', 'prometheusrules/'));
    const { apiVersion, kind, spec } = load(object?.text ?? '') as PrometheusRule;
    t.equal(`${apiVersion} ${kind}`, 'monitoring.coreos.com/v1 PrometheusRule');
    t.same(spec, load(text), path);
  }
});

t.test('the same input gives the same bytes', async (t) => {
  t.same(await artefactsOf(catalog), await artefactsOf(catalog));
});

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly { readonly alert?: string }[] }[];
}

interface PrometheusRule {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: RuleFile;
}
