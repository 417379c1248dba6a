import t from 'tap';
import { eventually } from '../../support/eventually.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import { aNode, aPod } from '../../support/fake-api-server/objects.ts';
import {
  connect,
  images,
  noSocketIsOpen,
  type ReflectOptions,
  reflect,
  resources,
  serve,
  type Teardown,
} from '../../support/fake-api-server/reflect.ts';

function countLists(server: FakeApiServer): number {
  return server.requests.filter(({ verb }) => verb === 'list').length;
}

/** A server with one tracked pod, and a reflector that watches and has heard of it. */
async function reflectOnePod(t: Teardown, options?: ReflectOptions) {
  const server = await serve(t);
  server.store.put('pods', aPod({ name: 'calico', image: images.tracked }));
  const reflector = reflect(t, server, resources.pods, options);
  await reflector.beWatching();
  const imageOf = (name: string) => reflector.objects()?.get(`default/${name}`)?.containers[0]?.image;
  return { server, reflector, imageOf };
}

t.test('nothing is known before the first complete list', async (t) => {
  const server = await serve(t);
  server.faults.add({ kind: 'slow', delay: 20 });
  const reflector = reflect(t, server, resources.pods);

  await eventually('the list was asked for', () => server.requests.length === 1);

  t.equal(reflector.objects(), undefined);
  t.equal(reflector.countProgress(), 0);
  await reflector.catchUp();
  t.ok(reflector.countProgress() > 0);
});

t.test('a watch confirms nothing until it brings something', async (t) => {
  const server = await serve(t);
  const reflector = reflect(t, server, resources.pods);
  await eventually('a watch is open', () => server.watches('pods').length === 1);
  t.equal(reflector.countProgress(), 1, 'the list');

  await reflector.beWatching();

  t.equal(reflector.countProgress(), 2);
});

t.test('a change of what is not kept is progress, and no change', async (t) => {
  const { server, reflector } = await reflectOnePod(t);
  const changes = reflector.countChanges();
  const progress = reflector.countProgress();

  for (let round = 0; round < 5; round += 1) server.store.put('pods', aPod({ name: 'calico', image: images.tracked }));
  await eventually('all five arrived', () => reflector.countProgress() >= progress + 5);
  t.equal(reflector.countChanges(), changes);

  server.store.put('pods', aPod({ name: 'calico', image: images.newer }));
  await eventually('a real one', () => reflector.countChanges() > changes);
});

t.test('a pod comes and goes', async (t) => {
  const { server, reflector, imageOf } = await reflectOnePod(t);

  server.store.put('pods', aPod({ name: 'second', image: images.tracked }));
  await reflector.catchUp();
  t.equal(imageOf('second'), images.tracked);

  server.store.remove('pods', 'second', 'default');
  await reflector.catchUp();
  t.equal(imageOf('second'), undefined);
  t.equal(countLists(server), 1);
});

t.test('a pod that changes its image is followed', async (t) => {
  const { server, reflector, imageOf } = await reflectOnePod(t);

  for (const image of [images.newer, images.untracked, images.tracked]) {
    server.store.put('pods', aPod({ name: 'calico', image }));
    await reflector.catchUp();
    t.equal(imageOf('calico'), image === images.untracked ? undefined : image);
  }
  t.equal(countLists(server), 1);
  t.strictSame(reflector.failures, []);
});

t.test('pods that are not tracked cause no change', async (t) => {
  const { server, reflector } = await reflectOnePod(t);
  const before = reflector.countChanges();

  server.store.put('pods', aPod({ name: 'web', image: images.untracked }));
  server.store.put('pods', aPod({ name: 'web', image: `${images.untracked}.1` }));
  server.store.remove('pods', 'web', 'default');
  server.store.put('pods', aPod({ name: 'calico', image: images.newer }));
  await reflector.catchUp();

  t.equal(reflector.countChanges(), before + 1);
});

t.test('after a bookmark the watch goes on from there, though older changes are forgotten', async (t) => {
  const { server, reflector } = await reflectOnePod(t);
  server.store.put('nodes', aNode('elsewhere'));
  await reflector.beWatching();
  server.store.forgetChanges();
  for (const watch of server.watches('pods')) watch.end();
  server.store.put('pods', aPod({ name: 'second', image: images.tracked }));

  await reflector.catchUp();

  t.equal(countLists(server), 1);
  t.strictSame(reflector.failures, []);
});

