import type { Catalog } from '../../../src/core/catalog/catalog.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import type { Inventory } from '../../../src/core/inventory/inventory.ts';
import { createInventoryJoiner } from '../../../src/core/inventory/join-inventories.ts';
import { type ClusterReading, createSeriesCollector } from '../../../src/core/series/cluster-series.ts';
import type { Sample } from '../../../src/core/series/query-answer.ts';
import { seriesQueries, versionQuery } from '../../../src/core/series/series-queries.ts';
import type { SeriesScope } from '../../../src/core/series/series-scope.ts';
import { finish } from '../../../src/core/work/pausable.ts';
import { evaluate } from './evaluate.ts';
import { type FakeSeries, fakeNow } from './series.ts';

const oneCluster: SeriesScope = { clusterLabel: undefined, clusters: [] };

/** What the queries find in these series, without a server between. */
export function readDirectly(
  series: readonly FakeSeries[],
  { components, wantedFacts: wanted }: Pick<Catalog, 'components' | 'wantedFacts'>,
  scope: SeriesScope = oneCluster,
): readonly ClusterReading[] {
  const recogniser = createRecogniser(components);
  const collector = createSeriesCollector({ recogniser, wanted, scope });
  for (const { series: name, expression } of seriesQueries(components, wanted, scope)) {
    for (const sample of samplesOf(expression, series)) collector.add(name, sample);
  }
  for (const component of collector.unresolved()) {
    const metric = component.runs.as === 'container' ? component.runs.versionMetric : undefined;
    const expression = metric && versionQuery(metric.name, scope);
    for (const sample of expression ? samplesOf(expression, series) : []) collector.addVersion(component, sample);
  }
  return collector.build();
}

export function inventoryOf(
  readings: readonly ClusterReading[],
  { components }: Pick<Catalog, 'components'>,
): Inventory {
  const recogniser = createRecogniser(components);
  const join = createInventoryJoiner();
  const inventories = readings.map((reading) => {
    if (!reading.ok) throw new Error(`there is no ${reading.missing.join(', ')}`);
    return buildInventory(reading.objects, recogniser);
  });
  return finish(join(inventories));
}

function samplesOf(expression: string, series: readonly FakeSeries[]): readonly Sample[] {
  return evaluate(expression, series).map(({ metric, value }) => ({ labels: metric, value, at: fakeNow }));
}
