import t from 'tap';
import type { ReflectorTimings } from '../../../src/adapters/kubernetes/reflector.ts';
import type { DiscoveryReason } from '../../../src/app/discovery.ts';
import { eventually } from '../../support/eventually.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import type { Fault, Where } from '../../support/fake-api-server/faults.ts';
import { aPod } from '../../support/fake-api-server/objects.ts';
import { images, reflect, resources, serve, truthOf } from '../../support/fake-api-server/reflect.ts';
import type { OpenWatch } from '../../support/fake-api-server/watch.ts';

interface Trouble {
  /** What goes wrong while the reflector watches. */
  readonly begin: (server: FakeApiServer) => unknown;
  /** How it is put right; otherwise the server only stops misbehaving. */
  readonly end?: (server: FakeApiServer) => unknown;
  /** What is reported; `undefined` when it is nobody's failure. */
  readonly reason: DiscoveryReason | undefined;
  /** What is reported on the way. */
  readonly before?: readonly DiscoveryReason[];
  /** Whether changes stay unseen until the end. */
  readonly isBlind: boolean;
  readonly lists?: number;
  readonly timings?: Partial<ReflectorTimings>;
}

/** Requests fail from now on, and the open watch ends so that there is a next request. */
function failing(fault: Fault, where?: Where): Trouble['begin'] {
  return (server) => {
    server.faults.add(fault, where);
    for (const watch of server.watches('pods')) watch.end();
  };
}

/** The same, and what changed since the last event is forgotten, so that the next request but one is a list. */
function failingLists(fault: Fault, where?: Where): Trouble['begin'] {
  return (server) => {
    server.store.put('nodes', { metadata: { name: 'elsewhere' } });
    server.store.forgetChanges();
    failing(fault, { verb: 'list', ...where })(server);
  };
}

/** Watches fail for good that go on from what the reflector has seen. */
function failingFromHere(fault: Fault): Trouble['begin'] {
  return (server) => failing(fault, { resourceVersion: String(server.store.revision()) })(server);
}

function onWatch(act: (watch: OpenWatch) => void): Trouble['begin'] {
  return (server) => {
    for (const watch of server.watches('pods')) act(watch);
  };
}

