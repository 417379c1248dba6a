import type { Dice } from '../dice.ts';
import type { CollectionName } from './collections.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import type { Fault, WatchConduct, Where } from './faults.ts';
import type { OpenWatch } from './watch.ts';

export interface Disturber {
  /** Something goes wrong, for a request, for a while or for good. */
  readonly disturb: () => Promise<void>;
  /** Nothing goes wrong any more from now on. */
  readonly putRight: () => void;
}

/** All that discovery reads. */
const readCollections = [
  'nodes',
  'pods',
  'replicasets',
  'daemonsets',
  'deployments',
  'statefulsets',
] as const satisfies readonly CollectionName[];

const conducts: readonly WatchConduct[] = ['closing', 'torn', 'unfinished', 'bytewise', 'silent', 'doubling'];

/** Of every kind that the server knows. */
const everyFault: readonly Fault[] = [
  ...[401, 403, 404, 410, 429, 500, 503].map((status) => ({ kind: 'status', status }) as const),
  { kind: 'throttled', retryAfter: 0 },
  { kind: 'text', text: '<html>' },
  { kind: 'text', text: '' },
  { kind: 'hang' },
  { kind: 'slow', delay: 5 },
  { kind: 'reset' },
  { kind: 'last-answer' },
  { kind: 'cut-short' },
  { kind: 'truncated' },
  { kind: 'drip', bytes: 500, pause: 1 },
  { kind: 'damaged-gzip' },
  { kind: 'expired-token' },
  { kind: 'error-event', code: 410 },
  { kind: 'error-event', code: 500 },
  { kind: 'close' },
  ...(['end', 'reset', 'silence'] as const).map((then) => ({ kind: 'half-begun', events: 1, then }) as const),
  { kind: 'replayed' },
  ...conducts.map((conduct) => ({ kind: 'watch', conduct }) as const),
];

/** These ask for a pause of seconds, so each comes but once. */
const longPauses: readonly Fault[] = [{ kind: 'initializing' }, { kind: 'starting' }];

export function createDisturber(server: FakeApiServer, { pick, roll, below }: Dice): Disturber {
  const rare = [...longPauses];

  const where = (): Where => ({
    ...(roll() < 0.3 ? { verb: pick(['list', 'watch'] as const) } : {}),
    ...(roll() < 0.7 ? { collection: pick(readCollections) } : {}),
    ...(roll() < 0.1 ? { laterPage: true } : {}),
    times: 1 + below(4),
  });
  const open = (): readonly OpenWatch[] => {
    const of = pick(readCollections);
    return roll() < 0.2 ? readCollections.flatMap(server.watches) : server.watches(of);
  };
  const onWatches = (act: (watch: OpenWatch) => void) => () => {
    for (const watch of open()) act(watch);
  };
  const permission = () => ({
    ...(roll() < 0.9 ? { collection: pick(readCollections) } : {}),
    ...(roll() < 0.3 ? { verbs: [pick(['list', 'watch'] as const)] } : {}),
    ...(roll() < 0.3 ? { namespaces: [`team-${below(5)}`] } : {}),
  });

  const acts: readonly (() => unknown)[] = [
    () => server.faults.add(pick(everyFault), where()),
    () => {
      server.faults.add(pick(everyFault), where());
      for (const watch of open()) watch.end();
    },
    () => server.faults.add((roll() < 0.02 ? rare.pop() : undefined) ?? pick(everyFault), where()),
    () => server.store.compact(),
    () => server.store.forgetChanges(),
    () => server.deny(permission()),
    () => server.allow({}),
    () => server.limitInFlight(roll() < 0.3 ? 1 : undefined),
    onWatches((watch) => watch.end()),
    onWatches((watch) => watch.reset()),
    onWatches((watch) => watch.sendLine('{"type":"MODI')),
    onWatches((watch) => watch.sendBookmark(server.store.revision())),
    onWatches((watch) => watch.behave(pick(conducts))),
  ];

  return {
    async disturb() {
      if (roll() < 0.02) await server.stop().then(server.start);
      else await pick(acts)();
    },
    putRight() {
      server.faults.clear();
      server.allow({});
      server.limitInFlight(undefined);
    },
  };
}
