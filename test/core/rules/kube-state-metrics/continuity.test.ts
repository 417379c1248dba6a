import t from 'tap';
import { defaultRuleSettings } from '../../../../src/core/rules/rule-settings.ts';
import { seriesText } from '../../../../src/core/rules/tests/promtool-test.ts';
import { toYaml } from '../../../../src/core/text/to-yaml.ts';
import { artefactsOf, firstCasesCatalog } from '../../../support/built-in.ts';
import { promtool, writeArtefacts } from '../../../support/promtool.ts';
import { needs } from '../../../support/tools.ts';

/** What the recordings say over time, while kube-state-metrics and the pods come and go. */

type Series = readonly { readonly series: string; readonly values: string }[];

const job = 'kube-state-metrics';
const always = '1x60';

interface SeenPod {
  readonly values?: string;
  readonly image?: string;
  readonly reported?: string;
  readonly node?: string;
  readonly instance?: string;
  readonly uid?: string;
}

/** One pod of calico-node, as one kube-state-metrics shows it. */
function aPod({
  values = always,
  image = 'quay.io/calico/node:v3.27.3',
  reported = image,
  node = 'node-1',
  instance = 'ksm-0',
  uid = 'uid-0',
}: SeenPod = {}): Series {
  const own = { job, instance, namespace: 'kube-system', pod: 'calico-node-x', uid };
  const container = { container: 'calico-node', image_spec: image, image: reported };
  return [
    { series: seriesText('kube_pod_container_info', { ...own, ...container }), values },
    {
      series: seriesText('kube_pod_info', {
        ...own,
        node,
        created_by_kind: 'DaemonSet',
        created_by_name: 'calico-node',
      }),
      values,
    },
  ];
}

function aNode({ values = always, instance = 'ksm-0', kernel = '5.4.0-1-generic', node = 'node-1' } = {}): Series {
  const labels = { job, instance, node, kubelet_version: 'v1.31.6', kernel_version: kernel };
  return [{ series: seriesText('kube_node_info', labels), values }];
}

interface Check {
  readonly at: string;
  readonly expr: string;
  readonly found: readonly Readonly<Record<string, string>>[];
}

async function check(
  t: Tap,
  cases: readonly { readonly name: string; readonly series: Series; readonly checks: readonly Check[] }[],
) {
  const artefacts = await artefactsOf(await firstCasesCatalog(), {
    ...defaultRuleSettings,
    inventoryFrom: 'kube-state-metrics',
  });
  const rules = artefacts.filter(({ path }) => /^rules\/(?:inventory\.|exposure-)/.test(path));
  const inOrder = [...rules].sort((a) => (a.path.endsWith('/inventory.yaml') ? -1 : 1));
  const file = {
    path: 'test.yaml',
    text: toYaml({
      rule_files: inOrder.map(({ path }) => path),
      evaluation_interval: '1m',
      group_eval_order: inOrder.flatMap(({ text }) =>
        [...text.matchAll(/^ {2}- name: (?<name>.*)$/gm)].map((match) => match.groups?.['name']),
      ),
      tests: cases.map(({ name, series, checks }) => ({
        name,
        interval: '1m',
        input_series: series,
        promql_expr_test: checks.map(({ at, expr, found }) => ({
          expr,
          eval_time: at,
          exp_samples: found.map((labels) => ({ labels: seriesText('', labels), value: 1 })),
        })),
      })),
    }),
  };
  const folder = t.testdir();
  await writeArtefacts(folder, [...rules, file]);
  const { code, output } = await promtool(['test', 'rules', `${folder}/test.yaml`]);
  t.equal(code, 0, output);
}

interface Tap {
  readonly testdir: () => string;
  readonly equal: (a: unknown, b: unknown, message: string) => boolean;
}

const runs = 'count by (version, node) (cluster_namespace_pod_container:plimsoll_component_info:latest)';
const exposures = 'count by (issue, exposure) (cluster_namespace_pod_container:plimsoll_known_issue:max)';
const bad = { version: 'v3.27.3', node: 'node-1' };
const good = { version: 'v3.28.1', node: 'node-1' };
const fixed = 'quay.io/calico/node:v3.28.1';