const troubles: Readonly<Record<string, Trouble>> = {
  'connections are refused': {
    begin: (server) => server.stop(),
    end: (server) => server.start(),
    reason: 'unreachable',
    before: ['expired'], // a server that was restarted knows no changes from before
    isBlind: true,
  },
  'status 500': { begin: failing({ kind: 'status', status: 500 }), reason: 'server_error', isBlind: true },
  'status 503': { begin: failing({ kind: 'status', status: 503 }), reason: 'server_error', isBlind: true },
  'status 429': { begin: failing({ kind: 'status', status: 429 }), reason: 'throttled', isBlind: true },
  'status 401': { begin: failing({ kind: 'status', status: 401 }), reason: 'unauthorized', isBlind: true },
  'status 403': { begin: failing({ kind: 'status', status: 403 }), reason: 'forbidden', isBlind: true },
  'status 404': { begin: failing({ kind: 'status', status: 404 }), reason: 'not_found', isBlind: true },
  'a page of HTML': { begin: failing({ kind: 'text', text: '<html>\n</html>\n' }), reason: 'malformed', isBlind: true },
  'an empty answer to a watch': {
    begin: failing({ kind: 'text', text: '' }, { verb: 'watch' }),
    reason: undefined,
    isBlind: false,
  },
  'a list without an answer': {
    begin: failingLists({ kind: 'hang' }),
    reason: 'timeout',
    before: ['expired'],
    isBlind: true,
    timings: { patience: 50 },
  },
  'a list that breaks off': {
    begin: failingLists({ kind: 'cut-short' }),
    reason: 'unreachable',
    before: ['expired'],
    isBlind: true,
  },
  'a list that fails': {
    begin: failingLists({ kind: 'status', status: 500 }),
    reason: 'server_error',
    before: ['expired'],
    isBlind: true,
  },
  'a watch without an answer': {
    begin: failing({ kind: 'hang' }, { verb: 'watch' }),
    reason: 'timeout',
    isBlind: true,
    timings: { patience: 50 },
  },
  'a reset instead of an answer': { begin: failing({ kind: 'reset' }), reason: 'unreachable', isBlind: true },
  'status 410 to a watch': {
    begin: failing({ kind: 'status', status: 410 }, { verb: 'watch', times: 3 }),
    reason: 'expired',
    isBlind: false,
  },
  'a 410 inside the watch': {
    begin: failing({ kind: 'error-event', code: 410 }, { times: 3 }),
    reason: 'expired',
    isBlind: false,
  },
  'an error inside the watch': {
    begin: failing({ kind: 'error-event', code: 500 }, { verb: 'watch', times: 1 }),
    reason: 'server_error',
    isBlind: false,
  },
  'status 500 to every watch from where it stood': {
    begin: failingFromHere({ kind: 'status', status: 500 }),
    reason: 'server_error',
    isBlind: false,
  },
  'an error inside every watch from where it stood': {
    begin: failingFromHere({ kind: 'error-event', code: 500 }),
    reason: 'server_error',
    isBlind: false,
  },
  'an open watch is reset': { begin: onWatch((watch) => watch.reset()), reason: 'unreachable', isBlind: false },
  'an open watch is reset in the middle of a line': {
    begin: onWatch((watch) => watch.behave('torn')),
    reason: 'unreachable',
    isBlind: false,
    lists: 1,
  },
  'an open watch ends in the middle of a line': {
    begin: onWatch((watch) => watch.behave('unfinished')),
    reason: undefined,
    isBlind: false,
    lists: 1,
  },
  'a line that is no JSON': {
    begin: onWatch((watch) => watch.sendLine('{"type":"ADDED","object')),
    reason: 'malformed',
    isBlind: false,
    lists: 2,
  },
  'a line that is no event': {
    begin: onWatch((watch) => watch.sendLine('{"kind":"Pod"}')),
    reason: 'malformed',
    isBlind: false,
    lists: 2,
  },
  'empty lines': { begin: onWatch((watch) => watch.sendLine('\n')), reason: undefined, isBlind: false, lists: 1 },
  'a watch that sends byte by byte': {
    begin: onWatch((watch) => watch.behave('bytewise')),
    reason: undefined,
    isBlind: false,
    lists: 1,
  },
  'a watch that fell silent': {
    begin: onWatch((watch) => watch.behave('silent')),
    reason: undefined,
    isBlind: false,
    lists: 1,
    timings: { watchSilence: 100 },
  },
  'watches that end after every event': {
    begin: failing({ kind: 'watch', conduct: 'closing' }),
    reason: undefined,
    isBlind: false,
    lists: 1,
  },
  'watches that end before they bring anything': {
    begin: failing({ kind: 'close' }),
    reason: undefined,
    isBlind: false,
  },
  'watches that never bring anything': {
    begin: failing({ kind: 'watch', conduct: 'silent' }),
    reason: undefined,
    isBlind: false,
    timings: { watchSilence: 50 },
  },
};

t.jobs = 6;

for (const [name, { begin, end, reason, before: onTheWay = [], isBlind, lists, timings = {} }] of Object.entries(
  troubles,
)) {
  t.test(`${name}: ${reason ?? 'nothing'} is reported, and the copy follows again`, { buffered: true }, async (t) => {
    const server = await serve(t);
    for (const pod of ['changes', 'is-lost', 'goes', 'stays']) {
      server.store.put('pods', aPod({ name: pod, image: images.tracked }));
    }
    const reflector = reflect(t, server, resources.pods, { timings });
    await reflector.beWatching();
    await reflector.catchUp();
    const before = truthOf(server, resources.pods);

    await begin(server);
    server.store.put('pods', aPod({ name: 'changes', image: images.newer, env: { GREETING: 'žluťoučký kůň 🐎' } }));
    server.store.put('pods', aPod({ name: 'is-lost', image: images.untracked }));
    server.store.put('pods', aPod({ name: 'comes', image: images.tracked }));
    server.store.remove('pods', 'goes', 'default');
    if (reason !== undefined) await eventually(`${reason} is reported`, () => reasons().includes(reason));
    if (isBlind) {
      const requests = server.requests.length;
      const isTriedAgain = () => server.requests.length > requests || reflector.failures.length > 2;
      await eventually('it is tried again', isTriedAgain);
      t.strictSame(reflector.objects(), before, 'what was known stands');
      server.faults.clear();
    }
    await end?.(server);
    await reflector.catchUp();
    server.faults.clear();

    const others = new Set(reasons().filter((each) => each !== reason));
    t.strictSame([...others], onTheWay);
    if (lists !== undefined) t.equal(server.requests.filter(({ verb }) => verb === 'list').length, lists);
    server.store.put('pods', aPod({ name: 'later', image: images.tracked }));
    await reflector.catchUp();

    function reasons(): readonly DiscoveryReason[] {
      return reflector.failures.map((failure) => failure.reason);
    }
  });
}
