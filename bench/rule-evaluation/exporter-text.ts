import { setImmediate as nextTurn } from 'node:timers/promises';
import { createExporter } from '../../src/app/exporter.ts';
import type { LoadedCatalog } from '../../src/app/load-catalog.ts';
import { createRecogniser } from '../../src/core/components/recognise.ts';
import { createInventoryBuilder } from '../../src/core/inventory/build-inventory.ts';
import type { SyntheticCluster } from './cluster.ts';

/** What the exporter itself says of the cluster. */
export async function exporterText(
  catalog: LoadedCatalog['catalog'],
  { nodes, pods }: SyntheticCluster,
): Promise<string> {
  const builder = createInventoryBuilder(createRecogniser(catalog.components));
  const stop = new AbortController();
  const published = Promise.withResolvers<void>();
  const exporter = createExporter({
    catalog,
    identity: { version: '0', digest: 'd', builtIn: true, overridden: [] },
    clusterLabel: 'cluster',
    clock: () => performance.now(),
    sleep: () => nextTurn(),
    nextTurn: () => nextTurn(),
    observer: {
      onSnapshot: () => published.resolve(),
      onConfirmed: () => undefined,
      onFailure: (error) => published.reject(error),
      onRecovery: () => undefined,
    },
  });
  void exporter.run(stop.signal);
  exporter.listener.onChange(() => builder.build({ nodes, pods, replicaSets: [] }));
  await published.promise;
  stop.abort();
  return Buffer.concat([...(exporter.current()?.exposition ?? [])]).toString();
}

/** The label sets of one family in an exposition. */
export function labelSets(text: string, family: string): readonly Readonly<Record<string, string>>[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith(`${family}{`)) return [];
    return [Object.fromEntries([...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))];
  });
}
