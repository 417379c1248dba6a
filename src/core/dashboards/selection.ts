import type { RuleSettings } from '../rules/rule-settings.ts';
import type { Variable } from './dashboard-model.ts';
import type { ByPlace } from './recorded-names.ts';

/** Which series a panel reads, by what is chosen at the top of its dashboard. */
export interface Selection {
  /** Instances that are chosen, on nodes and in containers, which carry different labels; `extra` are more matchers. */
  readonly instances: (names: ByPlace, extra?: string) => string;
  /** Series of workloads and nodes, whatever labels they have. */
  readonly workloads: (name: string, extra?: string) => string;
  /** Series of components as a whole, which have no namespace. */
  readonly components: (name: string, extra?: string) => string;
  /** Series of clusters as a whole. */
  readonly clusters: (name: string, extra?: string) => string;
}

/** `component` is the matcher of the component's label: one component, or any number. */
export function selectionOf(component: string, { clusterLabel }: RuleSettings): Selection {
  const cluster = `${clusterLabel}=~"$cluster"`;
  const series = (name: string, ...matchers: readonly string[]) =>
    `${name}{${matchers.filter((matcher) => matcher !== '').join(', ')}}`;
  const workloads = (name: string, extra = '') => series(name, cluster, 'namespace=~"$namespace"', component, extra);
  return {
    instances: ({ container, node }, extra) => `${workloads(container, extra)} or ${workloads(node, extra)}`,
    workloads,
    components: (name, extra = '') => series(name, cluster, component, extra),
    clusters: (name, extra = '') => series(name, cluster, extra),
  };
}

/** The variables of every dashboard; values are those of what runs. */
export function variables(
  names: ByPlace,
  manyComponents: boolean,
  { clusterLabel }: RuleSettings,
): readonly Variable[] {
  // Cluster and component are labels of containers and of processes on nodes; the names of both end alike.
  const identity = `{__name__=~"${names.container}|${names.node}"`;
  const cluster = `${clusterLabel}=~"$cluster"`;
  return [
    { name: 'cluster', label: 'Cluster', query: `label_values(${identity}}, ${clusterLabel})`, many: true },
    {
      name: 'component',
      label: 'Component',
      query: `label_values(${identity}, ${cluster}}, component)`,
      many: manyComponents,
    },
    {
      name: 'namespace',
      label: 'Namespace',
      query: `label_values(${names.container}{${cluster}, component=~"$component"}, namespace)`,
      many: true,
    },
  ];
}
