import type { MetricFamily } from './families.ts';

type LabelOf<Family extends MetricFamily> = Family['labels'][number];

/** One series of a family: every label of it, and the value. */
export interface Sample<Family extends MetricFamily> {
  readonly labels: Readonly<Record<LabelOf<Family>, string>>;
  readonly value: number;
  /** Value of a further label of every series, only where the source tells several clusters apart. */
  readonly cluster?: string | undefined;
}

/**
 * A family in Prometheus' text format 0.0.4, where `clusterLabel` names the label of clusters. Leaving out or misspelling
 * any other label does not compile.
 */
export function renderFamily<Family extends MetricFamily>(
  family: Family,
  samples: readonly Sample<NoInfer<Family>>[],
  clusterLabel: string,
): string {
  return renderHeader(family) + renderSamples(family, samples, clusterLabel);
}

/** What stands once before the series of a family. */
export function renderHeader({ name, help, type }: MetricFamily): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

export function renderSamples<Family extends MetricFamily>(
  { name, labels }: Family,
  samples: readonly Sample<NoInfer<Family>>[],
  clusterLabel: string,
): string {
  const names: readonly LabelOf<Family>[] = labels;
  let text = '';
  for (const { labels: values, value, cluster } of samples) {
    const pairs = names.map((label) => pair(label, values[label]));
    const all = cluster === undefined ? pairs : [pair(clusterLabel, cluster), ...pairs];
    text += `${name}{${all.join(',')}} ${value}\n`;
  }
  return text;
}

function pair(label: string, value: string): string {
  return `${label}="${escapeLabelValue(value)}"`;
}

function escapeLabelValue(value: string): string {
  if (!/[\\"\n]/.test(value)) return value;
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