t.test('replicas, gaps and changes give one series for each container', needs('promtool'), async (t) => {
  await check(t, [
    {
      name: 'two replicas count once',
      series: [...aPod(), ...aPod({ instance: 'ksm-1' }), ...aNode(), ...aNode({ instance: 'ksm-1' })],
      checks: [{ at: '5m', expr: runs, found: [bad] }],
    },
    {
      name: 'replicas that name the running image differently count once',
      series: [...aPod(), ...aPod({ reported: 'docker.io/calico/node:v3.27.3' }), ...aNode()],
      checks: [{ at: '5m', expr: runs, found: [bad] }],
    },
    {
      name: 'a replica that starts anew under another name leaves no trace',
      series: [
        ...aPod({ values: '1x9' }),
        ...aPod({ instance: 'ksm-9', values: '_x9 1x50' }),
        ...aNode({ values: '1x9' }),
        ...aNode({ instance: 'ksm-9', values: '_x9 1x50' }),
      ],
      checks: ['9m', '10m', '11m', '20m'].map((at) => ({ at, expr: runs, found: [bad] })),
    },
    {
      name: 'a gap shorter than the memory is bridged, a longer one is not',
      series: [...aPod({ values: '1x9 stale _x50' }), ...aNode({ values: '1x9 stale _x50' })],
      checks: [
        { at: '18m', expr: runs, found: [bad] },
        { at: '18m', expr: exposures, found: [{ issue: 'CALICO-8856', exposure: 'unknown' }] },
        { at: '20m', expr: runs, found: [] },
        { at: '20m', expr: exposures, found: [] },
        { at: '50m', expr: runs, found: [] },
      ],
    },
    {
      name: 'of a pod that keeps its name the newest image counts, and where it runs',
      series: [
        ...aPod({ values: '1x9 stale' }),
        ...aPod({ values: '_x9 1x50', image: fixed, uid: 'uid-1', node: 'node-2' }),
        ...aNode(),
        ...aNode({ node: 'node-2' }),
      ],
      checks: [
        { at: '9m', expr: runs, found: [bad] },
        { at: '11m', expr: runs, found: [{ ...good, node: 'node-2' }] },
        { at: '11m', expr: exposures, found: [] },
      ],
    },
    {
      name: 'so it does where the series of the old one end without a mark',
      series: [...aPod({ values: '1x9' }), ...aPod({ values: '_x10 1x50', image: fixed }), ...aNode()],
      checks: [{ at: '12m', expr: runs, found: [good] }],
    },
    {
      name: 'a node that was upgraded has its newest kernel',
      series: [
        ...aPod(),
        ...aNode({ values: '1x9 stale' }),
        ...aNode({ values: '_x10 1x50', kernel: '5.15.0-1-generic' }),
      ],
      checks: [
        { at: '9m', expr: exposures, found: [{ issue: 'CALICO-8856', exposure: 'unknown' }] },
        { at: '12m', expr: exposures, found: [{ issue: 'CALICO-8856', exposure: 'not_exposed' }] },
      ],
    },
    {
      name: 'a pod that ends is gone at once',
      series: [
        ...aPod(),
        ...aNode(),
        {
          series: seriesText('kube_pod_status_phase', {
            job,
            namespace: 'kube-system',
            pod: 'calico-node-x',
            phase: 'Failed',
          }),
          values: '0x9 1x50',
        },
      ],
      checks: [
        { at: '9m', expr: runs, found: [bad] },
        { at: '10m', expr: runs, found: [] },
      ],
    },
    {
      name: 'series without a cluster and of a named one are apart',
      series: [...aPod(), ...aNode()].flatMap((one) => [
        one,
        { ...one, series: one.series.replace('{', '{cluster="b", ') },
      ]),
      checks: [
        {
          at: '5m',
          expr: 'count by (cluster, version) (cluster_namespace_pod_container:plimsoll_component_info:latest)',
          found: [{ version: 'v3.27.3' }, { cluster: 'b', version: 'v3.27.3' }],
        },
      ],
    },
  ]);
});
