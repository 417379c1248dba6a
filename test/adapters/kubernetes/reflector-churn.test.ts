import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { createDice, type Dice } from '../../support/dice.ts';
import { eventually } from '../../support/eventually.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import type { Fault, WatchConduct } from '../../support/fake-api-server/faults.ts';
import { aNode, aPod } from '../../support/fake-api-server/objects.ts';
import { images, reflect, resources, serve, truthOf } from '../../support/fake-api-server/reflect.ts';

const steps = 400;

const pods = Array.from({ length: 25 }, (_, index) => `pod-${index}`);

const faults: readonly Fault[] = [
  ...[401, 403, 404, 410, 429, 500, 503].map((status) => ({ kind: 'status', status }) as const),
  { kind: 'text', text: '<html>' },
  { kind: 'reset' },
  { kind: 'cut-short' },
  { kind: 'damaged-gzip' },
  { kind: 'close' },
  { kind: 'slow', delay: 5 },
  { kind: 'error-event', code: 410 },
  { kind: 'error-event', code: 500 },
  { kind: 'watch', conduct: 'closing' },
];

const conducts: readonly WatchConduct[] = ['closing', 'torn', 'unfinished', 'bytewise', 'silent'];

function change({ store }: FakeApiServer, { pick, roll, below }: Dice): void {
  const name = pick(pods);
  if (roll() < 0.2) store.remove('pods', name, 'default');
  else store.put('pods', aPod({ name, image: pick(Object.values(images)), env: { GREETING: `ů${below(9)}` } }));
}

function failNext(server: FakeApiServer, fault: Fault, times: number): void {
  server.faults.add(fault, { times });
  for (const watch of server.watches('pods')) watch.end();
}

async function disturb(server: FakeApiServer, { pick, below }: Dice): Promise<void> {
  await eventually('it watches, so that it will notice', () => server.watches('pods').length > 0);
  const watches = server.watches('pods');
  const acts: readonly (() => unknown)[] = [
    () => failNext(server, pick(faults), 1 + below(3)),
    () => server.store.put('nodes', aNode('elsewhere')),
    () => server.store.forgetChanges(),
    () => watches.map((watch) => watch.end()),
    () => watches.map((watch) => watch.reset()),
    () => watches.map((watch) => watch.sendLine('{"type":"MODI')),
    () => watches.map((watch) => watch.sendBookmark(server.store.revision())),
    () => watches.map((watch) => watch.behave(pick(conducts))),
    () => server.stop().then(server.start),
  ];
  await pick(acts)();
}

for (const seed of [1, 2, 3]) {
  t.test(`after ${steps} random changes and faults the copy is what the server holds (seed ${seed})`, async (t) => {
    const dice = createDice(seed);
    const server = await serve(t);
    const timings = { watchSilence: 150, patience: 150, backoff: [1, 10], unreachableBackoff: [1, 10] } as const;
    const reflector = reflect(t, server, resources.pods, { timings, random: dice.roll });

    for (let step = 0; step < steps; step += 1) {
      if (dice.roll() < 0.8) change(server, dice);
      else await disturb(server, dice);
      for (let turns = dice.below(12); turns > 0; turns -= 1) await turn();
    }
    server.faults.clear();
    await reflector.catchUp();

    const before = truthOf(server, resources.pods);
    await eventually('a watch is open', () => server.watches('pods').length > 0);
    const reasons = new Set(reflector.failures.map(({ reason }) => reason));
    t.ok(reasons.size >= 3, `faults were met: ${[...reasons].join(', ')}`);
    t.strictSame(reflector.objects(), before, 'and it stays so');
  });
}
