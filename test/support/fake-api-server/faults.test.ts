import t from 'tap';
import { eventually } from '../eventually.ts';
import { ask, watch } from './ask.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import { aPod } from './objects.ts';
import { serve, type Teardown } from './reflect.ts';

const image = 'registry.example/agent:1.0.0';

async function servePods(t: Teardown): Promise<FakeApiServer> {
  const server = await serve(t);
  for (const name of ['a', 'b', 'c']) server.store.put('pods', aPod({ name, image }));
  return server;
}

t.test('a fault is for the requests that are meant', async (t) => {
  const server = await servePods(t);
  server.faults.add({ kind: 'status', status: 500 }, { namespace: '' });
  server.faults.add({ kind: 'status', status: 501 }, { namespace: 'x', times: 1 });

  for (const [path, status] of [
    ['/api/v1/pods', 500],
    ['/api/v1/namespaces/x/pods', 501],
    ['/api/v1/namespaces/x/pods', 200],
    ['/api/v1/namespaces/y/pods', 200],
  ] as const) {
    t.equal((await ask(server, path)).status, status, path);
  }
});

t.test('a truncated list ends in order, and is none', async (t) => {
  const server = await servePods(t);
  const whole = await ask(server, '/api/v1/pods');
  server.faults.add({ kind: 'truncated' });

  const response = await fetch(`${server.url}/api/v1/pods`);
  const text = await response.text();

  t.equal(response.status, 200);
  t.ok(text.length > 0 && whole.text.startsWith(text) && text.length < whole.text.length);
});

t.test('a list drips', async (t) => {
  const server = await servePods(t);
  const whole = await ask(server, '/api/v1/pods');
  server.faults.add({ kind: 'drip', bytes: 100, pause: 1 });
  const chunks: string[] = [];

  const { body } = await fetch(`${server.url}/api/v1/pods`);
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) chunks.push(chunk);

  t.equal(chunks.join(''), whole.text);
  t.ok(chunks.length > 1, `${chunks.length} chunks`);
});

t.test('a last answer closes its connection', async (t) => {
  const server = await servePods(t);
  server.faults.add({ kind: 'last-answer' });

  const { status, headers } = await ask(server, '/api/v1/pods');

  t.equal(status, 200);
  t.equal(headers.get('connection'), 'close');
  await eventually('the connection is closed', () => server.countSockets() === 0);
});

for (const then of ['end', 'reset', 'silence'] as const) {
  t.test(`a watch stops in the middle of its initial events (${then})`, async (t) => {
    const server = await servePods(t);
    server.faults.add({ kind: 'half-begun', events: 2, then });
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const stream = await watch(t, server, `/api/v1/pods?${query}`);

    if (then === 'silence') {
      await stream.first(2);
      server.store.put('pods', aPod({ name: 'd', image }));
      for (const opened of server.watches('pods')) opened.reset();
    }

    t.equal(await stream.ended, then === 'end');
    t.strictSame(await stream.first(2), ['ADDED a', 'ADDED b']);
    t.equal(stream.events.length, 2);
  });
}

t.test('events come twice', async (t) => {
  const server = await servePods(t);
  server.faults.add({ kind: 'watch', conduct: 'doubling' });
  const stream = await watch(t, server, '/api/v1/pods?watch=1&resourceVersion=3');

  t.strictSame(await stream.first(2), ['ADDED c', 'ADDED c']);
});

t.test('events from before come again', async (t) => {
  const server = await servePods(t);
  server.faults.add({ kind: 'replayed' });
  const stream = await watch(t, server, '/api/v1/pods?watch=1&resourceVersion=3');

  t.strictSame(await stream.first(4), ['ADDED a', 'ADDED b', 'ADDED c', 'ADDED c']);
});

t.test('a half-open watch is accepted, and brings nothing', async (t) => {
  const server = await servePods(t);
  server.faults.add({ kind: 'watch', conduct: 'silent' });
  const stream = await watch(t, server, '/api/v1/pods?watch=1');
  server.store.put('pods', aPod({ name: 'd', image }));
  for (const opened of server.watches('pods')) opened.end();

  t.equal(stream.status, 200);
  t.ok(await stream.ended);
  t.equal(stream.events.length, 0);
});
