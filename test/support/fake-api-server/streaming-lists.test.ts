import t from 'tap';
import { ask, watch } from './ask.ts';
import { aNode, aPod } from './objects.ts';
import { serve } from './reflect.ts';
import type { ServerVersion } from './versions.ts';

const image = 'registry.example/agent:1.0.0';
const streaming = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

for (const version of ['1.32', '1.34', '1.36'] as const) {
  t.test(`${version} streams the state in the order of the keys, a bookmark, then changes`, async (t) => {
    const server = await serve(t, { version });
    for (const name of ['b', 'c', 'a']) server.store.put('pods', aPod({ name, image }));
    server.store.put('nodes', aNode('elsewhere'));
    const stream = await watch(t, server, `/api/v1/pods?watch=true&${streaming}`);
    await stream.first(4);
    server.store.put('pods', aPod({ name: 'a', image, env: { A: '1' } }));

    const events = ['ADDED a', 'ADDED b', 'ADDED c', 'BOOKMARK of the initial events', 'MODIFIED a'];
    t.strictSame(await stream.first(5), events);
    t.match(stream.events[3]?.object, {
      kind: 'Pod',
      metadata: { resourceVersion: '5', annotations: { 'k8s.io/initial-events-end': 'true' } },
    });
  });
}

const gate = 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
const refusals: readonly (readonly [ServerVersion, field: string, message: string])[] = [
  ['1.33', 'sendInitialEvents', gate],
  ['1.31', 'sendInitialEvents', gate],
  ['1.27', 'sendInitialEvents', gate],
  ['1.26', 'resourceVersionMatch', 'resourceVersionMatch is forbidden for watch'],
  ['1.24', 'resourceVersionMatch', 'resourceVersionMatch is forbidden for watch'],
];

for (const [version, field, message] of refusals) {
  t.test(`${version} refuses to stream a list`, async (t) => {
    const server = await serve(t, { version });

    const { status, body } = await ask(server, `/api/v1/pods?watch=1&${streaming}`);

    t.equal(status, 422);
    t.match(body, {
      kind: 'Status',
      reason: 'Invalid',
      code: 422,
      message: `ListOptions.meta.k8s.io "" is invalid: ${field}: Forbidden: ${message}`,
      details: {
        group: 'meta.k8s.io',
        kind: 'ListOptions',
        causes: [{ reason: 'FieldValueForbidden', field, message: `Forbidden: ${message}` }],
      },
    });
    t.equal(server.held().watches, 0);
  });
}

t.test('1.18 does not know what is asked, and sends no bookmark', async (t) => {
  const server = await serve(t, { version: '1.18' });
  server.store.put('pods', aPod({ name: 'a', image }));
  const stream = await watch(t, server, `/api/v1/pods?watch=1&${streaming}`);
  await stream.first(1);
  server.store.put('pods', aPod({ name: 'b', image }));

  t.strictSame(await stream.first(2), ['ADDED a', 'ADDED b']);
});

t.test('without bookmarks nothing tells the end of the state', async (t) => {
  const server = await serve(t);
  server.store.put('pods', aPod({ name: 'a', image }));
  const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
  const stream = await watch(t, server, `/api/v1/pods?watch=1&${query}`);
  await stream.first(1);
  server.store.put('pods', aPod({ name: 'b', image }));

  t.strictSame(await stream.first(2), ['ADDED a', 'ADDED b']);
});

t.test('where lists are streamed, a watch from 0 that takes bookmarks is such a one', async (t) => {
  const old = await serve(t, { version: '1.31' });
  const newer = await serve(t, { version: '1.34' });
  for (const server of [old, newer]) server.store.put('pods', aPod({ name: 'a', image }));
  const path = '/api/v1/pods?watch=1&resourceVersion=0&allowWatchBookmarks=true';
  const [plain, streamed] = await Promise.all([watch(t, old, path), watch(t, newer, path)]);
  t.strictSame(await streamed.first(2), ['ADDED a', 'BOOKMARK of the initial events']);
  old.store.put('pods', aPod({ name: 'b', image }));

  t.strictSame(await plain.first(2), ['ADDED a', 'ADDED b']);
});

t.test('the state is asked for as new as the client knows it, and with the right match', async (t) => {
  const server = await serve(t);
  const stream = await watch(t, server, `/api/v1/pods?watch=1&${streaming}&resourceVersion=99`);
  t.strictSame(await stream.first(1), ['ERROR 504']);
  t.ok(await stream.ended);

  const match = '/api/v1/pods?watch=1&sendInitialEvents=true&resourceVersionMatch=Exact';
  const message =
    /^ListOptions.meta.k8s.io "" is invalid: \[resourceVersionMatch: Forbidden: .*Unsupported value: "Exact"/;
  t.match(await ask(server, match), { status: 422, body: { message } });
  t.match(await ask(server, '/api/v1/pods?sendInitialEvents=true'), {
    status: 422,
    body: { message: /sendInitialEvents is forbidden for list$/ },
  });
});

t.test('a state that is large leaves no faster than it is read, and changes come after it', async (t) => {
  const server = await serve(t);
  const count = 5_000;
  for (let index = 0; index < count; index += 1) {
    server.store.put(
      'pods',
      aPod({ name: `pod-${String(index).padStart(4, '0')}`, image, env: { A: 'x'.repeat(500) } }),
    );
  }
  const stream = await watch(t, server, `/api/v1/pods?watch=1&${streaming}`);
  server.store.remove('pods', 'pod-0000', 'default');

  const events = await stream.first(count + 2);

  t.strictSame(events.slice(-3), ['ADDED pod-4999', 'BOOKMARK of the initial events', 'DELETED pod-0000']);
});
