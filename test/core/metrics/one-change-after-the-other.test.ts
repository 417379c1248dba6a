import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { createInventoryBuilder } from '../../../src/core/inventory/build-inventory.ts';
import type { Exposure } from '../../../src/core/matching/match.ts';
import { createSnapshotRenderer } from '../../../src/core/metrics/render-snapshot.ts';
import { createSnapshotTaker } from '../../../src/core/metrics/snapshot.ts';
import { finish } from '../../../src/core/work/pausable.ts';
import {
  aCluster,
  type Cluster,
  catalogWithLooksAtTheCluster,
  changes,
  images,
  objectsOf,
  putNamedPod,
  putNode,
  putPod,
} from '../../support/changing-cluster.ts';
import { eventually } from '../../support/eventually.ts';
import { expositionText } from '../../support/exposition-text.ts';
import { exposuresFromScratch, inventoryFromScratch, textFromScratch } from '../../support/from-scratch.ts';

const catalog = await catalogWithLooksAtTheCluster();
const recogniser = createRecogniser(catalog.components);
const identity = { version: '1', digest: 'd', builtIn: true, overridden: [] };

function anExporter() {
  const builder = createInventoryBuilder(recogniser);
  const take = createSnapshotTaker(catalog);
  const render = createSnapshotRenderer(identity, 'cluster');
  return (cluster: Cluster) => {
    const snapshot = finish(take(finish(builder.build(objectsOf(cluster)))));
    return { ...snapshot, exposition: finish(render(snapshot)) };
  };
}

type Result = ReturnType<ReturnType<typeof anExporter>>;

const plain = (value: unknown) =>
  JSON.stringify(value, (_key, one: unknown) => (one instanceof Map ? [...one] : typeof one === 'function' ? '' : one));

function isAsFromScratch({ inventory, exposures, exposition }: Result, cluster: Cluster) {
  const running = new Set(inventory.instances);
  const wantedInventory = inventoryFromScratch(objectsOf(cluster), recogniser);
  const wantedExposures = exposuresFromScratch(wantedInventory, catalog);
  return (
    plain(inventory) === plain(wantedInventory) &&
    plain(exposures.map(summary)) === plain(wantedExposures.map(summary)) &&
    exposures.every(({ instance }) => running.has(instance)) &&
    expositionText(exposition) === textFromScratch(wantedInventory, wantedExposures, identity)
  );
}

function summary({ issue, instance, version, state, condition, reason }: Exposure) {
  const place = instance.kind === 'container' ? [instance.namespace, instance.pod, instance.container] : [];
  return [issue.id, ...place, instance.nodeName, version.text, state, condition?.text, reason];
}

const aChange = fc.record({
  what: fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])),
  at: fc.nat(400),
  count: fc.nat(120),
  variant: fc.nat(100),
});

t.test('whatever changes, the result is to the byte what it would be from scratch', async () => {
  fc.assert(
    fc.property(fc.nat(400), fc.array(aChange, { minLength: 1, maxLength: 8 }), (pods, sequence) => {
      const cluster = aCluster(pods);
      const next = anExporter();
      next(cluster);
      return sequence.every(({ what, at, count, variant }) => {
        changes[what](cluster, at, count, variant);
        return isAsFromScratch(next(cluster), cluster);
      });
    }),
    { numRuns: 40 },
  );
});

t.test('after one change, all that it does not touch is the same objects and the same bytes', async (t) => {
  const cluster = aCluster(900);
  const next = anExporter();
  const before = next(cluster);
  putPod(cluster, 450, 450 + images.length);
  const after = next(cluster);

  const instances = new Set(before.inventory.instances);
  const exposures = new Set(before.exposures);
  const pieces = new Set(before.exposition);
  t.equal(after.inventory.instances.filter((one) => !instances.has(one)).length, 2, 'the containers of the pod');
  t.ok(after.exposures.filter((one) => !exposures.has(one)).length <= 4);
  const written = after.exposition.filter((piece) => !pieces.has(piece)).reduce((sum, one) => sum + one.byteLength, 0);
  const all = after.exposition.reduce((sum, one) => sum + one.byteLength, 0);
  t.ok(written < all / 5, `${written} of ${all} bytes were written again`);
});

