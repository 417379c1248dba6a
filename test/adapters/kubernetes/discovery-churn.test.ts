import { setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { createDice } from '../../support/dice.ts';
import { eventually } from '../../support/eventually.ts';
import { churnCluster, inventoryOf } from '../../support/fake-api-server/churning-cluster.ts';
import { createDisturber } from '../../support/fake-api-server/disturb.ts';
import type { FakeApiServer, FakeApiServerOptions } from '../../support/fake-api-server/fake-api-server.ts';
import { quickSurvey, quickTimings, serve } from '../../support/fake-api-server/reflect.ts';
import {
  aDiscovery,
  describeInstance,
  type RunningDiscovery,
  runDiscovery,
} from '../../support/fake-api-server/run-discovery.ts';

const steps = 4_000;

const timings = {
  ...quickTimings,
  watchSilence: 400,
  patience: 150,
  backoff: [1, 20],
  unreachableBackoff: [1, 20],
} as const;
const surveyTimings = {
  ...quickSurvey,
  interval: [40, 40],
  settle: 2,
  tick: 2,
  backoff: [1, 20],
  patience: 150,
} as const;

interface Setting {
  readonly server: FakeApiServerOptions;
  /** More than twenty with components in them are followed as one. */
  readonly namespaces: number;
}

const settings: readonly Setting[] = [
  { server: { version: '1.36' }, namespaces: 12 },
  { server: { version: '1.33', behaviour: { expiredWatch: 'status' } }, namespaces: 12 },
  { server: { version: '1.26', watchCacheSize: 40 }, namespaces: 6 },
  { server: { version: '1.18', compactAfter: 50 }, namespaces: 12 },
  { server: { version: '1.34', gzipFrom: 500 }, namespaces: 40 },
];

/** What failed and was not told to be well again since. */
function stillFailing({ told }: RunningDiscovery): readonly string[] {
  const failing = new Set<string>();
  for (const { kind, scope } of told) {
    const key = `${scope.resource} ${scope.namespace ?? ''}`.trim();
    if (kind === 'failure') failing.add(key);
    else failing.delete(key);
  }
  return [...failing].sort();
}

/** Each collection that is followed has told something, and the survey went round. */
async function goOn(server: FakeApiServer, discovery: RunningDiscovery): Promise<void> {
  const confirmed = discovery.confirmed.length;
  const surveys = () => server.requests.filter(({ query }) => query.has('fieldSelector')).length;
  const before = surveys();
  const isWide = () => server.watches('pods').some(({ namespace }) => namespace === undefined);
  await eventually('everything was heard of again', () => discovery.confirmed.length > confirmed + 3);
  await eventually('the survey went on', () => isWide() || surveys() > before + 2);
}

for (const [index, setting] of settings.entries()) {
  const seed = index + 1;
  const name = `Kubernetes ${setting.server.version}, ${setting.namespaces} namespaces, seed ${seed}`;
  t.test(`after ${steps} changes and faults the inventory is what the server holds: ${name}`, async (t) => {
    const dice = createDice(seed);
    const server = await serve(t, { bookmarkInterval: 50, ...setting.server });
    const cluster = churnCluster(server, dice, setting.namespaces);
    const { disturb, putRight } = createDisturber(server, dice);
    // Ten minutes without a component pass in a few hundredths of a second, so that namespaces are let go.
    const now = () => performance.now() * 12_000;
    const discovery = runDiscovery(t, server, { timings, surveyTimings, random: createDice(-seed).roll, now });

    for (let step = 0; step < steps; step += 1) {
      if (dice.roll() < 0.85) cluster.change();
      else await disturb();
      for (let turns = dice.below(12); turns > 0; turns -= 1) await turn();
    }
    putRight();

    const isTrue = () => isDeepStrictEqual(discovery.inventory(), inventoryOf(server));
    await eventually('the inventory is what the server holds', isTrue, {
      limit: 30_000,
      seen: () => difference(discovery, server),
    });
    await eventually('all that failed is well', () => stillFailing(discovery).length === 0, {
      limit: 20_000,
      seen: () => stillFailing(discovery).join('\n'),
    });
    const fresh = await aDiscovery(t, server).readOnce(new AbortController().signal);
    t.strictSame(discovery.inventory(), fresh, 'one read says the same');

    const failures = discovery.failures.length;
    await goOn(server, discovery);
    t.ok(isTrue(), 'and it stays so');

    for (let step = 0; step < 300; step += 1) {
      cluster.change();
      await turn();
    }
    await eventually('it follows what comes', isTrue, { seen: () => difference(discovery, server) });
    t.equal(discovery.failures.length, failures, 'nothing fails any more');
    t.ok(
      discovery.discovery.status().every(({ unreadable }) => unreadable === 0),
      'everything can be read',
    );
    const reasons = new Set(discovery.failures.map(({ reason }) => reason));
    t.ok(reasons.size >= 4, `faults were met: ${[...reasons].join(', ')}`);
    t.ok(Number.isFinite(discovery.confirmed.at(-1)));
    t.strictSame(
      [...discovery.confirmed].sort((a, b) => a - b),
      discovery.confirmed,
      'what is confirmed never grows older',
    );
  });
}

function difference(discovery: RunningDiscovery, server: FakeApiServer): string {
  const seen = new Set(discovery.inventory()?.instances.map(describeInstance));
  const held = new Set(inventoryOf(server).instances.map(describeInstance));
  return [
    ...[...seen].filter((one) => !held.has(one)).map((one) => `+ ${one}`),
    ...[...held].filter((one) => !seen.has(one)).map((one) => `- ${one}`),
    `sees all pods: ${discovery.inventory()?.seesAllPods}, failing: ${stillFailing(discovery).join()}`,
  ].join('\n');
}
