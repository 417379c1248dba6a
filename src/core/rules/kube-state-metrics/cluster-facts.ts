import type { WantedFacts } from '../../catalog/catalog.ts';
import { instanceTypeLabels } from '../../inventory/kubernetes-objects.ts';
import { seriesLabel } from '../../series/label-names.ts';
import { architectureLabel } from '../../series/node-series.ts';
import { formatDuration } from '../../text/duration.ts';
import { runtimeScheme } from '../../versions/container-runtime.ts';
import { comparableKernel } from '../../versions/kernel.ts';
import { kubernetesScheme } from '../../versions/kubernetes.ts';
import { caught, type TextReading } from '../../versions/text-reading.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { readVersion, replaceLabel, select } from './promql-text.ts';
import { never, recorded } from './recorded.ts';

/** Nodes with the versions that conditions compare, each in a label of its own; empty where it cannot be read. */
export function nodeVersionLabels(): string {
  const kernel = readInto('kernel', 'kernel_version', '', comparableKernel.reading);
  const runtime = readInto('runtime', 'container_runtime_version', '[^:]+://', runtimeScheme.reading);
  const kubelet = readInto('kubelet', 'kubelet_version', '', kubernetesScheme.reading);
  return [kernel, runtime, kubelet].reduce<string>((vector, read) => read(vector), recorded.nodes);
}

/** `before` is a regular expression for what stands in front of the version. */
function readInto(to: string, from: string, before: string, reading: TextReading): (vector: string) => string {
  const { accepts, refuses } = reading;
  return (vector) => {
    const accepted = replaceLabel(vector, `${to}_text`, caught(1), from, `${before}(${accepts})`);
    const text =
      refuses === undefined ? accepted : replaceLabel(accepted, `${to}_text`, '', from, `${before}(?:${refuses})`);
    return readVersion(text, `${to}_text`, to, reading);
  };
}

/** The newest labels and annotations of nodes and of tracked pods, as far as conditions look at them. */
export function keyValueFacts(wanted: WantedFacts, settings: RuleSettings) {
  const { clusterLabel: cluster } = settings;
  const ofNode = [cluster, 'node'];
  const ofPod = [cluster, 'namespace', 'pod'];
  const tracked = ` and on (${ofPod.join(', ')}) ${recorded.images}`;
  const facts = (
    metric: string,
    record: string,
    prefix: 'label' | 'annotation',
    keys: ReadonlySet<string>,
    of: readonly string[],
    only = '',
  ) =>
    newest(metric, record, of, [...new Set([...keys].map((key) => seriesLabel(prefix, key)))].sort(), only, settings);
  const nodeLabels = new Set([...wanted.nodeLabels, architectureLabel, ...instanceTypeLabels]);
  return {
    node_labels: facts('kube_node_labels', recorded.nodeLabels, 'label', nodeLabels, ofNode),
    node_annotations: facts(
      'kube_node_annotations',
      recorded.nodeAnnotations,
      'annotation',
      wanted.nodeAnnotations,
      ofNode,
    ),
    pod_labels: facts('kube_pod_labels', recorded.podLabels, 'label', wanted.podLabels, ofPod, tracked),
    pod_annotations: facts(
      'kube_pod_annotations',
      recorded.podAnnotations,
      'annotation',
      wanted.podAnnotations,
      ofPod,
      tracked,
    ),
  } as const;
}

/**
 * The labels of the series of each object that was scraped last. What was recorded before is among them until it is older
 * than the memory: it bridges a gap.
 */
function newest(
  metric: string,
  record: string,
  of: readonly string[],
  labels: readonly string[],
  only: string,
  { kubeStateMetricsSelector, memory }: RuleSettings,
): string {
  if (labels.length === 0) return never;
  return `topk by (${of.join(', ')}) (1,
  max by (${[...of, ...labels].join(', ')}) (timestamp(${select(metric, kubeStateMetricsSelector)})${only})
  or
  (last_over_time(${record}[${formatDuration(memory)}]) > time() - ${memory})
)`;
}