t.test('without a bookmark, forgotten changes are listed again', async (t) => {
  const { server, reflector } = await reflectOnePod(t);
  server.store.put('nodes', aNode('elsewhere'));
  server.store.forgetChanges();
  for (const watch of server.watches('pods')) watch.end();
  server.store.put('pods', aPod({ name: 'second', image: images.tracked }));

  await reflector.catchUp();

  t.equal(countLists(server), 2);
  t.match(reflector.failures, [{ resource: 'pods', reason: 'expired' }]);
});

t.test('a watch that the server ends in time is opened again without a list', async (t) => {
  const { server, reflector } = await reflectOnePod(t, { timings: { watchSeconds: [1, 1] } });
  const watches = () => server.requests.filter(({ verb }) => verb === 'watch');

  await eventually('a second watch', () => watches().length === 2);
  server.store.put('pods', aPod({ name: 'second', image: images.tracked }));
  await reflector.catchUp();

  t.equal(countLists(server), 1);
  t.equal(watches()[0]?.query.get('timeoutSeconds'), '1');
  t.equal(watches()[0]?.query.get('allowWatchBookmarks'), 'true');
  t.ok(watches()[1]!.at - watches()[0]!.at >= 990, 'it lived its second');
  t.strictSame(reflector.failures, []);
});

t.test('watches end at different times, within what was set', async (t) => {
  const random = [0, 0.5, 1].values();
  const { server } = await reflectOnePod(t, {
    timings: { watchSeconds: [300, 600] },
    random: () => random.next().value ?? 0.001,
  });
  const seconds = () => server.requests.flatMap(({ query }) => query.get('timeoutSeconds') ?? []);

  for (const watch of server.watches('pods')) watch.end(); // the back-off takes the second random number
  await eventually('a second watch', () => seconds().length === 2);

  t.strictSame(seconds(), ['300', '600']);
});

const moments: readonly (readonly [string, (server: FakeApiServer) => void, (server: FakeApiServer) => boolean])[] = [
  ['while a list is not answered', ({ faults }) => faults.add({ kind: 'hang' }), ({ requests }) => requests.length > 0],
  [
    'while a watch is not answered',
    ({ faults }) => faults.add({ kind: 'hang' }, { verb: 'watch' }),
    ({ requests }) => requests.length > 1,
  ],
  ['while a watch is open', () => undefined, (server) => server.watches('pods').length > 0],
  [
    'while a watch is silent',
    ({ faults }) => faults.add({ kind: 'watch', conduct: 'silent' }),
    (server) => server.watches('pods').length > 0,
  ],
  [
    'during a back-off',
    ({ faults }) => faults.add({ kind: 'status', status: 503, retryAfter: '60' }),
    ({ requests }) => requests.length > 0,
  ],
];

for (const [moment, prepare, isReached] of moments) {
  t.test(`it stops at once ${moment}, and leaves nothing behind`, async (t) => {
    const server = await serve(t);
    const before = countResources();
    prepare(server);
    const api = connect(t, server);
    const reflector = reflect(t, server, resources.pods, { api });
    await eventually('the moment came', () => isReached(server));

    const began = performance.now();
    await reflector.stop();
    await api.close();

    t.ok(performance.now() - began < 500, 'it took no time');
    await noSocketIsOpen(server);
    await eventually('no timer or socket of ours keeps the process alive', () => countResources() <= before);
    t.equal(reflector.failures.filter(({ reason }) => reason !== 'server_error').length, 0);
  });
}

t.test('a reflector that is stopped before it runs asks for nothing', async (t) => {
  const server = await serve(t);
  const reflector = reflect(t, server, resources.pods);

  await reflector.stop();

  t.ok(server.requests.length <= 1);
  t.equal(reflector.objects(), undefined);
});

/** What keeps the process alive: timers and sockets, also those of the server. */
function countResources(): number {
  const ours = ['Timeout', 'TCPSocketWrap', 'TLSWrap', 'TCPConnectWrap'];
  return process.getActiveResourcesInfo().filter((name) => ours.includes(name)).length;
}
