import type { Sample } from './query-answer.ts';

/**
 * What kube-state-metrics itself says under `name`. A scrape without `honor_labels` renames it, since the target has a
 * label of that name too.
 */
export function ownLabel(labels: Sample['labels'], name: string): string {
  return labels[`exported_${name}`] ?? labels[name] ?? '';
}

/** `kube-system/coredns-5d9`: a namespaced object, under the label that names it. */
export function objectKey(labels: Sample['labels'], name: string): string {
  return `${ownLabel(labels, 'namespace')}/${ownLabel(labels, name)}`;
}
