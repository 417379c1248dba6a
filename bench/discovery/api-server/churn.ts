import type { Cluster } from '../cluster/cluster.ts';
import type { Watches } from './watches.ts';

export interface Churn {
  readonly setRate: (namespaces: readonly string[], perSecond: number) => void;
  readonly setHeartbeats: (on: boolean) => void;
  readonly stop: () => void;
  readonly events: () => number;
}

const tick = 20;
const heartbeatSeconds = 300;
const life = [
  ['ADDED', 'Pending'],
  ['MODIFIED', 'Pending'],
  ['MODIFIED', 'Running'],
  ['MODIFIED', 'Succeeded'],
  ['DELETED', 'Succeeded'],
] as const;

/** What goes on in a cluster all the time: pods of jobs that come and go, and nodes that report. */
export function createChurn(cluster: Cluster, watches: Watches): Churn {
  const nodes = cluster.collections.find(({ resource }) => resource === 'nodes');
  let timers: NodeJS.Timeout[] = [];
  let heartbeats: NodeJS.Timeout | undefined;
  let step = 0;
  let beats = 0;

  function podEvent(namespaces: readonly string[]): void {
    // Many jobs live at the same time: each block of a hundred of them takes its steps in turn.
    const number = Math.floor(step / (life.length * 100)) * 100 + (step % 100);
    const [type, phase] = life[Math.floor(step / 100) % life.length] ?? life[0];
    step++;
    const namespace = namespaces[number % namespaces.length] ?? '';
    watches.emit((resourceVersion) => {
      const full = () => cluster.pods.shortLived({ number, namespace, phase, resourceVersion });
      return { type, collection: cluster.pods.collection, namespace, full, metadata: full };
    });
  }

  function heartbeat(): void {
    if (!nodes) return;
    const index = beats++ % nodes.size;
    watches.emit(() => ({
      type: 'MODIFIED',
      collection: nodes,
      namespace: '',
      full: () => nodes.full(index),
      metadata: () => nodes.metadata(index),
    }));
  }

  return {
    events: () => step + beats,
    setRate(namespaces, perSecond) {
      for (const timer of timers) clearInterval(timer);
      timers = perSecond === 0 ? [] : [every(perSecond, () => podEvent(namespaces))];
    },
    setHeartbeats(on) {
      clearInterval(heartbeats);
      heartbeats = on && nodes ? every(nodes.size / heartbeatSeconds, heartbeat) : undefined;
    },
    stop() {
      this.setRate([], 0);
      this.setHeartbeats(false);
    },
  };
}

/** `work` so often, whatever the resolution of timers. */
function every(perSecond: number, work: () => void): NodeJS.Timeout {
  const began = performance.now();
  let done = 0;
  return setInterval(() => {
    for (const due = ((performance.now() - began) / 1000) * perSecond; done < due; done++) work();
  }, tick);
}
