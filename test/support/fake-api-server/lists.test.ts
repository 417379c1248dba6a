import t from 'tap';
import { type Answer, ask, namesOf } from './ask.ts';
import type { FakeApiServer, FakeApiServerOptions } from './fake-api-server.ts';
import { aNode, aPod } from './objects.ts';
import { serve, type Teardown } from './reflect.ts';

const image = 'registry.example/agent:1.0.0';

/** A server with pods `a` to `e`, at revision 6. */
async function servePods(t: Teardown, options?: FakeApiServerOptions): Promise<FakeApiServer> {
  const server = await serve(t, options);
  for (const name of ['a', 'b', 'c', 'd', 'e']) server.store.put('pods', aPod({ name, image }));
  return server;
}

function nextOf({ body }: Answer, path = '/api/v1/pods?limit=2'): string {
  return `${path}&continue=${body.metadata.continue}`;
}

t.test('pages show the moment of the first, whatever happens meanwhile', async (t) => {
  const server = await servePods(t);
  const first = await ask(server, '/api/v1/pods?limit=2');
  server.store.remove('pods', 'c', 'default');
  server.store.put('pods', aPod({ name: 'ca', image }));
  const second = await ask(server, nextOf(first));
  const third = await ask(server, nextOf(second));

  t.strictSame([first, second, third].map(namesOf), [['a', 'b'], ['c', 'd'], ['e']]);
  t.strictSame(
    [first, second, third].map(({ body }) => [body.metadata.resourceVersion, body.metadata.remainingItemCount]),
    [
      ['6', 3],
      ['6', 1],
      ['6', undefined],
    ],
  );
  t.notOk(Object.hasOwn(third.body.metadata, 'continue'));
  t.strictSame(namesOf(await ask(server, '/api/v1/pods')), ['a', 'b', 'ca', 'd', 'e']);
});

t.test('pages of one namespace or of a selection hold what they should', async (t) => {
  const server = await servePods(t);
  for (const name of ['x', 'y', 'z']) server.store.put('pods', aPod({ name, image, namespace: 'other', node: 'far' }));
  for (const path of [
    '/api/v1/namespaces/other/pods?limit=2',
    '/api/v1/pods?limit=2&fieldSelector=spec.nodeName%3Dfar',
  ]) {
    const first = await ask(server, path);
    t.strictSame(namesOf(first), ['x', 'y']);
    t.equal(first.body.metadata.remainingItemCount, path.includes('Selector') ? undefined : 1);
    t.strictSame(namesOf(await ask(server, nextOf(first, path))), ['z']);
  }
});

for (const expire of ['compaction', 'many revisions', 'a fault'] as const) {
  t.test(`a token that ${expire} made too old is answered with one for what there is now`, async (t) => {
    const server = await servePods(t, { compactAfter: 10 });
    const first = await ask(server, '/api/v1/pods?limit=2');
    if (expire === 'compaction') server.store.compact();
    if (expire === 'many revisions') for (let turn = 0; turn < 11; turn += 1) server.store.put('nodes', aNode('busy'));
    if (expire === 'a fault') server.faults.add({ kind: 'expired-token' }, { laterPage: true, times: 1 });
    server.store.remove('pods', 'c', 'default');

    const expired = await ask(server, nextOf(first));

    t.match(expired, { status: 410, body: { kind: 'Status', reason: 'Expired', code: 410 } });
    t.match(expired.body.message, /^The provided continue parameter is too old .* inconsistent list/);
    const rest = await ask(server, nextOf(expired));
    t.strictSame(namesOf(rest), ['d', 'e']);
    t.equal(rest.body.metadata.resourceVersion, String(server.store.revision()));
  });
}

t.test('what makes no sense beside a token, or is none, is refused', async (t) => {
  const server = await servePods(t);
  const first = await ask(server, '/api/v1/pods?limit=2');
  t.match(await ask(server, `${nextOf(first)}&resourceVersion=3`), {
    status: 400,
    body: { message: /not allowed when/ },
  });
  t.match(await ask(server, '/api/v1/pods?limit=2&continue=nonsense'), { status: 400, body: { message: /not valid/ } });
  t.match(await ask(server, '/api/v1/pods?resourceVersion=new'), { status: 400, body: { message: /invalid syntax/ } });
});

