import t from 'tap';
import { createPrometheusApi } from '../../../src/adapters/prometheus/api.ts';
import { createPrometheusDiscovery, type PrometheusTimings } from '../../../src/adapters/prometheus/discover.ts';
import { loadHttpConfig } from '../../../src/adapters/prometheus/load-http-config.ts';
import type { DiscoveryFailure } from '../../../src/app/discovery.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import type { Inventory } from '../../../src/core/inventory/inventory.ts';
import type { SeriesScope } from '../../../src/core/series/series-scope.ts';
import { finish } from '../../../src/core/work/pausable.ts';
import { aRawNode, aRawPod } from '../../support/builders.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { eventually } from '../../support/eventually.ts';
import type { Teardown } from '../../support/fake-api-server/reflect.ts';
import { type FakePrometheus, startFakePrometheus } from '../../support/fake-prometheus/fake-prometheus.ts';
import { kubeStateMetrics } from '../../support/fake-prometheus/kube-state-metrics.ts';
import { aSeries, type FakeSeries, withLabels } from '../../support/fake-prometheus/series.ts';

const { catalog } = await builtInCatalog();
const quick: PrometheusTimings = { interval: 20, firstBackoff: 5 };

interface Options {
  readonly scope?: SeriesScope;
  readonly timings?: PrometheusTimings;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly silence?: number;
  readonly roundLimit?: number;
}

function discoveryOf({ url }: Pick<FakePrometheus, 'url'>, options: Options = {}) {
  const { silence = 3_000, scope = { clusterLabel: undefined, clusters: [] } } = options;
  const api = createPrometheusApi({ url, tenant: undefined, silence, config: () => loadHttpConfig(undefined, '/') });
  return createPrometheusDiscovery({
    api,
    components: catalog.components,
    recogniser: createRecogniser(catalog.components),
    wanted: catalog.wantedFacts,
    scope,
    roundLimit: options.roundLimit ?? 10_000,
    timings: options.timings ?? quick,
    random: options.random ?? Math.random,
    now: options.now ?? (() => Date.now()),
  });
}

/** A discovery that runs until the test ends, and what it told. */
function run(t: Teardown, server: FakePrometheus, options?: Options) {
  const inventories: Inventory[] = [];
  const confirmed: number[] = [];
  const failures: DiscoveryFailure[] = [];
  const recovered: string[] = [];
  const stop = new AbortController();
  const discovery = discoveryOf(server, options);
  const running = discovery.run(
    {
      onChange: (read) => inventories.push(finish(read())),
      onConfirmed: (at) => confirmed.push(at),
      onFailure: (failure) => failures.push(failure),
      onRecovery: ({ resource }) => recovered.push(resource),
    },
    stop.signal,
  );
  const stopped = () => {
    stop.abort();
    return running;
  };
  t.teardown(stopped);
  return { discovery, inventories, confirmed, failures, recovered, stop: stopped };
}

const { signal } = new AbortController();

function aCluster(version = 'v3.27.2'): readonly FakeSeries[] {
  return kubeStateMetrics([aRawNode(), aRawPod({ name: 'calico', image: `quay.io/calico/node:${version}` })]);
}

function describe({ nodes, instances }: Inventory): readonly string[] {
  const containers = instances.filter(({ kind }) => kind === 'container');
  return [
    ...nodes.map(({ cluster, name }) => `${cluster ?? '-'} ${name}`),
    ...containers.map(({ cluster, version }) => `${cluster ?? '-'} ${version.ok ? version.version.text : '?'}`),
  ];
}

t.test('one read gives the inventory, and leaves no connection', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  t.strictSame(describe(await discoveryOf(server).readOnce(signal)), ['- node-1', '- v3.27.2']);
  await eventually('no connection is left', () => server.countSockets() === 0);
});

t.test('all queries of a round are for the moment that the first answer tells', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  await discoveryOf(server, { now: () => 0 }).readOnce(signal);
  const [first, ...others] = server.queries.map(({ time }) => time);
  t.equal(first, null);
  t.strictSame([...new Set(others)], ['1760000000']);
});

