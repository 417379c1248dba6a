import type { Catalog } from '../../../catalog/catalog.ts';
import { createRecogniser } from '../../../components/recognise.ts';
import { buildInventory } from '../../../inventory/build-inventory.ts';
import type { Inventory } from '../../../inventory/inventory.ts';
import { type Exposure, matchInventory } from '../../../matching/match.ts';
import { createSeriesCollector } from '../../../series/cluster-series.ts';
import type { RuledIssue } from '../../choose-issues.ts';
import { matcher, select } from '../../kube-state-metrics/promql-text.ts';
import type { RuleSettings } from '../../rule-settings.ts';
import { selectorLabels } from '../../selector-labels.ts';
import { type RuleTest, seriesText } from '../promtool-test.ts';
import { exampleSeries, type ShownSeries } from './example-series.ts';

/** promtool refuses a query above 10,000 samples; some queries read a node several times. */
const mostNodes = 500;

/**
 * Of every example of the issue's record, each a cluster of its own: the rules find the exposure that the matcher finds in
 * the same series. What the examples say of command lines and variables no series shows.
 */
export function exposureTest(ruled: RuledIssue, catalog: Catalog, settings: RuleSettings): RuleTest {
  const { issue, exposedOn: on } = ruled;
  const scraped = selectorLabels(settings.kubeStateMetricsSelector);
  const clusters = [...issue.examples.affected, ...issue.examples.unaffected]
    .filter(({ nodes }) => nodes <= mostNodes)
    .map((example, index) => ({
      series: exampleSeries(example),
      ofCluster: { [settings.clusterLabel]: `example-${index + 1}` },
    }));
  return {
    name: `${issue.id}: every example of the record is what the exporter would take it for`,
    series: clusters.flatMap(({ series, ofCluster }) =>
      series.map(({ metric, labels, value }) => ({
        series: seriesText(metric, { ...scraped, ...ofCluster, ...labels }),
        values: `${value}x1`,
      })),
    ),
    alerts: [],
    expressions: [
      {
        at: 0,
        expr: select(on.recordings.knownIssue, matcher('issue', '=', issue.id)),
        samples: clusters.flatMap(({ series, ofCluster }) =>
          matchInventory(inventoryOf(series, catalog), { issuesOf: () => [issue] })
            .filter(({ instance }) => ruled.affected.some(({ component }) => component === instance.component))
            .map((exposure) => ({
              labels: seriesText(on.recordings.knownIssue, { ...ofCluster, ...labelsOf(exposure) }),
              value: 1,
            })),
        ),
      },
    ],
  };
}

/** As discovery by the same series would have it. */
function inventoryOf(series: readonly ShownSeries[], { components, wantedFacts: wanted }: Catalog): Inventory {
  const recogniser = createRecogniser(components);
  const collector = createSeriesCollector({ recogniser, wanted, scope: { clusterLabel: undefined, clusters: [] } });
  for (const { series: name, labels, value } of series) collector.add(name, { labels, value, at: 0 });
  // A discovery would not take a cluster without pods for whole; many an example has none.
  for (const name of ['allPods', 'allContainers'] as const) collector.add(name, { labels: {}, value: 1, at: 0 });
  const [reading] = collector.build();
  const objects = reading?.ok === true ? reading.objects : { nodes: [], pods: [], replicaSets: [] };
  return buildInventory(objects, recogniser);
}

function labelsOf({ instance, issue, version, state }: Exposure): Readonly<Record<string, string>> {
  const of = { component: instance.component.id, version: version.text, issue: issue.id, exposure: state };
  if (instance.kind === 'node-process') return { node: instance.nodeName, ...of };
  const { namespace, pod, container } = instance;
  return { namespace, pod, container, ...of };
}
