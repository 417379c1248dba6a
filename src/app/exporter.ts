import type { Catalog } from '../core/catalog/catalog.ts';
import type { Inventory } from '../core/inventory/inventory.ts';
import { type CatalogIdentity, createSnapshotRenderer, type Exposition } from '../core/metrics/render-snapshot.ts';
import { createSnapshotTaker, type Snapshot } from '../core/metrics/snapshot.ts';
import type { Pausable } from '../core/work/pausable.ts';
import type { DiscoveryFailure, DiscoveryListener, DiscoveryScope, ReadInventory } from './discovery.ts';
import { createOpenFailures } from './open-failures.ts';
import { runInSlices, type SliceDeps } from './run-in-slices.ts';

export interface ExporterDeps extends SliceDeps {
  readonly catalog: Catalog;
  readonly identity: CatalogIdentity;
  /** Of series, where the source has several clusters. */
  readonly clusterLabel: string;
  /** Resolves after so many milliseconds, or when `signal` is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly observer: ExporterObserver;
}

/** Who is told how the exporter is: its own metrics and its log. */
export interface ExporterObserver {
  readonly onSnapshot: (snapshot: Snapshot, seconds: number) => void;
  /** In milliseconds since 1970. */
  readonly onConfirmed: (at: number) => void;
  readonly onFailure: (failure: DiscoveryFailure) => void;
  readonly onRecovery: (scope: DiscoveryScope) => void;
}

export interface Published {
  readonly snapshot: Snapshot;
  /** The snapshot as a scrape gets it, rendered once. */
  readonly exposition: Exposition;
}

export interface Exporter {
  /** The newest complete snapshot; `undefined` until the first complete discovery. */
  readonly current: () => Published | undefined;
  /** What cannot be read at the moment. */
  readonly failures: () => readonly DiscoveryFailure[];
  readonly listener: DiscoveryListener;
  /** Publishes an inventory without waiting for more changes. */
  readonly publish: (inventory: Inventory, signal: AbortSignal) => Promise<void>;
  /** Publishes what the listener is told of, until `signal` is aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Changes are gathered for so long, in milliseconds, before they are published: a rollout changes many pods at once. */
const settleTime = 200;

/** After publishing, changes are gathered for so many times as long as it took: however many they are, others have their turn. */
const restShare = 10;

/** But no longer than so many milliseconds: a change should be seen within a second. */
const longestRest = 600;

/** Turns what discovery tells into what scrapes get. A snapshot is replaced whole, and stands while discovery fails. */
export function createExporter(deps: ExporterDeps): Exporter {
  const { catalog, identity, clusterLabel, clock, sleep, observer } = deps;
  const takeSnapshot = createSnapshotTaker(catalog);
  const renderSnapshot = createSnapshotRenderer(identity, clusterLabel);
  const failures = createOpenFailures();
  let published: Published | undefined;
  /** How to read the newest inventory that is not published yet. */
  let waiting: ReadInventory | undefined;
  let wake = (): void => undefined;
  /** How long publishing took the last time, in milliseconds. */
  let effort = 0;

  function* prepare(inventory: Inventory): Pausable<Published> {
    if (inventory === published?.snapshot.inventory) return published;
    const snapshot = yield* takeSnapshot(inventory);
    return { snapshot, exposition: yield* renderSnapshot(snapshot) };
  }

  function* readAndPrepare(read: ReadInventory): Pausable<Published> {
    return yield* prepare(yield* read());
  }

  /** Resolves as soon as something waits to be published, or when the exporter is stopped. */
  async function somethingWaits(): Promise<void> {
    if (waiting) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }

  async function publish(work: Pausable<Published>, signal: AbortSignal): Promise<void> {
    const began = clock();
    const prepared = await runInSlices(work, deps, signal);
    if (!prepared) return;
    published = prepared;
    effort = clock() - began;
    observer.onSnapshot(published.snapshot, effort / 1000);
  }

  return {
    current: () => published,
    failures: failures.all,
    listener: {
      onChange(read) {
        waiting = read;
        wake();
      },
      onConfirmed: observer.onConfirmed,
      onFailure(failure) {
        failures.add(failure);
        observer.onFailure(failure);
      },
      onRecovery(scope) {
        failures.remove(scope);
        observer.onRecovery(scope);
      },
    },
    publish: (inventory, signal) => publish(prepare(inventory), signal),
    async run(signal) {
      signal.addEventListener('abort', () => wake(), { once: true });
      while (!signal.aborted) {
        await somethingWaits();
        await sleep(Math.max(settleTime, Math.min(effort * restShare, longestRest)), signal);
        const read = waiting;
        waiting = undefined;
        if (read) await publish(readAndPrepare(read), signal);
      }
    },
  };
}
