import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { createDice } from '../../support/dice.ts';
import { eventually } from '../../support/eventually.ts';
import { churnCluster, inventoryOf } from '../../support/fake-api-server/churning-cluster.ts';
import { type RunningExporter, runExporter } from '../../support/fake-api-server/publish.ts';
import { quickSurvey, quickTimings, serve } from '../../support/fake-api-server/reflect.ts';
import { createFaultyWay } from '../../support/faulty-way.ts';

const timings = {
  ...quickTimings,
  watchSilence: 300,
  patience: 200,
  backoff: [1, 20],
  unreachableBackoff: [1, 20],
} as const;
const surveyTimings = {
  ...quickSurvey,
  interval: [40, 40],
  settle: 2,
  tick: 2,
  backoff: [1, 20],
  patience: 200,
} as const;

for (const [seed, namespaces] of [
  [1, 8],
  [2, 40],
] as const) {
  t.test(
    `two replicas say the same to the byte, whatever one of them met on its way: ${namespaces} namespaces`,
    async (t) => {
      const dice = createDice(seed);
      const server = await serve(t, { bookmarkInterval: 50 });
      const way = await createFaultyWay(t, server, createDice(-seed));
      const cluster = churnCluster(server, dice, namespaces);
      const replicas = [
        runExporter(t, server, { timings, surveyTimings }),
        runExporter(t, way, { timings, surveyTimings }),
      ];
      const isTrue = ({ current }: RunningExporter) =>
        isDeepStrictEqual(current()?.snapshot.inventory, inventoryOf(server));

      for (let round = 0; round < 3; round += 1) {
        for (let step = 0; step < 150; step += 1) {
          for (let times = 0; times < 4; times += 1) cluster.change();
          await sleep(5);
        }
        if (round === 2) way.repair();
        await eventually('both know what the server holds', () => replicas.every(isTrue), { limit: 30_000 });

        const [one, other] = replicas.map(({ text }) => text());
        t.ok(one?.includes('plimsoll_known_issue{'));
        t.equal(one, other);
      }

      t.ok(way.countBroken() > 20, `${way.countBroken()} connections were broken`);
      t.ok(replicas[1]!.countFailures() > 5);
      t.equal(replicas[0]!.countFailures(), 0);
    },
  );
}
