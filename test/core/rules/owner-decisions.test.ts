import t from 'tap';
import { createCatalog } from '../../../src/core/catalog/catalog.ts';
import type { RuleSettings } from '../../../src/core/rules/rule-settings.ts';
import { artefactsOf, firstCasesCatalog } from '../../support/built-in.ts';
import { promtool, writeArtefacts } from '../../support/promtool.ts';
import { needs } from '../../support/tools.ts';

/** What the owner of an installation decides: waivers, overrides, labels of their own, alerts for exposure alone. */

const whole = await firstCasesCatalog();
const chosen = ['CALICO-8856', 'K3S-12127', 'KARPENTER-7986', 'KUBESHARK-1544'];
const catalog = createCatalog(
  new Map(whole.components.map((component) => [component.id, component])),
  new Map(whole.issues.filter(({ id }) => chosen.includes(id)).map((issue) => [issue.id, issue])),
  new Map(),
);

const until = (hours: number) => hours * 3600;
const farAway = Date.parse('2100-01-01T00:00:00Z') / 1000;
const settings: Partial<RuleSettings> = {
  exposureAlerts: true,
  alertLabels: { team: 'network' },
  alertAnnotations: { dashboard: 'https://example.com/d/plimsoll-fleet' },
  runbookBaseUrl: 'https://plimsoll.example.com',
  // The clock of a test begins in 1970: the first ends while it runs.
  waivers: [
    { issue: 'CALICO-8856', selector: '', owner: 'network', reason: 'the upgrade is planned', expires: until(2) },
    { issue: 'K3S-12127', selector: 'node="node-9"', owner: 'edge', reason: 'spare parts', expires: until(1) },
    { issue: 'KARPENTER-7986', selector: 'namespace="tools"', owner: 'tools', reason: 'a trial', expires: farAway },
  ],
  overrides: [
    { component: 'kubeshark-worker', selector: '', cpu: 2, memory: undefined },
    { component: 'calico-node', selector: 'namespace="elsewhere"', cpu: 1, memory: undefined },
  ],
};

const artefacts = await artefactsOf(catalog, settings, { targets: ['prometheus'] });
const textOf = (path: string) => artefacts.find((artefact) => artefact.path === path)?.text ?? '';

t.test('promtool passes the rules and the tests of what is waived and overridden', needs('promtool'), async (t) => {
  const folder = t.testdir();
  await writeArtefacts(folder, artefacts);
  const filesIn = (kind: string) =>
    artefacts.filter(({ path }) => path.startsWith(kind)).map(({ path }) => `${folder}/${path}`);
  const checked = await promtool(['check', 'rules', ...filesIn('rules/')]);
  t.equal(checked.code, 0, checked.output);
  const tested = await promtool(['test', 'rules', ...filesIn('tests/known-issues')]);
  t.equal(tested.code, 0, tested.output);
});

t.test('there is a test for each decision', async (t) => {
  const calico = textOf('tests/known-issues-calico.yaml');
  t.match(calico, 'silent while waived by network');
  t.match(calico, 'the alert comes back when the waiver by network has expired');
  t.match(textOf('tests/known-issues-k3s.yaml'), 'silent while waived by edge for node="node-9"');
  t.match(textOf('tests/known-issues-karpenter.yaml'), 'silent while waived by tools for namespace="tools"');
  const kubeshark = textOf('tests/known-issues-kubeshark.yaml');
  t.match(kubeshark, 'exposure is told before anything misbehaves');
  t.match(kubeshark, 'one alert above what the override allows');
});

t.test('what is decided stands in the rules', async (t) => {
  const rules = textOf('rules/known-issues-calico.yaml');
  t.match(rules, /team: network/);
  t.match(rules, 'runbook_url: https://plimsoll.example.com/issues/CALICO-8856');
  t.match(rules, 'dashboard: https://example.com/d/plimsoll-fleet');
  const recordings = textOf('rules/recordings.yaml');
  t.match(recordings, /record: plimsoll_waiver_expiry_timestamp_seconds\n\s+expr: vector\(7200\)/);
  t.match(recordings, /record: cluster_namespace_pod_container:plimsoll_overridden_cpu_cores:max/);
});
