import type { WantedFacts } from '../../core/catalog/catalog.ts';
import type { Component } from '../../core/components/component.ts';
import type { Recogniser } from '../../core/components/recognise.ts';
import { type ClusterReading, createSeriesCollector } from '../../core/series/cluster-series.ts';
import { seriesQueries, versionQuery } from '../../core/series/series-queries.ts';
import type { SeriesScope } from '../../core/series/series-scope.ts';
import { joinWords, shortList } from '../../core/text/join-words.ts';
import { ApiError } from '../http-client/api-error.ts';
import type { PrometheusApi } from './api.ts';

export interface SeriesSource {
  readonly api: PrometheusApi;
  readonly components: readonly Component[];
  readonly recogniser: Recogniser;
  readonly wanted: WantedFacts;
  readonly scope: SeriesScope;
  /** Milliseconds that all queries together may take. */
  readonly roundLimit: number;
}

/**
 * What Prometheus shows of its clusters at one moment, each whole or named as not whole. One query after the other, so
 * that a large installation is not asked for everything at once. Rejects with an ApiError when an answer is not complete.
 */
export async function readSeries(source: SeriesSource, signal: AbortSignal): Promise<readonly ClusterReading[]> {
  const tooLong = AbortSignal.timeout(source.roundLimit);
  try {
    return await readClusters(source, AbortSignal.any([signal, tooLong]));
  } catch (error) {
    if (signal.aborted || !tooLong.aborted) throw error;
    const problem = `its answers together take longer than ${source.roundLimit / 1000} s`;
    throw new ApiError('timeout', problem, { cause: error });
  }
}

async function readClusters(source: SeriesSource, signal: AbortSignal): Promise<readonly ClusterReading[]> {
  const { api, components, recogniser, wanted, scope } = source;
  const collector = createSeriesCollector({ recogniser, wanted, scope });
  /** The first answer tells the server's time, and the others are asked for the same moment: our own clock may differ. */
  let at: number | undefined;
  for (const { series, expression } of seriesQueries(components, wanted, scope)) {
    await api.query({
      expression,
      at,
      signal,
      onSample(sample) {
        at ??= sample.at;
        collector.add(series, sample);
      },
    });
  }
  for (const component of collector.unresolved()) {
    const { runs } = component;
    if (runs.as !== 'container' || !runs.versionMetric) continue;
    const expression = versionQuery(runs.versionMetric.name, scope);
    await api.query({ expression, at, signal, onSample: (sample) => collector.addVersion(component, sample) });
  }
  const others = collector.otherClusters();
  if (others.length > 0) {
    throw new ApiError(
      'incomplete',
      `it has several clusters (${shortList(others)}), which have to be told apart with --cluster-label cluster`,
    );
  }
  const readings = collector.build();
  if (readings.length > 0) return readings;
  throw new ApiError('incomplete', 'it has no series of any cluster: is kube-state-metrics scraped?');
}

/** What is wrong with a cluster that is not whole. */
export function describeMissing({ cluster, missing }: Extract<ClusterReading, { ok: false }>): string {
  const place = cluster === undefined ? '' : ` of cluster "${cluster}"`;
  return `it has no series ${joinWords(missing, 'or')}${place}: is kube-state-metrics scraped${place === '' ? '' : ' there'}?`;
}
