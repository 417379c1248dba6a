import type { Catalog } from '../core/catalog/catalog.ts';
import { type CatalogIdentity, renderSnapshot } from '../core/metrics/render-snapshot.ts';
import { type Snapshot, takeSnapshot } from '../core/metrics/snapshot.ts';
import type { DiscoveryFailure, DiscoveryListener, DiscoveryScope } from './discovery.ts';

export interface ExporterDeps {
  readonly catalog: Catalog;
  readonly identity: CatalogIdentity;
  /** Monotonic, in milliseconds. */
  readonly clock: () => number;
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
  readonly exposition: Uint8Array;
}

export interface Exporter {
  /** The newest complete snapshot; `undefined` until the first complete discovery. */
  readonly current: () => Published | undefined;
  readonly listener: DiscoveryListener;
}

/** Turns what discovery tells into what scrapes get. A snapshot is replaced whole, and stands while discovery fails. */
export function createExporter({ catalog, identity, clock, observer }: ExporterDeps): Exporter {
  const encoder = new TextEncoder();
  let published: Published | undefined;

  return {
    current: () => published,
    listener: {
      onInventory(inventory) {
        const began = clock();
        const snapshot = takeSnapshot(inventory, catalog);
        published = { snapshot, exposition: encoder.encode(renderSnapshot(snapshot, identity)) };
        observer.onSnapshot(snapshot, (clock() - began) / 1000);
      },
      onConfirmed: observer.onConfirmed,
      onFailure: observer.onFailure,
      onRecovery: observer.onRecovery,
    },
  };
}
