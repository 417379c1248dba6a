import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { buildServer } from '../adapters/http/build-server.ts';
import { type ListenTarget, listen } from '../adapters/http/listen.ts';
import { createOwnMetrics } from '../adapters/http/own-metrics.ts';
import type { Discovery } from '../app/discovery.ts';
import { createExporter, type ExporterObserver } from '../app/exporter.ts';
import type { Inventory } from '../core/inventory/inventory.ts';
import type { CommandIo } from './command-io.ts';
import type { ReadCatalogs } from './read-catalogs.ts';

export interface ServeInput {
  readonly catalogs: ReadCatalogs;
  readonly discovery: Discovery;
  /** Of its series, where it has several clusters. */
  readonly clusterLabel?: string | undefined;
  /** Served from the first moment, where it could be read before. */
  readonly initial: Inventory | undefined;
  readonly address: ListenTarget;
  readonly io: CommandIo;
  readonly observer: ExporterObserver;
  readonly onListening: (url: string) => Promise<void> | void;
}

/** Runs the exporter until it is told to stop. */
export async function serve({
  catalogs,
  discovery,
  clusterLabel = 'cluster',
  initial,
  address,
  io,
  observer,
  onListening,
}: ServeInput): Promise<void> {
  const ownMetrics = createOwnMetrics({ version: io.version, nodeVersion: io.nodeVersion, status: discovery.status });
  const exporter = createExporter({
    catalog: catalogs.catalog,
    identity: {
      version: io.version,
      digest: catalogs.digest,
      builtIn: catalogs.builtIn,
      overridden: catalogs.overridden.map(({ id }) => id),
    },
    clusterLabel,
    clock: () => performance.now(),
    nextTurn: () => nextTurn(),
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined), // aborted: stop
    observer: both(ownMetrics, observer),
  });
  const { current, failures } = exporter;
  const server = buildServer({ version: io.version, current, failures, ownMetrics: ownMetrics.render });
  const over = new AbortController();
  const signal = AbortSignal.any([io.signal, over.signal]);
  try {
    if (initial) await exporter.publish(initial, signal);
    await onListening(await listen(server, address));
    await Promise.all([exporter.run(signal), discovery.run(exporter.listener, signal)]);
  } finally {
    over.abort(); // when one of the two failed, the other has no purpose
    await server.close();
  }
}

function both(first: ExporterObserver, second: ExporterObserver): ExporterObserver {
  return {
    onSnapshot(snapshot, seconds) {
      first.onSnapshot(snapshot, seconds);
      second.onSnapshot(snapshot, seconds);
    },
    onConfirmed(at) {
      first.onConfirmed(at);
      second.onConfirmed(at);
    },
    onFailure(failure) {
      first.onFailure(failure);
      second.onFailure(failure);
    },
    onRecovery(scope) {
      first.onRecovery(scope);
      second.onRecovery(scope);
    },
  };
}
