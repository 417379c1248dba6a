import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesDiscoveryDeps } from '../../../src/adapters/kubernetes/discover.ts';
import { createExporter, type Exporter } from '../../../src/app/exporter.ts';
import { firstCasesCatalog } from '../built-in.ts';
import { expositionText } from '../exposition-text.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import type { Teardown } from './reflect.ts';
import { aDiscovery } from './run-discovery.ts';

export interface RunningExporter {
  readonly current: Exporter['current'];
  /** What a scrape reads of the cluster; `''` before there is anything. */
  readonly text: () => string;
  readonly countSnapshots: () => number;
  readonly countFailures: () => number;
  /** What stops it. */
  readonly signal: AbortSignal;
  /** Resolves when everything is closed. */
  readonly stop: () => Promise<void>;
}

const catalog = await firstCasesCatalog();

/** A discovery and what publishes it, as they run in production, until the test ends. */
export function runExporter(
  t: Teardown,
  server: Pick<FakeApiServer, 'url'>,
  deps: Partial<KubernetesDiscoveryDeps> = {},
): RunningExporter {
  const stop = new AbortController();
  const { signal } = stop;
  let snapshots = 0;
  let failures = 0;
  const exporter = createExporter({
    catalog,
    identity: { version: '1', digest: 'd', builtIn: true, overridden: [] },
    clusterLabel: 'cluster',
    clock: () => performance.now(),
    nextTurn: () => nextTurn(),
    sleep: (milliseconds, until) => sleep(milliseconds, undefined, { signal: until }).catch(() => undefined),
    observer: {
      onSnapshot() {
        snapshots += 1;
      },
      onConfirmed: () => undefined,
      onFailure() {
        failures += 1;
      },
      onRecovery: () => undefined,
    },
  });
  const running = Promise.all([exporter.run(signal), aDiscovery(t, server, deps).run(exporter.listener, signal)]);
  const stopped = async () => {
    stop.abort();
    await running;
  };
  t.teardown(stopped);
  return {
    current: exporter.current,
    text: () => expositionText(exporter.current()?.exposition ?? []),
    countSnapshots: () => snapshots,
    countFailures: () => failures,
    signal,
    stop: stopped,
  };
}
