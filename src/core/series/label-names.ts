import type { KeyValues } from '../inventory/inventory.ts';

/**
 * The label under which kube-state-metrics shows a Kubernetes label or annotation: `label_app_kubernetes_io_name`. What
 * Prometheus does not take in a name becomes `_`, and camel case becomes snake case.
 */
export function seriesLabel(prefix: 'label' | 'annotation', key: string): string {
  const name = key.replaceAll(/[^a-zA-Z0-9_]/g, '_').replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return `${prefix}_${name.toLowerCase()}`;
}

/**
 * What a series of `kube_node_labels` and its like says of the wanted keys. One that is not there cannot be seen: perhaps
 * kube-state-metrics may not show it, perhaps its value is empty, which for Prometheus is as good as no label.
 */
export function readKeyValues(
  labels: Readonly<Record<string, string>> | undefined,
  prefix: 'label' | 'annotation',
  wanted: ReadonlySet<string>,
): KeyValues {
  return new Map([...wanted].map((key) => [key, labels?.[seriesLabel(prefix, key)] || undefined]));
}
