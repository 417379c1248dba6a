import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Discovery,
  DiscoveryListener,
  DiscoveryReason,
  DiscoveryScope,
  ResourceStatus,
} from '../../app/discovery.ts';
import { UserError } from '../../app/user-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { finish } from '../../core/work/pausable.ts';
import { ApiError, toApiError } from '../http-client/api-error.ts';
import { createBackoff } from '../http-client/backoff.ts';
import { type Clusters, createClusters } from './clusters.ts';
import { readSeries, type SeriesSource } from './read-series.ts';

export interface PrometheusDiscoveryDeps extends SeriesSource {
  readonly timings: PrometheusTimings;
  /** From 0 to 1. */
  readonly random: () => number;
  /** In milliseconds since 1970. */
  readonly now: () => number;
}

/** In milliseconds. */
export interface PrometheusTimings {
  /** Between rounds, a tenth more or less, so that a fleet of exporters does not ask as one. */
  readonly interval: number;
  /** After a failure: full jitter between 0 and a ceiling that doubles from this to four intervals. */
  readonly firstBackoff: number;
}

/** Discovery from the series of kube-state-metrics in a Prometheus, or in anything that answers as one. */
export function createPrometheusDiscovery(deps: PrometheusDiscoveryDeps): Discovery {
  const state: RoundsState = {
    clusters: createClusters(deps.recogniser),
    isFailing: false,
    lastProgress: undefined,
  };
  return {
    run: (listener, signal) => runDiscovery(deps, state, listener, signal),
    readOnce: (signal) => readOnce(deps, signal),
    status: () => [statusOf(deps, state)],
  };
}

interface RoundsState {
  readonly clusters: Clusters;
  isFailing: boolean;
  /** In milliseconds since 1970. */
  lastProgress: number | undefined;
}

/** A query is a list, and a series an object; nothing is followed between rounds. */
function statusOf(
  { api }: PrometheusDiscoveryDeps,
  { clusters, isFailing, lastProgress }: RoundsState,
): ResourceStatus {
  const { queries, series, bytes } = api.counts();
  return {
    resource: 'prometheus',
    lists: queries,
    objects: series,
    bytes,
    collections: 1,
    unreadable: isFailing ? 1 : 0,
    lastProgress,
    watches: 0,
    restarts: 0,
    events: 0,
    kept: clusters.countObjects(),
  };
}

const scope: DiscoveryScope = { resource: 'prometheus', namespace: undefined };

async function runDiscovery(
  deps: PrometheusDiscoveryDeps,
  state: RoundsState,
  listener: DiscoveryListener,
  signal: AbortSignal,
): Promise<void> {
  const { timings, random, now } = deps;
  let confirmed: number | undefined;
  const backoff = createBackoff([timings.firstBackoff, timings.interval * 4], random);

  async function round(): Promise<void> {
    const began = now();
    const { read, confirmedAt, problems } = state.clusters.update(await readSeries(deps, signal), began);
    if (read) listener.onChange(read);
    state.lastProgress = began;
    if (problems.length > 0) {
      fail('incomplete', problems);
    } else {
      if (state.isFailing) listener.onRecovery(scope);
      state.isFailing = false;
    }
    if (confirmedAt === undefined || confirmedAt === confirmed) return;
    confirmed = confirmedAt;
    listener.onConfirmed(confirmedAt);
  }

  function fail(reason: DiscoveryReason, problems: readonly string[]): void {
    state.isFailing = true;
    listener.onFailure({ ...scope, reason, message: sentence(deps.api.url, problems) });
  }

  /** How long to wait for the next round. */
  function afterFailure({ reason, message, retryAfter = 0 }: ApiError): number {
    fail(reason, [message]);
    return Math.max(backoff.next(), retryAfter * 1000);
  }

  while (!signal.aborted) {
    let wait = timings.interval * (0.9 + 0.2 * random());
    try {
      await round();
      backoff.reset();
    } catch (cause) {
      if (signal.aborted) break;
      wait = afterFailure(toApiError(cause));
    }
    await sleep(wait, undefined, { signal }).catch(() => undefined); // aborted: stop
  }
  await deps.api.close();
}

async function readOnce(deps: PrometheusDiscoveryDeps, signal: AbortSignal): Promise<Inventory> {
  const { api, recogniser, now } = deps;
  try {
    const readings = await readSeries(deps, signal);
    const { read, problems } = createClusters(recogniser).update(readings, now());
    if (read && problems.length === 0) return finish(read());
    throw new ApiError('incomplete', problems.join('; '));
  } catch (cause) {
    if (signal.aborted) throw cause;
    const { reason, message } = toApiError(cause);
    throw new UserError('PROMETHEUS_UNREACHABLE', sentence(api.url, [message]), remedies[reason], { cause });
  } finally {
    await api.close();
  }
}

/** Of many clusters without kube-state-metrics, the first few show what is wrong. */
function sentence(url: string, problems: readonly string[]): string {
  return `cannot read ${url}: ${problems.slice(0, 3).join('; ')}`;
}

const checkAddress = 'check --prometheus-url; behind a path prefix it ends in that: https://example.com/prometheus';

const remedies: Readonly<Record<DiscoveryReason, string>> = {
  unreachable: 'check --prometheus-url, and tls_config in --prometheus-config',
  timeout: 'try again in a while, or raise the time limit of its queries',
  unauthorized: 'give credentials with --prometheus-config',
  forbidden: 'give credentials that may query, with --prometheus-config, or name the tenant with --prometheus-tenant',
  untrusted: 'renew its certificate, or correct tls_config in the file for --prometheus-config',
  not_found: checkAddress,
  expired: 'try again in a while',
  throttled: 'try again in a while',
  server_error: 'try again in a while',
  malformed: checkAddress,
  credentials: 'check --prometheus-config',
  rejected: 'see what it says, and its limits for queries; with several tenants name one with --prometheus-tenant',
  partial: 'try again when all of its parts answer',
  incomplete: 'let it scrape kube-state-metrics whole, or choose clusters with --cluster-label and --cluster',
};