t.test('versions are asked of metrics only where an image tells none', async (t) => {
  const image = `coredns/coredns@sha256:${'1'.repeat(64)}`;
  const pod = aRawPod({ name: 'dns', containers: [{ name: 'coredns', image }] });
  const own = aSeries('coredns_build_info', { namespace: 'kube-system', pod: 'dns', version: '1.11.3' });
  const server = await startFakePrometheus(t, [...kubeStateMetrics([aRawNode(), pod]), own]);
  t.strictSame(describe(await discoveryOf(server).readOnce(signal)), ['- node-1', '- 1.11.3']);

  server.store(aCluster());
  const before = server.queries.length;
  await discoveryOf(server).readOnce(signal);
  t.notOk(server.queries.slice(before).some(({ query }) => query.includes('build_info')));
});

for (const [what, spoil, message] of [
  [
    'a Prometheus without kube-state-metrics',
    (server: FakePrometheus) => server.store([aSeries('up')]),
    /has no series kube_node_info, kube_pod_container_info or kube_pod_info: is kube-state-metrics scraped\?; let it scrape/,
  ],
  [
    'an answer without nodes',
    (server: FakePrometheus) => server.store(aCluster().filter(({ name }) => name !== 'kube_node_info')),
    /has no series kube_node_info: is kube-state-metrics scraped\?/,
  ],
  [
    'several clusters that nobody tells apart',
    (server: FakePrometheus) => server.store(['a', 'b'].flatMap((cluster) => withLabels(aCluster(), { cluster }))),
    /several clusters \(a and b\), which have to be told apart with --cluster-label cluster/,
  ],
  [
    'a refusal',
    (server: FakePrometheus) => server.spoil({ kind: 'status', status: 401 }),
    /status 401; give credentials/,
  ],
  [
    'a wrong path',
    (server: FakePrometheus) => server.spoil({ kind: 'status', status: 404 }),
    /404\); check --prometheus-url.*prefix/,
  ],
  [
    'a web page',
    (server: FakePrometheus) => server.spoil({ kind: 'text', text: '<', contentType: 'text/html' }),
    /web page; check/,
  ],
  [
    'an answer in part',
    (server: FakePrometheus) => server.spoilAll({ kind: 'also', fields: { isPartial: true } }, /kube_pod_created/),
    /in part.*; try again when/,
  ],
] as const) {
  t.test(`one read of ${what} fails with a sentence`, async (t) => {
    const server = await startFakePrometheus(t, aCluster());
    spoil(server);
    await t.rejects(discoveryOf(server).readOnce(signal), { code: 'PROMETHEUS_UNREACHABLE', message });
    await eventually('no connection is left', () => server.countSockets() === 0);
  });
}

t.test('a round that takes too long is given up', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  server.spoilAll({ kind: 'silence' }, /kube_pod_info/);
  const reading = discoveryOf(server, { roundLimit: 200 }).readOnce(signal);
  await t.rejects(reading, { message: /take longer than 0.2 s/ });
});

t.test('an inventory is told once, and confirmed by every round', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  let time = 0;
  const { inventories, confirmed, failures } = run(t, server, { now: () => (time += 1) });
  await eventually('some rounds', () => confirmed.length > 3);

  t.equal(inventories.length, 1);
  t.strictSame(confirmed.slice(0, 3), [1, 2, 3]);
  t.strictSame(failures, []);
});

t.test('the order of the answers changes nothing', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  const { inventories, confirmed } = run(t, server);
  await eventually('a round', () => confirmed.length > 0);
  server.store(aCluster().toReversed());
  const before = confirmed.length;
  await eventually('further rounds', () => confirmed.length > before + 2);
  t.equal(inventories.length, 1);
});