t.test('when nothing changed, everything is the same', async (t) => {
  const cluster = aCluster(300);
  const next = anExporter();
  const before = next(cluster);
  const after = next(cluster);
  t.equal(after.inventory, before.inventory);
  t.ok(after.exposures.every((exposure, index) => exposure === before.exposures[index]));
});

/** Changes far from the instances whose answers they change: three hundred others are in between. */
const lookAround = {
  workload_replicas: {
    issue: 'TEST-2',
    put(cluster) {
      for (const at of ['pod-0', 'pod-999']) putNamedPod(cluster, at, 4, { kind: 'StatefulSet', name: 'two' });
      for (let index = 100; index < 400; index++) putNamedPod(cluster, `pod-${index}`, 4);
    },
    keep: ({ pods }) => void pods.delete('a/pod-500'),
    change: ({ pods }) => void pods.delete('a/pod-999'),
    answers: ['exposed', 'not_exposed'],
    of: 'pod-0',
  },
  component_present: {
    issue: 'TEST-3',
    put(cluster) {
      putNamedPod(cluster, 'pod-0', 5);
      for (const at of ['pod-1', 'pod-2']) putNamedPod(cluster, at, 0);
      for (let index = 100; index < 400; index++) putNamedPod(cluster, `pod-${index}`, 4);
    },
    keep: ({ pods }) => void pods.delete('a/pod-1'),
    change: ({ pods }) => void pods.delete('a/pod-2'),
    answers: ['exposed', 'not_exposed'],
    of: 'pod-0',
  },
  cluster_nodes: {
    issue: 'TEST-4',
    put(cluster) {
      for (let index = 0; index < 30; index++) putNode(cluster, index, index === 7 ? 10 : 1);
      for (let index = 100; index < 400; index++) putNamedPod(cluster, `pod-${index}`, 4);
    },
    keep: ({ nodes }) => void nodes.delete('node-0'),
    change({ nodes }) {
      for (let index = 8; index < 20; index++) nodes.delete(`node-${index}`);
    },
    answers: ['exposed', 'not_exposed'],
    of: 'node-7',
  },
} as const satisfies Readonly<Record<string, LookAround>>;

interface LookAround {
  readonly issue: string;
  readonly put: (cluster: Cluster) => void;
  /** Changes the fact and not the answer. */
  readonly keep: (cluster: Cluster) => void;
  readonly change: (cluster: Cluster) => void;
  readonly answers: readonly [before: string, after: string];
  readonly of: string;
}

for (const [kind, { issue, put, keep, change, answers, of }] of Object.entries(lookAround)) {
  t.test(`${kind} is looked up again wherever it is asked for, and only an answer that changed is new`, async (t) => {
    const cluster: Cluster = { nodes: new Map(), pods: new Map(), replicaSets: new Map() };
    putNode(cluster, 1, 1);
    put(cluster);
    const next = anExporter();
    const answer = ({ exposures }: Result) =>
      exposures.find(
        (one) =>
          one.issue.id === issue &&
          (one.instance.kind === 'container' ? one.instance.pod : one.instance.nodeName) === of,
      );
    const before = answer(next(cluster));
    t.equal(before?.state, answers[0]);

    keep(cluster);
    t.equal(answer(next(cluster)), before);

    change(cluster);
    t.equal(answer(next(cluster))?.state, answers[1]);
  });
}

t.test('nothing of what is gone is held', async (t) => {
  const cluster = aCluster(500);
  const next = anExporter();
  const gone = [...cluster.pods.values()].slice(100, 400).map((pod) => new WeakRef(pod));
  const instances = next(cluster).inventory.instances.map((instance) => new WeakRef(instance));
  for (const key of [...cluster.pods.keys()].slice(100, 400)) cluster.pods.delete(key);
  const held = next(cluster).inventory.instances.length;

  await eventually('what is gone is collected', async () => {
    collectGarbage();
    return gone.every((pod) => !pod.deref()) && instances.filter((one) => one.deref()).length === held;
  });
  t.ok(held < instances.length);
});

/** What `node --expose-gc` gives. */
const collectGarbage = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();
