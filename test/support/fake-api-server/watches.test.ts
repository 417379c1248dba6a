import t from 'tap';
import { eventually } from '../eventually.ts';
import { ask, watch } from './ask.ts';
import type { FakeApiServer, FakeApiServerOptions } from './fake-api-server.ts';
import { aNode, aPod } from './objects.ts';
import { serve, type Teardown } from './reflect.ts';

const image = 'registry.example/agent:1.0.0';

/** A server with pods `a` to `c`, at revision 4. */
async function servePods(t: Teardown, options?: FakeApiServerOptions): Promise<FakeApiServer> {
  const server = await serve(t, options);
  for (const name of ['a', 'b', 'c']) server.store.put('pods', aPod({ name, image }));
  return server;
}

const state = ['ADDED a', 'ADDED b', 'ADDED c'];
const beginnings: readonly (readonly [query: string, events: readonly string[]])[] = [
  ['watch=1', state],
  ['watch=true&resourceVersion=0', state],
  ['watch=True&resourceVersion=3', ['ADDED c']],
  ['watch=1&resourceVersion=4', []],
  ['watch=1&resourceVersion=99', []],
  ['watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan', []],
  ['watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=3', ['ADDED c']],
];

for (const [query, events] of beginnings) {
  t.test(`${query} begins with ${events.length} events, and goes on with changes`, async (t) => {
    const server = await servePods(t);
    const stream = await watch(t, server, `/api/v1/pods?${query}`);
    t.equal(stream.status, 200);
    t.equal(stream.headers.get('content-encoding'), null, 'a watch is not compressed');
    while (server.store.revision() < 99) server.store.put('nodes', aNode('busy'));
    server.store.remove('pods', 'a', 'default');

    t.strictSame(await stream.first(events.length + 1), [...events, 'DELETED a']);
    t.match(stream.events.at(-1)?.object, { kind: 'Pod', apiVersion: 'v1', metadata: { resourceVersion: '100' } });
  });
}

t.test('no watch is "false" or "0"', async (t) => {
  const server = await servePods(t);
  for (const text of ['false', '0', 'FALSE'])
    t.equal((await ask(server, `/api/v1/pods?watch=${text}`)).body.kind, 'PodList');
});

t.test('the watch cache keeps its last changes, and 410 is for what is older', async (t) => {
  const server = await servePods(t, { watchCacheSize: 2 });
  const path = (revision: number) => `/api/v1/pods?watch=1&resourceVersion=${revision}`;
  const expired = await watch(t, server, path(1));
  t.equal(expired.status, 200);
  t.strictSame(await expired.first(1), ['ERROR 410']);
  t.match(expired.events[0]?.object, { kind: 'Status', reason: 'Expired', message: 'too old resource version: 1 (2)' });
  t.ok(await expired.ended);
  t.strictSame(await (await watch(t, server, path(2))).first(2), ['ADDED b', 'ADDED c']);
});

t.test('410 can be the status, as of servers before', async (t) => {
  const server = await servePods(t, { watchCacheSize: 1, behaviour: { expiredWatch: 'status' } });

  t.match(await ask(server, '/api/v1/pods?watch=1&resourceVersion=1'), { status: 410, body: { reason: 'Expired' } });
});

t.test('a restart keeps objects and revision, and forgets changes', async (t) => {
  const server = await servePods(t);
  const { url } = server;
  await server.stop();
  server.store.put('pods', aPod({ name: 'd', image }));
  await server.start();

  t.equal(server.url, url);
  t.equal((await ask(server, '/api/v1/pods')).body.metadata.resourceVersion, '5');
  const behind = await watch(t, server, '/api/v1/pods?watch=1&resourceVersion=4');
  t.strictSame(await behind.first(1), ['ERROR 410']);
  const current = await watch(t, server, '/api/v1/pods?watch=1&resourceVersion=5');
  server.store.put('pods', aPod({ name: 'e', image }));
  t.strictSame(await current.first(1), ['ADDED e']);
});

t.test('bookmarks come again and again and before the end, to who takes them', async (t) => {
  const server = await servePods(t, { bookmarkInterval: 10 });
  const path = '/api/v1/pods?watch=1&resourceVersion=4&timeoutSeconds=1';
  const [with_, without] = await Promise.all([
    watch(t, server, `${path}&allowWatchBookmarks=true`),
    watch(t, server, path),
  ]);
  await with_.first(2);
  server.store.put('nodes', aNode('elsewhere'));

  t.ok(await with_.ended);
  t.ok(await without.ended);
  t.ok(with_.events.every(({ type }) => type === 'BOOKMARK'));
  t.match(with_.events.at(-1)?.object, { kind: 'Pod', metadata: { resourceVersion: '5', annotations: undefined } });
  t.equal(without.events.length, 0);
});

t.test('what was held for clients is let go, and what they asked is counted', async (t) => {
  const server = await servePods(t);
  server.faults.add({ kind: 'drip', bytes: 1, pause: 1_000 }, { collection: 'nodes' });
  server.faults.add({ kind: 'slow', delay: 60_000 }, { collection: 'namespaces' });
  const stop = new AbortController();
  const paths = ['/api/v1/nodes', '/api/v1/namespaces', '/api/v1/namespaces/x/pods?watch=1&allowWatchBookmarks=1'];
  const asking = paths.map((path) => ask(server, path, { signal: stop.signal }).catch(() => undefined));
  await eventually('all are under way', () => server.requests.length === 3 && server.held().watches === 1);
  t.strictSame(server.held(), { sockets: 3, requests: 2, watches: 1, subscribers: 1, timers: 5 });

  stop.abort();
  await Promise.all(asking);
  await eventually('nothing is held', () => Object.values(server.held()).every((count) => count === 0));

  t.equal(server.mostRequestsWithin(60), 3);
  t.equal(server.mostRequestsWithin(60, { verb: 'watch', collection: 'pods', namespace: 'x' }), 1);
  t.equal(server.mostRequestsWithin(60, { verb: 'watch', namespace: 'y' }), 0);
  t.equal(server.mostRequestsWithin(0), 1);
});