t.test('what did not change keeps its identity', async (t) => {
  const nodes = [aRawNode({ name: 'a' }), aRawNode({ name: 'b' })];
  const server = await startFakePrometheus(t, kubeStateMetrics([...nodes, aRawPod()]));
  const { inventories } = run(t, server);
  await eventually('an inventory', () => inventories.length > 0);
  server.store(kubeStateMetrics([nodes[0]!, aRawNode({ name: 'b', kernel: '6.8.0' }), aRawPod()]));
  await eventually('the next', () => inventories.length > 1);
  const [before, after] = inventories.map((inventory) => inventory.nodes);
  t.equal(after?.[0], before?.[0]);
  t.not(after?.[1], before?.[1]);
});

t.test('a failure is told under its reason, and the last inventory stands', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  const { inventories, confirmed, failures } = run(t, server);
  await eventually('an inventory', () => inventories.length > 0);
  server.spoilAll({ kind: 'also', fields: { warnings: ['store-1 is away'] } });
  server.store(aCluster('v3.28.0'));
  await eventually('failures', () => failures.length > 2);
  const count = confirmed.length;
  await eventually('more failures', () => failures.length > 4);

  t.equal(inventories.length, 1);
  t.equal(confirmed.length, count, 'and nothing confirms it');
  t.match(failures[0], { resource: 'prometheus', reason: 'partial', message: /^cannot read http.*store-1 is away$/ });
  server.spoilAll(undefined);
  await eventually('the next inventory', () => inventories.length > 1);
  t.strictSame(describe(inventories[1]!), ['- node-1', '- v3.28.0']);
});

t.test('a scrape of kube-state-metrics that failed empties nothing', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  const { inventories, failures } = run(t, server);
  await eventually('an inventory', () => inventories.length > 0);
  server.store([aSeries('up', { job: 'kube-state-metrics' }, { value: 0 })]);
  await eventually('failures', () => failures.length > 2);

  t.equal(inventories.length, 1);
  t.match(failures[0], { resource: 'prometheus', reason: 'incomplete', message: /kube_node_info/ });
});

t.test('after a failure it waits longer each time, and no longer than the last pause allows', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  server.spoilAll({ kind: 'status', status: 503 });
  const { failures } = run(t, server, { timings: { interval: 40, firstBackoff: 10 }, random: () => 1 });
  await eventually('some failures', () => failures.length > 5);
  const pauses = server.queries.slice(1).map(({ at }, index) => at - (server.queries[index]?.at ?? 0));
  for (const [index, least] of [10, 20, 40, 80, 160].entries())
    t.ok((pauses[index] ?? 0) >= least - 2, `${pauses[index]}`);
});

t.test('Retry-After is waited for', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  server.spoil({ kind: 'status', status: 429, headers: { 'retry-after': '0.3' } });
  const { inventories, failures } = run(t, server);
  await eventually('an inventory', () => inventories.length > 0);
  t.match(failures, [{ reason: 'throttled' }]);
  t.ok((server.queries[1]?.at ?? 0) - (server.queries[0]?.at ?? 0) >= 298);
});

t.test('rounds do not overlap, and a tenth of the interval is left to chance', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  const { confirmed } = run(t, server, { timings: { interval: 100, firstBackoff: 5 }, random: () => 0 });
  await eventually('some rounds', () => confirmed.length > 2);
  const firsts = server.queries.filter(({ time }) => time === null).map(({ at }) => at);
  const perRound = server.queries.findIndex(({ time }, index) => index > 0 && time === null);
  t.ok(server.queries.every(({ time }, index) => (time === null) === (index % perRound === 0)));
  t.ok((firsts[1] ?? 0) - (firsts[0] ?? 0) >= 88);
});

t.test('it stops at any moment, and leaves no connection', async (t) => {
  for (const fault of [undefined, { kind: 'silence' }, { kind: 'status', status: 503 }] as const) {
    const server = await startFakePrometheus(t, aCluster());
    server.spoilAll(fault);
    const { stop } = run(t, server, { timings: { interval: 600_000, firstBackoff: 600_000 }, random: () => 1 });
    await eventually('it has begun', () => server.queries.length > 0);
    await stop();
    await eventually('no connection is left', () => server.countSockets() === 0);
  }
});

