import t from 'tap';
import { createExporter } from '../../src/app/exporter.ts';
import { createRecogniser } from '../../src/core/components/recognise.ts';
import { buildInventory, createInventoryBuilder } from '../../src/core/inventory/build-inventory.ts';
import { cutPod, type PodObject } from '../../src/core/inventory/kubernetes-objects.ts';
import { aRawPod } from '../support/builders.ts';
import { firstCasesCatalog } from '../support/built-in.ts';
import { eventually } from '../support/eventually.ts';
import { expositionText } from '../support/exposition-text.ts';

const catalog = await firstCasesCatalog();
const recogniser = createRecogniser(catalog.components);

function podsOf(tag: string, count = 1): readonly PodObject[] {
  const raw = Array.from({ length: count }, (_, index) =>
    aRawPod({ name: `pod-${index}`, image: `calico/node:${tag}` }),
  );
  return raw.flatMap((pod) => cutPod(pod, catalog.wantedFacts) ?? []);
}

/** A source whose pods a test changes. */
function aSource() {
  const builder = createInventoryBuilder(recogniser);
  let pods: readonly PodObject[] = [];
  let reads = 0;
  return {
    put(next: readonly PodObject[]) {
      pods = next;
    },
    read() {
      reads += 1;
      return builder.build({ nodes: [], pods, replicaSets: [] });
    },
    reads: () => reads,
  };
}

/** An exporter whose time is the test's: each look at the clock takes so long. */
function anExporter({ perLook = 0 } = {}) {
  const told: string[] = [];
  const turns: (() => void)[] = [];
  const sleeps: { readonly milliseconds: number; readonly wake: () => void }[] = [];
  let time = 1_000;
  const exporter = createExporter({
    catalog,
    identity: { version: '1', digest: 'd', builtIn: true, overridden: [] },
    clusterLabel: 'cluster',
    clock() {
      time += perLook;
      return time;
    },
    nextTurn: () => new Promise((resolve) => turns.push(resolve)),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        sleeps.push({ milliseconds, wake: resolve });
        signal.addEventListener('abort', () => resolve());
      }),
    observer: {
      onSnapshot: (_snapshot, seconds) => told.push(`snapshot ${seconds}`),
      onConfirmed: (at) => told.push(`confirmed ${at}`),
      onFailure: ({ reason }) => told.push(reason),
      onRecovery: ({ resource }) => told.push(`${resource} again`),
    },
  });
  const stop = new AbortController();
  return {
    ...exporter,
    told,
    turns,
    sleeps,
    signal: stop.signal,
    stop: () => stop.abort(),
    text: () => expositionText(exporter.current()?.exposition ?? []),
    /** Lets the changes that are gathered be published. */
    async endSleep() {
      const { milliseconds, wake } = await eventually('it gathers changes', () => sleeps.shift());
      wake();
      return milliseconds;
    },
    /** Gives everybody their turn until so many snapshots were published. */
    snapshots: (count: number) =>
      eventually('a snapshot', () => {
        turns.shift()?.();
        return told.length === count;
      }),
  };
}

t.test('a snapshot is published whole, and stands when discovery fails', async (t) => {
  const { current, listener, publish, text, told, signal } = anExporter();
  const inventoryOf = (tag: string) => buildInventory({ nodes: [], pods: podsOf(tag), replicaSets: [] }, recogniser);
  t.equal(current(), undefined, 'nothing before the first complete discovery');

  await publish(inventoryOf('v3.27.3'), signal);
  listener.onConfirmed(7);
  const first = current();
  t.match(text(), 'version="v3.27.3"');
  t.equal(first?.snapshot.exposures.length, 1);

  listener.onFailure({ resource: 'pods', namespace: undefined, reason: 'unreachable', message: 'gone' });
  t.equal(current(), first);

  await publish(inventoryOf('v3.27.4'), signal);
  t.notMatch(text(), 'v3.27.3');
  t.same(told, ['snapshot 0', 'confirmed 7', 'unreachable', 'snapshot 0']);
});

t.test('changes are gathered, and read once when they are published', async (t) => {
  const { listener, run, endSleep, text, told, signal, stop } = anExporter();
  const source = aSource();
  const running = run(signal);
  for (const tag of ['v3.27.1', 'v3.27.2', 'v3.27.3']) {
    source.put(podsOf(tag));
    listener.onChange(source.read);
  }

  t.equal(await endSleep(), 200);
  await eventually('a snapshot', () => told.length === 1);
  t.equal(source.reads(), 1);
  t.match(text(), 'version="v3.27.3"');

  source.put(podsOf('v3.27.4'));
  listener.onChange(source.read);
  await endSleep();
  await eventually('the next snapshot', () => told.length === 2);
  t.equal(source.reads(), 2);
  t.match(text(), 'version="v3.27.4"');
  stop();
  await running;
});

