import t from 'tap';
import { toApiError } from '../../../src/adapters/http-client/api-error.ts';
import { listObjects } from '../../../src/adapters/kubernetes/list-objects.ts';
import type { Fault } from '../../support/fake-api-server/faults.ts';
import { aNode, aPod, aReplicaSet } from '../../support/fake-api-server/objects.ts';
import { connect, images, resources, serve, truthOf } from '../../support/fake-api-server/reflect.ts';

const failed = () => Promise.reject(new Error('it did not fail'));
const ignore = () => undefined;
const options = { patience: 3_000, signal: new AbortController().signal, onBytes: ignore, onObjects: ignore };

t.test('a collection is read page by page', async (t) => {
  const server = await serve(t);
  for (let index = 0; index < 1_200; index += 1) server.store.put('nodes', aNode(`node-${index}`));

  const listed = await listObjects(resources.nodes, connect(t, server), options);

  t.strictSame(listed.objects, truthOf(server, resources.nodes));
  t.equal(listed.resourceVersion, String(server.store.revision()));
  t.strictSame(
    server.requests.map(({ query }) => [query.get('limit'), query.has('continue')]),
    [
      ['500', false],
      ['500', true],
      ['500', true],
    ],
  );
});

t.test('an empty collection is a complete list', async (t) => {
  const server = await serve(t);

  const listed = await listObjects(resources.nodes, connect(t, server), options);

  t.equal(listed.objects.size, 0);
  t.equal(listed.resourceVersion, '1');
});

t.test('only pods of catalogued components are kept, and of these only what is read', async (t) => {
  const server = await serve(t);
  server.store.put('pods', aPod({ name: 'web', image: images.untracked }));
  server.store.put('pods', aPod({ name: 'calico-node-1', image: images.tracked, env: { GREETING: 'hi', OTHER: 'x' } }));

  const { objects } = await listObjects(resources.pods, connect(t, server), options);

  t.strictSame(
    objects,
    new Map([
      [
        'default/calico-node-1',
        {
          namespace: 'default',
          name: 'calico-node-1',
          nodeName: 'node-1',
          phase: 'Running',
          controller: undefined,
          labels: new Map(),
          annotations: new Map(),
          containers: [
            {
              name: 'main',
              image: images.tracked,
              reported: undefined,
              reportedVersion: undefined,
              environment: { values: new Map([['GREETING', 'hi']]), mayHaveMore: false },
              flags: new Map(),
            },
          ],
        },
      ],
    ]),
  );
});

t.test('of ReplicaSets the server sends only metadata', async (t) => {
  const server = await serve(t);
  server.store.put('replicasets', aReplicaSet('web-5d9', 'web'));
  const bodies: unknown[] = [];
  const seeing = {
    ...resources.replicaSets,
    cut(raw: unknown) {
      bodies.push(raw);
      return resources.replicaSets.cut(raw);
    },
  };

  const { objects } = await listObjects(seeing, connect(t, server), options);

  t.strictSame(objects.get('default/web-5d9')?.controller, { kind: 'Deployment', name: 'web' });
  t.notOk(Object.hasOwn(bodies[0] as object, 'spec'));
});

t.test('a list that expires midway starts over', async (t) => {
  const server = await serve(t);
  for (let index = 0; index < 1_200; index += 1) server.store.put('nodes', aNode(`node-${index}`));
  server.faults.add({ kind: 'status', status: 410 }, { laterPage: true, times: 1 });

  const { objects } = await listObjects(resources.nodes, connect(t, server), options);

  t.equal(objects.size, 1_200);
  t.equal(server.requests.length, 2 + 3);
});

t.test('a list that expires midway again and again is given up', async (t) => {
  const server = await serve(t);
  for (let index = 0; index < 1_200; index += 1) server.store.put('nodes', aNode(`node-${index}`));
  server.faults.add({ kind: 'status', status: 410 }, { laterPage: true });

  const { reason } = await listObjects(resources.nodes, connect(t, server), options).then(failed, toApiError);

  t.equal(reason, 'expired');
  t.equal(server.requests.length, 4);
});

