import t from 'tap';
import type { Artefact } from '../../../src/core/rules/rule-model.ts';
import { artefactsOf, firstCasesCatalog } from '../../support/built-in.ts';
import { promtool, writeArtefacts } from '../../support/promtool.ts';
import { needs } from '../../support/tools.ts';

/** A slip in a rule file, and the test file that has to notice it. */
interface Mutant {
  readonly file: string;
  readonly tests: string;
  readonly found: string | RegExp;
  readonly instead: string;
}

const gate = /\n\s+and on \(cluster, (?:namespace, pod, container|node), component, version\)\n\s+count_over_time.*/;
const exposed =
  /\n\s+and on \(cluster, (?:namespace, pod, container|node), component, version\)\n\s+cluster\S+plimsoll_known_issue:max\{.*/;

const ofIssue = (file: string, found: string | RegExp, instead = ''): Mutant => ({ file, tests: file, found, instead });
const ofRecordings = (found: string | RegExp, instead = '', tests = 'recordings'): Mutant => ({
  file: 'recordings',
  tests,
  found,
  instead,
});

const mutants: readonly Mutant[] = [
  ofIssue('known-issues-calico', exposed),
  ofIssue('known-issues-calico', 'exposure=~"exposed|unknown"', 'exposure="exposed"'),
  ofIssue('known-issues-calico', 'exposure=~"exposed|unknown"', 'exposure!="not_exposed"'),
  ofIssue('known-issues-k3s', 'exposure=~"exposed|unknown"', 'exposure!="not_exposed"'),
  ofIssue('known-issues-kubeshark', 'exposure=~"exposed|unknown"', 'exposure!="not_exposed"'),
  ofIssue('known-issues-calico', gate),
  ofIssue('known-issues-calico', 'min_over_time', 'max_over_time'),
  ofIssue('known-issues-calico', '* 3, 0.1)', '* 30, 0.1)'),
  ofIssue('known-issues-calico', '* 3, 0.1)', '* 0.3, 0)'),
  ofIssue('known-issues-calico', /, version!~"[^"]*"/),
  ofIssue('known-issues-calico', '"source", "learned"', '"source", "catalog"'),
  ofIssue('known-issues-calico', 'source="override"', 'source="nobody"'),
  ofIssue('known-issues-calico', 'last_over_time', 'present_over_time'),
  ofIssue(
    'known-issues-calico',
    'count by (cluster, namespace, workload_kind, workload, component',
    'count by (cluster, namespace, workload_kind, workload, pod, component',
  ),
  ofIssue('known-issues-calico', '> 0\n        for: 5m', '> 0\n        for: 0m'),
  ofIssue(
    'known-issues-calico',
    'and on (cluster, namespace, pod, container, component, version)\n            cluster',
    'and on (namespace, pod, container, component, version)\n            cluster',
  ),
  ofIssue(
    'known-issues-calico',
    'issue=\\"CALICO-8856\\", cluster=%q, component=%q}" $labels.cluster',
    'issue=\\"CALICO-8856\\", component=%q, cluster=%q}" $labels.cluster',
  ),
  ofIssue('known-issues-k3s', ') >= 3', ') >= 4'),
  ofIssue('known-issues-k3s', 'quantile by (cluster, component) (0.5,', 'quantile by (cluster, component) (0,'),
  ofIssue('known-issues-k3s', exposed),
  ofIssue(
    'known-issues-kubeshark',
    /or\n\s+label_replace\(\n\s+last_over_time\(.*\n\s+"window", "earlier", "", ""\n\s+\)/,
  ),
  ofIssue(
    'known-issues-kubeshark',
    /min by \(cluster, namespace[^)]*\)/,
    'max by (cluster, namespace, workload_kind, workload, pod, container, node, component, version)',
  ),
  ofIssue('known-issues-kubeshark', '"source", "itself"', '"source", "catalog"'),
  ofRecordings(/max by \(cluster, namespace, pod, container, id\) \(\n(.*)\n\s+\)/, '$1'),
  ofRecordings('sum by (cluster, namespace, pod, container) (', 'sum by (namespace, pod, container) ('),
  ofRecordings('topk by (cluster, namespace, pod, container) (1,', 'topk by (cluster, namespace, pod, container) (9,'),
  ofRecordings('[10m:1m]', '[1m:1m]'),
  ofRecordings(
    'plimsoll_known_issue{job="plimsoll", pod!=""}[10m]',
    'plimsoll_known_issue{job="plimsoll", pod!=""}[1m]',
  ),
  ofRecordings('{version!=""}'),
  ofRecordings('(0.5,', '(0.9,'),
  ofRecordings('>= 60', '>= 0'),
  ofRecordings('job="kubelet", metrics_path="/metrics"}', 'job!=""}'),
  ofRecordings('quantile_over_time(0.5,', 'quantile_over_time(0.5, 2 *'),
  {
    file: 'exporter-health',
    tests: 'exporter-health',
    found: '== 1)\n          )\n          or on ()',
    instead: '== 1)\n          )\n          or',
  },
  {
    file: 'exporter-health',
    tests: 'exporter-health',
    found: 'unless on (cluster, namespace, pod, container)',
    instead: 'and on (cluster, namespace, pod, container)',
  },
  {
    file: 'exporter-health',
    tests: 'exporter-health',
    found: 'unless on (cluster, node, component)',
    instead: 'and on (cluster, node, component)',
  },
  { file: 'exporter-health', tests: 'exporter-health', found: '> 900', instead: '> 9000' },
  { file: 'exporter-health', tests: 'exporter-health', found: 'exported_pod!=""', instead: 'pod!=""' },
  {
    file: 'exporter-health',
    tests: 'exporter-health',
    found: 'max by (cluster, component, reason)',
    instead: 'sum by (cluster, component, reason)',
  },
  {
    file: 'exporter-health',
    tests: 'exporter-health',
    found: /\n\s+and\n\s+cluster_namespace_pod_container:plimsoll_known_issue:max\{[^}]*\} offset 5m/,
    instead: '',
  },
  {
    file: 'exporter-health',
    tests: 'exporter-health',
    found: /last_over_time\((cluster_namespace_pod_container\S+)\[10m\]\)/,
    instead: '$1',
  },
];

const artefacts = await artefactsOf(await firstCasesCatalog());

function mutate({ file, found, instead }: Mutant): readonly Artefact[] {
  return artefacts.map((artefact) =>
    artefact.path === `rules/${file}.yaml` ? { ...artefact, text: artefact.text.replace(found, instead) } : artefact,
  );
}

for (const mutant of mutants) {
  const { file, tests, found, instead } = mutant;
  t.test(`${file}: ${found} → ${JSON.stringify(instead)} is noticed`, needs('promtool'), async (t) => {
    const mutated = mutate(mutant);
    t.notSame(mutated, artefacts, 'the slip is in the rules');
    const folder = t.testdir();
    await writeArtefacts(
      folder,
      mutated.filter(({ path }) => path.startsWith('rules/') || path === `tests/${tests}.yaml`),
    );
    const { code, output } = await promtool(['test', 'rules', `${folder}/tests/${tests}.yaml`]);
    t.equal(code, 1, output.slice(0, 500));
  });
}
