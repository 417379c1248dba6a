import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import t from 'tap';
import type { KubernetesApi } from '../../../src/adapters/kubernetes/api.ts';
import { createDice } from '../../support/dice.ts';
import { eventually } from '../../support/eventually.ts';
import { churnCluster, inventoryOf } from '../../support/fake-api-server/churning-cluster.ts';
import { createDisturber } from '../../support/fake-api-server/disturb.ts';
import { openWatches } from '../../support/fake-api-server/misbehave.ts';
import { runExporter } from '../../support/fake-api-server/publish.ts';
import { connect, noSocketIsOpen, quickSurvey, quickTimings, serve } from '../../support/fake-api-server/reflect.ts';

const warmUp = 5;
const cycles = 12;

/** Changes and troubles in a cycle. */
const steps = 150;

/** Bytes that the heap may grow by in a cycle, in which some hundred kilobytes are read: noise, and what the test server notes. */
const mostGrowth = 80_000;

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

/** Listeners, timers and the like that a moment may have more than another. */
const leeway = 6;

/** Connections that wait for the next request are closed only after seconds; so many were needed at once. */
const idleConnections = 40;

/** What `node --expose-gc` gives. */
const collectGarbage = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

/** A client, and the signals of what was asked of it lately: those of a collection live as long as it is followed. */
function noteSignals(api: KubernetesApi) {
  const signals = new Set<AbortSignal>();
  const get: KubernetesApi['get'] = (request) => {
    signals.add(request.signal);
    return api.get(request);
  };
  return { api: { ...api, get }, signals };
}

function countListeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}

function countResources(kind: string): number {
  return process.getActiveResourcesInfo().filter((one) => one === kind).length;
}

t.test(
  'after hours of changes and faults it holds no more than at the beginning, and nothing when it is stopped',
  async (t) => {
    const dice = createDice(1);
    const server = await serve(t, { bookmarkInterval: 50, watchCacheSize: 50, compactAfter: 100 });
    const cluster = churnCluster(server, dice, 14);
    const { disturb, putRight } = createDisturber(server, dice);
    const now = () => performance.now() * 12_000; // namespaces are let go in a few hundredths of a second
    const timersBefore = countResources('Timeout');
    const socketsBefore = countResources('TCPSocketWrap');
    const { api, signals } = noteSignals(connect(t, server));
    const exporter = runExporter(t, server, { api, timings, surveyTimings, random: createDice(-1).roll, now });

    async function cycle(): Promise<void> {
      signals.clear();
      for (let step = 0; step < steps; step += 1) {
        for (let times = 0; times < 4; times += 1) cluster.change();
        if (dice.roll() < 0.2) await disturb();
        if (step % 40 === 0) for (const watch of openWatches(server)) watch.end();
        await sleep(3);
      }
      putRight();
      cluster.empty();
      const isPublished = () => isDeepStrictEqual(exporter.current()?.snapshot.inventory, inventoryOf(server));
      await eventually('an empty cluster is published', isPublished, { limit: 20_000 });
      await eventually(
        'only the control plane is followed',
        () => server.watches('pods').length === 1 && server.watches('replicasets').length === 1,
        {
          limit: 20_000,
        },
      );
      server.forgetRequests();
    }

    async function measure() {
      await eventually('all is quiet', () => server.held().requests === 0);
      for (let times = 0; times < 3; times += 1) {
        collectGarbage();
        await sleep(20);
      }
      return {
        heap: process.memoryUsage().heapUsed,
        listeners: countListeners(exporter.signal),
        listenersOfRequests: Math.max(...[...signals].map(countListeners)),
        sockets: server.held().sockets,
        watches: server.held().watches,
        subscribers: server.held().subscribers,
        timers: countResources('Timeout'),
        connections: countResources('TCPSocketWrap'),
      };
    }

    for (let count = 0; count < warmUp; count += 1) await cycle();
    const points = [await measure()];
    for (let count = 1; count <= cycles; count += 1) {
      await cycle();
      if (count % 3 === 0) points.push(await measure());
    }
    const first = points[0]!;
    const last = points.at(-1)!;
    t.comment(JSON.stringify(points));

    for (const what of ['listeners', 'listenersOfRequests', 'watches', 'subscribers', 'timers'] as const) {
      t.ok(last[what] <= first[what] + leeway, `${what}: ${points.map((point) => point[what]).join(', ')}`);
    }
    for (const what of ['sockets', 'connections'] as const) {
      t.ok(last[what] <= first[what] + idleConnections, `${what}: ${points.map((point) => point[what]).join(', ')}`);
    }
    const growth = (last.heap - first.heap) / cycles;
    t.ok(growth <= mostGrowth, `the heap grew by ${Math.round(growth)} bytes in each cycle`);
    t.ok(exporter.countSnapshots() > cycles);
    t.ok(exporter.countFailures() > 100);

    await exporter.stop();
    await noSocketIsOpen(server);
    t.match(server.held(), { sockets: 0, requests: 0, watches: 0, subscribers: 0 });
    await eventually('no timer is left', () => countResources('Timeout') <= timersBefore);
    await eventually('no socket is left', () => countResources('TCPSocketWrap') <= socketsBefore);
    t.equal(countListeners(exporter.signal), 0);
  },
);