const byCluster = { clusterLabel: 'cluster', clusters: [] };
const east = withLabels(aCluster(), { cluster: 'east' });
const west = withLabels(aCluster('v3.28.0'), { cluster: 'west' });
const both = ['east node-1', 'west node-1', 'east v3.27.2', 'west v3.28.0'];

t.test('several clusters make one inventory', async (t) => {
  const server = await startFakePrometheus(t, [...east, ...west]);
  t.strictSame(describe(await discoveryOf(server, { scope: byCluster }).readOnce(signal)), both);
});

t.test('a cluster that was asked for and is not there is named', async (t) => {
  const server = await startFakePrometheus(t, [...east, ...west]);
  const scope = { clusterLabel: 'cluster', clusters: ['east', 'north'] };
  await t.rejects(discoveryOf(server, { scope }).readOnce(signal), { message: /of cluster "north"/ });
});

t.test('a label that no series has leads to a cluster without a name', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  t.strictSame(describe(await discoveryOf(server, { scope: byCluster }).readOnce(signal)), [' node-1', ' v3.27.2']);
});

t.test('a cluster that is not whole stays as it was, and is not confirmed', async (t) => {
  const server = await startFakePrometheus(t, [...east, ...west]);
  let time = 1_000;
  const { inventories, confirmed, failures } = run(t, server, { scope: byCluster, now: () => time });
  await eventually('an inventory', () => confirmed.length > 0);
  time = 2_000;
  server.store([
    ...withLabels(aCluster('v3.29.0'), { cluster: 'east' }),
    ...west.filter(({ name }) => name !== 'kube_pod_info'),
  ]);
  await eventually('the next inventory', () => inventories.length > 1 && failures.length > 1);

  t.strictSame(describe(inventories[1]!), ['east node-1', 'west node-1', 'east v3.29.0', 'west v3.28.0']);
  t.strictSame([...new Set(confirmed)], [1_000]);
  t.match(failures[0], { reason: 'incomplete', message: /no series kube_pod_info of cluster "west"/ });
});

t.test('a cluster that was never whole leaves all unconfirmed, and the others are told', async (t) => {
  const server = await startFakePrometheus(t, [...east, ...west.filter(({ name }) => name !== 'kube_pod_info')]);
  const { inventories, confirmed, failures } = run(t, server, { scope: byCluster });
  await eventually('some rounds', () => failures.length > 2);
  t.strictSame(inventories.map(describe), [['east node-1', 'east v3.27.2']]);
  t.strictSame(confirmed, []);
});

t.test('a cluster that is away stands for five minutes, and is gone then', async (t) => {
  const server = await startFakePrometheus(t, [...east, ...west]);
  let time = 0;
  const { inventories, confirmed, failures } = run(t, server, { scope: byCluster, now: () => time });
  await eventually('an inventory', () => inventories.length > 0);
  server.store(east);
  time = 299_000;
  await eventually('failures', () => failures.length > 2);
  t.equal(inventories.length, 1);
  t.match(failures[0], { reason: 'incomplete', message: /no series of cluster "west" any more/ });
  time = 301_000;
  await eventually('the next inventory', () => inventories.length > 1);
  t.strictSame(describe(inventories[1]!), ['east node-1', 'east v3.27.2']);
  await eventually('it is confirmed', () => confirmed.includes(301_000));
});

t.test('how the reading is shows in its status, and a round that works again is told once', async (t) => {
  const server = await startFakePrometheus(t, aCluster());
  server.spoil({ kind: 'status', status: 503 }, { kind: 'status', status: 503 });
  const { discovery, inventories, recovered, failures } = run(t, server);
  await eventually('it failed', () => failures.length > 0);
  t.match(discovery.status(), [{ resource: 'prometheus', unreadable: 1, lastProgress: undefined }]);

  await eventually('it works again', () => inventories.length > 0 && recovered.length > 0);

  const [status] = discovery.status();
  t.match(status, { unreadable: 0, collections: 1, kept: 2, watches: 0 });
  t.ok((status?.lists ?? 0) > 2 && (status?.objects ?? 0) > 2 && (status?.bytes ?? 0) > 100);
  t.same(recovered, ['prometheus']);
});
