import t from 'tap';
import { buildServer } from '../../../src/adapters/http/build-server.ts';
import { createOwnMetrics } from '../../../src/adapters/http/own-metrics.ts';
import { discoveryReasons, type ResourceStatus } from '../../../src/app/discovery.ts';
import { createExporter } from '../../../src/app/exporter.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import { readObjects } from '../../../src/core/inventory/read-objects.ts';
import { demoCluster, firstCasesCatalog } from '../../support/built-in.ts';
import { promtool } from '../../support/promtool.ts';
import { needs } from '../../support/tools.ts';

const catalog = await firstCasesCatalog();

const idle: ResourceStatus = {
  resource: 'pods',
  collections: 2,
  unreadable: 0,
  lastProgress: undefined,
  kept: 0,
  lists: 0,
  watches: 0,
  restarts: 0,
  events: 0,
  objects: 0,
  bytes: 0,
};

function anExporter(status: () => readonly ResourceStatus[] = () => [idle, { ...idle, resource: 'nodes' }]) {
  const ownMetrics = createOwnMetrics({ version: '1.2.3', nodeVersion: '24.0.0', status });
  const exporter = createExporter({
    catalog,
    identity: { version: '1.2.3', digest: 'd', builtIn: true, overridden: [] },
    clusterLabel: 'cluster',
    clock: () => 0,
    nextTurn: async () => undefined,
    sleep: async () => undefined,
    observer: ownMetrics,
  });
  const { current, failures } = exporter;
  const server = buildServer({ version: '1.2.3', current, failures, ownMetrics: ownMetrics.render });
  return { ...exporter, server };
}

function demoInventory() {
  const reading = readObjects(demoCluster(), catalog.wantedFacts);
  if (!reading.ok) throw new Error(reading.message);
  return buildInventory(reading.objects, createRecogniser(catalog.components));
}

t.test('it is healthy at once, and ready only after the first complete discovery', async (t) => {
  const { server, listener, publish } = anExporter();
  t.equal((await server.inject('/-/healthy')).statusCode, 200);
  t.match(await server.inject('/-/ready'), {
    statusCode: 503,
    body: 'Not ready: the first discovery is not complete.\n',
  });

  listener.onFailure({ resource: 'nodes', namespace: undefined, reason: 'unreachable', message: 'gone' });
  t.equal((await server.inject('/-/ready')).statusCode, 503);
  t.equal((await server.inject('/-/healthy')).statusCode, 200, 'a restart would not help');

  await publish(demoInventory(), new AbortController().signal);
  t.equal((await server.inject('/-/ready')).statusCode, 200);
});

t.test('before it is ready it says what it waits for, until that can be read', async (t) => {
  const { server, listener, publish } = anExporter();
  const why = async () => (await server.inject('/-/ready')).body;
  const pods = { resource: 'pods', namespace: 'kube-system' } as const;
  listener.onFailure({ ...pods, reason: 'timeout', message: 'the server did not answer in time' });
  listener.onFailure({ ...pods, reason: 'unreachable', message: 'connection refused' });
  t.equal(await why(), 'Not ready: the first discovery is not complete: pods in kube-system: connection refused\n');

  listener.onRecovery(pods);
  t.equal(await why(), 'Not ready: the first discovery is not complete.\n');

  listener.onFailure({ ...pods, reason: 'throttled', message: 'cannot list pods in kube-system: status 429' });
  await publish(demoInventory(), new AbortController().signal);
  t.equal(await why(), 'Plimsoll is ready.\n', 'what it had stands');
});

t.test('metrics are there from the start, so that a discovery that never completes can be seen', async (t) => {
  const { server, listener, publish } = anExporter();
  const before = await server.inject('/metrics');
  t.equal(before.statusCode, 200);
  t.equal(before.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  t.match(before.body, '\nplimsoll_discovery_last_success_timestamp_seconds 0\n');
  t.match(before.body, 'plimsoll_build_info{version="1.2.3",node_version="24.0.0"} 1');
  t.notMatch(before.body, 'plimsoll_component_info{');
  for (const resource of ['pods', 'nodes']) {
    for (const reason of discoveryReasons) {
      t.match(before.body, `plimsoll_discovery_errors_total{resource="${resource}",reason="${reason}"} 0\n`);
    }
  }

  await publish(demoInventory(), new AbortController().signal);
  listener.onConfirmed(1_700_000_000_500);
  listener.onFailure({ resource: 'pods', namespace: undefined, reason: 'throttled', message: 'slow down' });
  const after = (await server.inject('/metrics')).body;
  t.match(after, 'plimsoll_component_info{');
  t.match(after, '\nplimsoll_discovery_last_success_timestamp_seconds 1700000000.5\n');
  t.match(after, 'plimsoll_discovery_errors_total{resource="pods",reason="throttled"} 1\n');
});

t.test('how the reading of each resource is, is looked at for each scrape', async (t) => {
  let status = { ...idle, lastProgress: 1_700_000_000_250, kept: 7, objects: 90, bytes: 4_096, lists: 1, events: 3 };
  const { server } = anExporter(() => [status]);
  await server.inject('/metrics');
  status = { ...status, watches: 5, events: 4, unreadable: 1, restarts: 2 };

  const { body } = await server.inject('/metrics');

  const told = body
    .split('\n')
    .filter((line) => line.startsWith('plimsoll_discovery_') && line.includes('{resource="pods"}'));
  t.same(told.sort(), [
    'plimsoll_discovery_collections{resource="pods"} 2',
    'plimsoll_discovery_events_total{resource="pods"} 4',
    'plimsoll_discovery_last_progress_timestamp_seconds{resource="pods"} 1700000000.25',
    'plimsoll_discovery_lists_total{resource="pods"} 1',
    'plimsoll_discovery_objects_read_total{resource="pods"} 90',
    'plimsoll_discovery_objects{resource="pods"} 7',
    'plimsoll_discovery_read_bytes_total{resource="pods"} 4096',
    'plimsoll_discovery_restarts_total{resource="pods"} 2',
    'plimsoll_discovery_unreadable_collections{resource="pods"} 1',
    'plimsoll_discovery_watches_total{resource="pods"} 5',
  ]);
});

t.test('promtool is content with the metrics', needs('promtool'), async (t) => {
  const { server, publish } = anExporter();
  await publish(demoInventory(), new AbortController().signal);
  t.match(await promtool(['check', 'metrics'], (await server.inject('/metrics')).body), { code: 0, output: '' });
});

t.test('a browser gets a page that leads on', async (t) => {
  const { server } = anExporter();
  const page = await server.inject('/');
  t.match(page.headers['content-type'], 'text/html');
  for (const link of page.body.matchAll(/href="(?<path>[^"]+)"/g)) {
    t.not((await server.inject(link.groups?.['path'] ?? '')).statusCode, 404, link[0]);
  }
});

t.test('what is not there is not found', async (t) => {
  const { server } = anExporter();
  t.equal((await server.inject('/nope')).statusCode, 404);
  t.equal((await server.inject({ method: 'POST', url: '/metrics' })).statusCode, 404);
});
