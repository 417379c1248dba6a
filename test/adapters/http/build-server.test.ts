import t from 'tap';
import { buildServer } from '../../../src/adapters/http/build-server.ts';
import { createOwnMetrics } from '../../../src/adapters/http/own-metrics.ts';
import { discoveryReasons, discoveryResources } from '../../../src/app/discovery.ts';
import { createExporter } from '../../../src/app/exporter.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import { readObjects } from '../../../src/core/inventory/read-objects.ts';
import { demoCluster, firstCasesCatalog } from '../../support/built-in.ts';
import { promtool } from '../../support/promtool.ts';
import { needs } from '../../support/tools.ts';

const catalog = await firstCasesCatalog();

function anExporter() {
  const ownMetrics = createOwnMetrics({ version: '1.2.3', nodeVersion: '24.0.0' });
  const exporter = createExporter({
    catalog,
    identity: { version: '1.2.3', digest: 'd', builtIn: true, overridden: [] },
    clock: () => 0,
    observer: ownMetrics,
  });
  const server = buildServer({ version: '1.2.3', current: exporter.current, ownMetrics: ownMetrics.render });
  return { ...exporter, server };
}

function demoInventory() {
  const reading = readObjects(demoCluster(), catalog.wantedFacts);
  if (!reading.ok) throw new Error(reading.message);
  return buildInventory(reading.objects, createRecogniser(catalog.components));
}

t.test('it is healthy at once, and ready only after the first complete discovery', async (t) => {
  const { server, listener } = anExporter();
  t.equal((await server.inject('/-/healthy')).statusCode, 200);
  t.match(await server.inject('/-/ready'), {
    statusCode: 503,
    body: 'Not ready: the first discovery is not complete.\n',
  });

  listener.onFailure({ resource: 'nodes', reason: 'unreachable', message: 'gone' });
  t.equal((await server.inject('/-/ready')).statusCode, 503);

  listener.onInventory(demoInventory());
  t.equal((await server.inject('/-/ready')).statusCode, 200);
});

t.test('metrics are there from the start, so that a discovery that never completes can be seen', async (t) => {
  const { server, listener } = anExporter();
  const before = await server.inject('/metrics');
  t.equal(before.statusCode, 200);
  t.equal(before.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  t.match(before.body, '\nplimsoll_discovery_last_success_timestamp_seconds 0\n');
  t.match(before.body, 'plimsoll_build_info{version="1.2.3",node_version="24.0.0"} 1');
  t.notMatch(before.body, 'plimsoll_component_info{');
  for (const resource of discoveryResources) {
    for (const reason of discoveryReasons) {
      t.match(before.body, `plimsoll_discovery_errors_total{resource="${resource}",reason="${reason}"} 0\n`);
    }
  }

  listener.onInventory(demoInventory());
  listener.onConfirmed(1_700_000_000_500);
  listener.onFailure({ resource: 'pods', reason: 'throttled', message: 'slow down' });
  const after = (await server.inject('/metrics')).body;
  t.match(after, 'plimsoll_component_info{');
  t.match(after, '\nplimsoll_discovery_last_success_timestamp_seconds 1700000000.5\n');
  t.match(after, 'plimsoll_discovery_errors_total{resource="pods",reason="throttled"} 1\n');
});

t.test('promtool is content with the metrics', needs('promtool'), async (t) => {
  const { server, listener } = anExporter();
  listener.onInventory(demoInventory());
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
