import type { WantedFacts } from '../catalog/catalog.ts';
import type { Component } from '../components/component.ts';
import { anyOf, escapeString } from '../text/promql-escape.ts';
import { imagePattern } from './image-pattern.ts';
import type { SeriesScope } from './series-scope.ts';

/** What is asked of kube-state-metrics' series. */
export const seriesNames = [
  'nodes',
  'nodeRoles',
  'nodeLabels',
  'nodeAnnotations',
  'nodeCapacity',
  'allContainers',
  'allPods',
  'containers',
  'sidecars',
  'pods',
  'podsCreated',
  'podPhases',
  'podLabels',
  'podAnnotations',
  'replicaSets',
] as const;
export type SeriesName = (typeof seriesNames)[number];

export interface SeriesQuery {
  readonly series: SeriesName;
  /** PromQL of an instant vector. */
  readonly expression: string;
}

/**
 * The instant queries that a discovery asks, in this order. Of pods only those are asked for that may run something
 * catalogued. `timestamp()` gives when a series was last seen; where its value says nothing, it is asked for instead.
 */
export function seriesQueries(
  components: readonly Component[],
  wanted: WantedFacts,
  scope: SeriesScope,
): readonly SeriesQuery[] {
  const select = (metric: string, ...matchers: readonly string[]) => selector(metric, matchers, scope);
  const queries: Partial<Record<SeriesName, string>> = {
    nodes: `timestamp(${select('kube_node_info')})`,
    nodeRoles: `timestamp(${select('kube_node_role')})`,
    nodeLabels: `timestamp(${select('kube_node_labels')})`,
    nodeCapacity: select('kube_node_status_capacity', 'resource=~"cpu|memory"'),
    allContainers: count(select('kube_pod_container_info'), scope),
    allPods: count(select('kube_pod_info'), scope),
    ...(wanted.nodeAnnotations.size > 0 && { nodeAnnotations: `timestamp(${select('kube_node_annotations')})` }),
    ...podQueries(components, wanted, scope),
  };
  return seriesNames.flatMap((series) => {
    const expression = queries[series];
    return expression === undefined ? [] : [{ series, expression }];
  });
}

/** Asks for every series of a metric that tells the version of what it is scraped from. */
export function versionQuery(metric: string, scope: SeriesScope): string {
  return selector(metric, [], scope);
}

function podQueries(
  components: readonly Component[],
  wanted: WantedFacts,
  scope: SeriesScope,
): Partial<Record<SeriesName, string>> {
  const pattern = imagePattern(components);
  if (pattern === undefined) return {};
  const select = (metric: string, ...matchers: readonly string[]) => selector(metric, matchers, scope);
  const images = `"${escapeString(pattern)}"`;
  // Older versions of kube-state-metrics know only the name that the container runtime gives to the image.
  const byImage = ['image_spec=""', `image=~${images}`];
  const both = '__name__=~"kube_pod_container_info|kube_pod_init_container_info"';
  const tracked = `(${select('', both, `image_spec=~${images}`)} or ${select('kube_pod_container_info', ...byImage)})`;
  const ofTracked = (series: string) => `${series} and ${on(['namespace', 'pod'], scope)} ${tracked}`;
  const infos = (metric: string, ...matchers: readonly string[]) =>
    `timestamp(${select(metric, ...matchers, `image_spec=~${images}`)}) or timestamp(${select(metric, ...matchers, ...byImage)})`;
  const replicaSetsOfPods = `label_replace(${ofTracked(select('kube_pod_info', 'created_by_kind="ReplicaSet"'))}, "replicaset", "$1", "created_by_name", "(.+)")`;
  return {
    containers: infos('kube_pod_container_info'),
    sidecars: infos('kube_pod_init_container_info', 'restart_policy="Always"'),
    pods: ofTracked(`timestamp(${select('kube_pod_info')})`),
    podsCreated: ofTracked(select('kube_pod_created')),
    podPhases: ofTracked(`(${select('kube_pod_status_phase')} == 1)`),
    replicaSets: `timestamp(${select('kube_replicaset_owner')}) and ${on(['namespace', 'replicaset'], scope)} ${replicaSetsOfPods}`,
    ...(wanted.podLabels.size > 0 && { podLabels: ofTracked(`timestamp(${select('kube_pod_labels')})`) }),
    ...(wanted.podAnnotations.size > 0 && {
      podAnnotations: ofTracked(`timestamp(${select('kube_pod_annotations')})`),
    }),
  };
}

function selector(metric: string, matchers: readonly string[], { clusterLabel, clusters }: SeriesScope): string {
  const ofClusters =
    clusterLabel === undefined || clusters.length === 0 ? [] : [`${clusterLabel}=~"${escapeString(anyOf(clusters))}"`];
  const all = [...matchers, ...ofClusters];
  return all.length === 0 ? metric : `${metric}{${all.join(',')}}`;
}

function count(series: string, { clusterLabel }: SeriesScope): string {
  return clusterLabel === undefined ? `count(${series})` : `count by (${clusterLabel}) (${series})`;
}

/** A scrape without `honor_labels` renames what kube-state-metrics says of the pod, and puts its own pod there. */
function on(labels: readonly string[], { clusterLabel }: SeriesScope): string {
  const renamed = labels.flatMap((label) => [label, `exported_${label}`]);
  return `on (${[...(clusterLabel === undefined ? [] : [clusterLabel]), ...renamed].join(', ')})`;
}