const versions: readonly (readonly [query: string, revision: string, names: readonly string[]])[] = [
  ['', '9', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['resourceVersion=0', '9', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['resourceVersion=0&limit=2', '9', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['resourceVersion=7', '9', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['resourceVersion=7&limit=9', '7', ['a', 'b', 'c', 'd', 'e']],
  ['resourceVersion=7&limit=9&resourceVersionMatch=NotOlderThan', '9', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['resourceVersion=4&resourceVersionMatch=Exact', '4', ['a', 'b', 'c']],
  ['resourceVersion=4&resourceVersionMatch=Exact&limit=2', '4', ['a', 'b']],
];

t.test('a list is of the version that is asked for', async (t) => {
  const server = await servePods(t);
  server.store.put('pods', aPod({ name: 'e', image, env: { A: '1' } }));
  server.store.put('nodes', aNode('node-1'));
  server.store.put('pods', aPod({ name: 'f', image }));
  for (const [query, revision, names] of versions) {
    const answer = await ask(server, `/api/v1/pods?${query}`);
    t.strictSame(namesOf(answer), names, query);
    t.equal(answer.body.metadata.resourceVersion, revision, query);
  }
});

t.test('a server without a watch cache cuts also a list of any version', async (t) => {
  const server = await servePods(t, { behaviour: { limitAtZero: 'honoured' } });

  t.strictSame(namesOf(await ask(server, '/api/v1/pods?resourceVersion=0&limit=2')), ['a', 'b']);
});

t.test('a version that is not there yet, or no more, is refused', async (t) => {
  const server = await servePods(t);
  const tooNew = await ask(server, '/api/v1/pods?resourceVersion=99');
  t.match(tooNew, {
    status: 504,
    body: {
      reason: 'Timeout',
      message: 'Timeout: Too large resource version: 99, current: 6',
      details: {
        retryAfterSeconds: 1,
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      },
    },
  });
  t.equal(tooNew.headers.get('retry-after'), '1');
  server.store.compact();
  t.match(await ask(server, '/api/v1/pods?resourceVersion=4&resourceVersionMatch=Exact'), {
    status: 410,
    body: { reason: 'Expired', message: 'The resourceVersion for the provided list is too old.' },
  });
});

const mistakes = [
  ['resourceVersionMatch=Exact', 'is forbidden unless resourceVersion is provided'],
  ['resourceVersionMatch=Exact&resourceVersion=0', '"exact" is forbidden for resourceVersion "0"'],
  ['resourceVersionMatch=Newest&resourceVersion=1', 'supported values: "Exact", "NotOlderThan", ""'],
] as const;

t.test('a match that cannot be is refused', async (t) => {
  const server = await servePods(t);
  for (const [query, message] of mistakes) {
    const answer = await ask(server, `/api/v1/pods?${query}`);
    t.equal(answer.status, 422);
    t.equal(answer.body.message?.slice(-message.length), message);
  }
});

t.test('large lists come compressed to who takes them so', async (t) => {
  const server = await serve(t);
  const fill = (count: number) => {
    for (let index = 0; index < count; index += 1) server.store.put('nodes', aNode(`node-${index}`));
  };
  const encodingOf = async (headers: Record<string, string>) => {
    const answer = await ask(server, '/api/v1/nodes', { headers });
    return [answer.body.items?.length, answer.headers.get('content-encoding')];
  };
  fill(100);
  t.strictSame(await encodingOf({ 'accept-encoding': 'gzip' }), [100, null]);
  fill(1_000);
  t.strictSame(await encodingOf({ 'accept-encoding': 'gzip' }), [1_000, 'gzip']);
  t.strictSame(await encodingOf({ 'accept-encoding': 'identity' }), [1_000, null]);
});
