import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { eventually } from '../../support/eventually.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import type { Fault, Where } from '../../support/fake-api-server/faults.ts';
import { aPod } from '../../support/fake-api-server/objects.ts';
import { images, quickTimings, reflect, resources, serve } from '../../support/fake-api-server/reflect.ts';

/** The proportions of production, a hundred times faster. */
const timings = { ...quickTimings, backoff: [5, 300], unreachableBackoff: [5, 300], healthyAfter: 50 } as const;

/** Milliseconds that a server is watched for, at least. */
const window = 1_200;

/** Full jitter at its mean, so that the bound is exact. */
const random = () => 0.5;

/** How often a reflector may begin again in so many milliseconds: timers are never early, so the server can only see fewer. */
function mostTurns(elapsed: number): number {
  const [first, most] = timings.backoff;
  let turns = 1;
  for (let at = 0, ceiling: number = first; at <= elapsed; ceiling = Math.min(ceiling * 2, most)) {
    at += ceiling * random();
    turns += 1;
  }
  return turns;
}

const faults: readonly (readonly [string, (server: FakeApiServer) => void, requestsPerTurn: number])[] = [
  ['closes every watch at once', always({ kind: 'close' }), 2],
  ['answers every watch with nothing', always({ kind: 'text', text: '' }, { verb: 'watch' }), 2],
  ['resets every watch at once', always({ kind: 'reset' }, { verb: 'watch' }), 1],
  ['closes every watch after its first event', always({ kind: 'watch', conduct: 'closing' }), 1],
  ['answers 500 to everything', always({ kind: 'status', status: 500 }), 1],
  ['answers 500 to every watch', always({ kind: 'status', status: 500 }, { verb: 'watch' }), 2],
  ['answers 410 to every watch', always({ kind: 'status', status: 410 }, { verb: 'watch' }), 2],
  ['answers 410 to everything', always({ kind: 'status', status: 410 }), 2],
  ['says 410 inside every watch', always({ kind: 'error-event', code: 410 }), 2],
  ['answers everything with HTML', always({ kind: 'text', text: '<html>' }), 1],
  ['asks to retry after nothing', always({ kind: 'status', status: 429, retryAfter: '0' }), 1],
  ['asks to retry after what is no number', always({ kind: 'status', status: 429, retryAfter: 'soon' }), 1],
  ['asks to retry in a year', always({ kind: 'status', status: 503, retryAfter: '31536000' }), 1],
  [
    'lists slowly and refuses every watch',
    ({ faults }) => {
      faults.add({ kind: 'slow', delay: timings.healthyAfter + 10 }, { verb: 'list' });
      faults.add({ kind: 'status', status: 500 }, { verb: 'watch' });
    },
    2,
  ],
];

function always(fault: Fault, where?: Where): (server: FakeApiServer) => void {
  return (server) => server.faults.add(fault, where);
}

for (const [name, prepare, requestsPerTurn] of faults) {
  t.test(`a server that ${name} is asked ever more rarely`, { buffered: true }, async (t) => {
    const server = await serve(t);
    server.store.put('pods', aPod({ name: 'calico', image: images.tracked }));
    prepare(server);
    const changing = setInterval(() => server.store.put('pods', aPod({ name: 'calico', image: images.newer })), 10);
    t.teardown(() => clearInterval(changing));
    const began = performance.now();
    reflect(t, server, resources.pods, { timings, random });

    await sleep(window);

    const most = requestsPerTurn * mostTurns(performance.now() - began) + 1; // one list comes before a first watch
    t.ok(server.requests.length <= most, `${server.requests.length} requests, at most ${most}`);
    t.ok(server.requests.length > 0);
  });
}

t.jobs = 20;

t.test('after a watch that lived, the next failure is met with the first back-off again', async (t) => {
  const server = await serve(t);
  server.faults.add({ kind: 'status', status: 500 }, { times: 8 });
  const timingsOfThis = { backoff: [5, 4_000], unreachableBackoff: [5, 4_000], healthyAfter: 50 } as const;
  const reflector = reflect(t, server, resources.pods, { timings: timingsOfThis, random });
  await reflector.beWatching();
  const opened = server.requests.at(-1)!.at;
  await eventually('it lived', () => performance.now() > opened + 2 * timingsOfThis.healthyAfter);
  const before = server.requests.length;

  for (const watch of server.watches('pods')) watch.reset();
  const broke = performance.now();
  await eventually('the next watch', () => server.requests.length > before);

  t.ok(server.requests.at(-1)!.at - broke < 400, 'with the last back-off it would be 640 ms');
});

t.test('a server that asks for a pause gets it', async (t) => {
  const server = await serve(t);
  server.faults.add({ kind: 'status', status: 429, retryAfter: '1' }, { times: 1 });
  const reflector = reflect(t, server, resources.pods);

  await reflector.catchUp();

  const [first, second] = server.requests;
  t.ok(second!.at - first!.at >= 990, 'it waited a second');
});
