import { UserError } from '../app/user-error.ts';
import { families } from '../core/metrics/families.ts';
import type { SeriesScope } from '../core/series/series-scope.ts';
import { parseDuration } from '../core/text/duration.ts';

/** How a Prometheus is reached that has the series of kube-state-metrics. */
export interface PrometheusOptions {
  readonly prometheusUrl?: string;
  readonly prometheusConfig?: string;
  readonly prometheusTenant?: string;
  readonly clusterLabel?: string;
  readonly cluster?: readonly string[];
}

/** The address, without what belongs elsewhere. A password in it would be in every list of processes. */
export function requirePrometheusUrl({ prometheusUrl: text }: PrometheusOptions): string {
  if (text === undefined) {
    throw new UserError('USAGE', '--source prometheus has no address', 'give one with --prometheus-url');
  }
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UserError('USAGE', `"${text}" is no address of a Prometheus`, 'write http://prometheus.example.com:9090');
  }
  if (url.username !== '' || url.password !== '') {
    const remedy = 'write basic_auth into a file for --prometheus-config';
    throw new UserError('USAGE', 'the address of --prometheus-url holds a user or a password', remedy);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UserError('USAGE', `the address "${text}" goes on behind its path`, 'leave out what begins with ? or #');
  }
  return text.replace(/\/+$/, '');
}

/** The label of clusters stands beside these. */
const ownLabels: ReadonlySet<string> = new Set(Object.values(families).flatMap(({ labels }) => [...labels]));

export function requireScope({ clusterLabel, cluster: clusters = [] }: PrometheusOptions): SeriesScope {
  if (clusterLabel === undefined && clusters.length > 0) {
    throw new UserError('USAGE', '--cluster says nothing alone', 'name the label that has it with --cluster-label');
  }
  if (clusterLabel !== undefined && !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(clusterLabel)) {
    throw new UserError('USAGE', `"${clusterLabel}" is no name of a label`, 'write --cluster-label cluster');
  }
  if (clusterLabel !== undefined && ownLabels.has(clusterLabel)) {
    throw new UserError(
      'USAGE',
      `the label "${clusterLabel}" means something else in the series of Plimsoll`,
      'name one that tells clusters apart, such as cluster',
    );
  }
  return { clusterLabel, clusters };
}

/** Milliseconds. */
export function requireInterval(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds * 1000;
  throw new UserError('USAGE', `"${text}" is no time between rounds`, 'write --prometheus-interval 30s, or 2m');
}
