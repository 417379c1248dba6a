import t from 'tap';
import { eventually } from '../eventually.ts';
import { ask, watch } from './ask.ts';
import { aPod } from './objects.ts';
import { serve } from './reflect.ts';

const user = 'system:serviceaccount:monitoring:plimsoll';

t.test('what is denied is forbidden in the words of RBAC', async (t) => {
  const server = await serve(t);
  server.deny({});
  const refusals = [
    [
      '/api/v1/pods',
      `pods is forbidden: User "${user}" cannot list resource "pods" in API group "" at the cluster scope`,
    ],
    [
      '/api/v1/namespaces/kube-system/pods?watch=1',
      `pods is forbidden: User "${user}" cannot watch resource "pods" in API group "" in the namespace "kube-system"`,
    ],
    [
      '/apis/apps/v1/replicasets',
      `replicasets.apps is forbidden: User "${user}" cannot list resource "replicasets" in API group "apps" at the cluster scope`,
    ],
    [
      '/api/v1/nodes?fieldSelector=metadata.name%3Dnode-1',
      `nodes "node-1" is forbidden: User "${user}" cannot list resource "nodes" in API group "" at the cluster scope`,
    ],
  ] as const;

  for (const [path, message] of refusals) {
    t.match(await ask(server, path), {
      status: 403,
      body: { kind: 'Status', reason: 'Forbidden', code: 403, message },
    });
  }
  t.strictSame((await ask(server, '/apis/apps/v1/replicasets')).body.details, { group: 'apps', kind: 'replicasets' });
});

t.test('a role in one namespace opens that namespace alone', async (t) => {
  const server = await serve(t);
  server.deny({});
  server.allow({ collection: 'pods', namespaces: ['kube-system'] });
  server.allow({ verbs: ['list'], collection: 'nodes' });
  const statuses = [
    ['/api/v1/namespaces/kube-system/pods', 200],
    ['/api/v1/namespaces/default/pods', 403],
    ['/api/v1/pods', 403],
    ['/apis/apps/v1/namespaces/kube-system/replicasets', 403],
    ['/api/v1/nodes', 200],
    ['/api/v1/nodes?watch=1', 403],
  ] as const;

  for (const [path, status] of statuses) t.equal((await ask(server, path)).status, status, path);
});

t.test('a watch that is open stays open when its right is taken', async (t) => {
  const server = await serve(t);
  const stream = await watch(t, server, '/api/v1/pods?watch=1');
  server.deny({ verbs: ['watch'] });
  server.store.put('pods', aPod({ name: 'a', image: 'x' }));

  t.strictSame(await stream.first(1), ['ADDED a']);
  t.equal((await ask(server, '/api/v1/pods?watch=1')).status, 403);
});

t.test('who does not say who he is, is unauthorized before anything else is looked at', async (t) => {
  const server = await serve(t);
  server.requireAuthorization('Bearer secret');
  server.deny({});

  t.match(await ask(server, '/api/v1/pods'), {
    status: 401,
    body: { reason: 'Unauthorized', message: 'Unauthorized' },
  });
  t.equal((await ask(server, '/api/v1/pods', { headers: { authorization: 'Bearer secret' } })).status, 403);
});

t.test('too much under way is sent away with the hour to come again', async (t) => {
  const server = await serve(t);
  await watch(t, server, '/api/v1/pods?watch=1');
  server.limitInFlight(1);
  server.faults.add({ kind: 'slow', delay: 200 }, { verb: 'list', collection: 'pods' });
  const first = ask(server, '/api/v1/pods');
  await eventually('it is under way', () => server.held().requests === 1);

  const second = await ask(server, '/api/v1/nodes');

  t.match(second, { status: 429, text: 'Too many requests, please try again later.\n' });
  t.equal(second.headers.get('retry-after'), '1');
  t.equal((await first).status, 200);
  t.equal((await ask(server, '/api/v1/nodes')).status, 200);
});

const refusals = [
  [{ kind: 'throttled', retryAfter: 7 }, 429, '7', undefined],
  [{ kind: 'initializing' }, 429, '1', { retryAfterSeconds: 1 }],
  [{ kind: 'starting' }, 503, '5', { retryAfterSeconds: 5 }],
  [{ kind: 'status', status: 429, retryAfter: '3' }, 429, '3', { retryAfterSeconds: 3 }],
] as const;

for (const [fault, status, retryAfter, details] of refusals) {
  t.test(`${JSON.stringify(fault)} is ${status}, for as many requests as it is for`, async (t) => {
    const server = await serve(t);
    server.faults.add(fault, { verb: 'list', collection: 'pods', namespace: 'default', times: 1 });
    const path = '/api/v1/namespaces/default/pods';
    t.equal((await ask(server, '/api/v1/pods')).status, 200, 'elsewhere nothing is wrong');

    const answer = await ask(server, path);

    t.equal(answer.status, status);
    t.equal(answer.headers.get('retry-after'), retryAfter);
    t.strictSame(answer.body.details, details);
    t.equal((await ask(server, path)).status, 200);
  });
}