t.test('pages that go round in a circle are given up', async (t) => {
  const server = await serve(t);
  const page = { metadata: { resourceVersion: '7', continue: 'token' }, items: [aNode('node-1')] };
  server.faults.add({ kind: 'text', text: JSON.stringify(page) }, { times: 1_000 });

  const { reason } = await listObjects(resources.nodes, connect(t, server), options).then(failed, toApiError);

  t.equal(reason, 'malformed');
  t.equal(server.requests.length, 2);
});

const refusals: readonly (readonly [fault: Fault, reason: string, message: RegExp])[] = [
  [{ kind: 'status', status: 401 }, 'unauthorized', /request without credentials \(status 401, the test said so\)$/],
  [
    { kind: 'status', status: 403, message: 'User "x" cannot list pods' },
    'forbidden',
    /^may not list pods; grant the verbs list and watch on pods \(User "x" cannot list pods\)$/,
  ],
  [{ kind: 'status', status: 404 }, 'not_found', /status 404/],
  [{ kind: 'status', status: 410 }, 'expired', /status 410/],
  [{ kind: 'status', status: 429 }, 'throttled', /status 429/],
  [{ kind: 'status', status: 500, message: 'etcd\nis gone' }, 'server_error', /status 500, etcd is gone$/],
  [{ kind: 'status', status: 302 }, 'malformed', /status 302/],
  [{ kind: 'status', status: 400 }, 'malformed', /status 400/],
  [{ kind: 'text', text: '<html>log in</html>' }, 'malformed', /not a Kubernetes list/],
  [{ kind: 'text', text: '{"kind":"Pod","metadata":{"name":"x"}}' }, 'malformed', /not a Kubernetes list/],
  [{ kind: 'text', text: '' }, 'malformed', /not a Kubernetes list/],
  [{ kind: 'reset' }, 'unreachable', /the connection broke/],
  [{ kind: 'cut-short' }, 'unreachable', /the connection broke/],
];

for (const [fault, reason, message] of refusals) {
  t.test(`${JSON.stringify(fault)} is ${reason}`, async (t) => {
    const server = await serve(t);
    server.store.put('pods', aPod({ name: 'calico-node-1', image: images.tracked }));
    server.faults.add(fault);

    const error = await listObjects(resources.pods, connect(t, server), options).then(failed, toApiError);

    t.match(error, { reason, message });
  });
}

t.test('an object that is no JSON makes the list malformed, wherever it is', async (t) => {
  const server = await serve(t);
  const [first, second] = ['one', 'two'].map((name) => JSON.stringify(aPod({ name, image: images.tracked })));
  for (const damage of ['\\x', '\u0000', '\\u12']) {
    const damaged = second!.replace(images.tracked, `${damage}${images.tracked}`);
    server.faults.add(
      { kind: 'text', text: `{"metadata":{"resourceVersion":"1"},"items":[${first},${damaged}]}` },
      { times: 1 },
    );

    const error = await listObjects(resources.pods, connect(t, server), options).then(failed, toApiError);

    t.equal(error.reason, 'malformed', JSON.stringify(damage));
  }
});

t.test('a server that never answers is a timeout', async (t) => {
  const server = await serve(t);
  server.faults.add({ kind: 'hang' });
  const listing = listObjects(resources.pods, connect(t, server), { ...options, patience: 50 });

  t.match(await listing.then(failed, toApiError), { reason: 'timeout', message: 'the server did not answer in time' });
});

t.test('a long list comes compressed, and one that is damaged is refused with a reason', async (t) => {
  const server = await serve(t, { gzipFrom: 1024 });
  for (let index = 0; index < 50; index++) {
    server.store.put('pods', aPod({ name: `calico-node-${index}`, image: images.tracked }));
  }
  const api = connect(t, server);

  t.equal((await listObjects(resources.pods, api, options)).objects.size, 50);
  t.ok(server.requests.every(({ acceptsGzip }) => acceptsGzip));

  server.faults.add({ kind: 'damaged-gzip' }, { times: 1 });
  const failure = await listObjects(resources.pods, api, options).then(failed, toApiError);
  t.equal(failure.reason, 'malformed');
  t.equal(failure.message, 'the compressed answer is damaged');

  server.faults.add({ kind: 'cut-short' }, { times: 1 });
  const torn = await listObjects(resources.pods, api, options).then(failed, toApiError);
  t.equal(torn.reason, 'unreachable', 'a connection that breaks in the middle is the connection');
});