/** How long it gathers changes after it has published so many pods, and how long that took; in milliseconds. */
async function restAfter(pods: number, perLook: number) {
  const { listener, run, endSleep, snapshots, sleeps, told, signal, stop } = anExporter({ perLook });
  const source = aSource();
  const running = run(signal);
  source.put(podsOf('v3.27.3', pods));
  listener.onChange(source.read);
  await endSleep();
  await snapshots(1);
  const effort = Number(told[0]?.split(' ')[1]) * 1000;
  listener.onChange(source.read);
  const { milliseconds: rest } = await eventually('it gathers changes', () => sleeps[0]);
  stop();
  await running;
  return { effort, rest };
}

t.test('however much changes, nine parts of the time in ten are left to everything else', async (t) => {
  const { effort, rest } = await restAfter(1, 2);
  t.ok(effort > 20 && effort < 60, `it took ${effort} ms`);
  t.equal(rest, effort * 10);
});

t.test('but a change is seen within a second, however long a rebuild takes', async (t) => {
  const { effort, rest } = await restAfter(1_000, 15);
  t.ok(effort > 1_000, `it took ${effort} ms`);
  t.equal(rest, 600);
});

t.test('a long rebuild lets others have their turn, and the last snapshot stands until it ends', async (t) => {
  const { current, listener, run, publish, endSleep, snapshots, text, told, turns, signal, stop } = anExporter({
    perLook: 8,
  });
  const source = aSource();
  void publish({ nodes: [], instances: [], seesAllPods: true }, signal);
  await snapshots(1);
  const first = current();
  const running = run(signal);
  source.put(podsOf('v3.27.3', 1_000));
  listener.onChange(source.read);
  await endSleep();

  let rests = 0;
  await eventually('a snapshot', () => {
    if (told.length === 2) return true;
    const turn = turns.shift();
    if (!turn) return false;
    t.equal(current(), first, 'nothing of the next one is seen');
    rests += 1;
    if (rests === 2) {
      source.put(podsOf('v3.27.4', 1_000));
      listener.onChange(source.read);
    }
    turn();
    return false;
  });
  t.ok(rests > 5, `it rested ${rests} times`);
  t.equal(source.reads(), 1, 'a change meanwhile waits');
  t.notMatch(text(), ',version="v3.27.4"');

  await endSleep();
  await snapshots(3);
  t.notMatch(text(), 'v3.27.3');
  stop();
  await running;
});

t.test('a rebuild that is stopped in the middle ends there, and tells nothing', async (t) => {
  const { current, listener, run, endSleep, told, turns, signal, stop } = anExporter({ perLook: 15 });
  const source = aSource();
  const running = run(signal);
  source.put(podsOf('v3.27.3', 1_000));
  listener.onChange(source.read);
  await endSleep();
  const turn = await eventually('it rests', () => turns.shift());

  stop();
  turn();
  await running;

  t.equal(current(), undefined);
  t.same(told, []);
  t.equal(turns.length, 0);
});

t.test('an exporter that is stopped while it waits, or gathers changes, ends', async (t) => {
  const waiting = anExporter();
  const stillWaiting = waiting.run(waiting.signal);
  waiting.stop();
  await stillWaiting;

  const gathering = anExporter();
  const source = aSource();
  const stillGathering = gathering.run(gathering.signal);
  gathering.listener.onChange(source.read);
  await eventually('it gathers', () => gathering.sleeps.length === 1);
  gathering.stop();
  await stillGathering;
  t.equal(gathering.current(), undefined);
  t.same(gathering.told, []);
});

t.test('when nothing that is told changed, the snapshot is the same', async (t) => {
  const { current, listener, run, endSleep, told, signal, stop } = anExporter();
  const source = aSource();
  source.put(podsOf('v3.27.3'));
  const running = run(signal);
  listener.onChange(source.read);
  await endSleep();
  const first = await eventually('a snapshot', () => current());
  listener.onChange(source.read);
  await endSleep();
  await eventually('another', () => told.length === 2);
  t.equal(current(), first);
  stop();
  await running;
});
