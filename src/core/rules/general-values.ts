import type { Component } from '../components/component.ts';
import { compareText } from '../text/compare-text.ts';
import { formatDuration } from '../text/duration.ts';
import { anyOf } from '../text/promql-escape.ts';
import { nodeProcessUsage } from './node-process-usage.ts';
import type { RuleSettings } from './rule-settings.ts';
import type { GeneralValues } from './templates/placeholders.ts';

/** Evaluations may be late or lost now and then; a window counts as whole with this share of its samples. */
const wholeWindow = 0.8;

/** What one window of a leak adds, at least, as a share of what is used: less than this is the noise of large processes. */
const growthShare = 0.05;

/** What the placeholders that need neither a measure nor an issue stand for. */
export function generalValues(components: readonly Component[], settings: RuleSettings): GeneralValues {
  const { evaluationInterval, sustained, warmUp, exporterFor, memory, growthWindow, lookback } = settings;
  return {
    cluster: settings.clusterLabel,
    plimsoll: settings.plimsollSelector,
    cadvisor: settings.cadvisorSelector,
    kube_state_metrics: settings.kubeStateMetricsSelector,
    rate_window: formatDuration(settings.rateWindow),
    memory: formatDuration(memory),
    memory_seconds: String(memory),
    sustained: formatDuration(sustained),
    sustained_samples: String(Math.max(1, Math.floor((sustained / evaluationInterval) * wholeWindow))),
    for: formatDuration(settings.alertFor),
    keep_firing_for: formatDuration(settings.keepFiringFor),
    history: formatDuration(settings.history),
    warm_up_samples: String(Math.max(1, Math.floor(warmUp / evaluationInterval))),
    lookback_seconds: String(lookback),
    carry: formatDuration(Math.min(86_400, lookback)),
    quiet_memory: formatDuration(memory * 6),
    growth_window: formatDuration(growthWindow),
    half_growth_window: formatDuration(Math.floor(growthWindow / 2)),
    growth_window_seconds: String(growthWindow),
    growth_age: formatDuration(growthWindow + settings.settle),
    growth_share: String(growthShare),
    growth_horizon: formatDuration(settings.growthHorizon),
    growth_horizon_seconds: String(settings.growthHorizon),
    settle: formatDuration(settings.settle),
    regression_for: formatDuration(settings.regressionFor),
    regression_factor: String(settings.regressionFactor),
    saturation: String(settings.saturation),
    exporter_for: formatDuration(exporterFor),
    exporter_for_seconds: String(exporterFor),
    containers: containersOf(components),
    node_process_cpu: nodeProcessUsage('cpu', components, settings),
    node_process_memory: nodeProcessUsage('memory', components, settings),
  };
}

/** A regular expression for the names of their containers. Where there are none it matches nothing. */
export function containersOf(components: readonly Component[]): string {
  const names = components.flatMap(({ runs }) => (runs.as === 'container' ? runs.containers : []));
  return anyOf([...new Set(names)].sort(compareText)) || noContainer;
}

/** An empty matcher would select every series that has no such label. */
const noContainer = 'none';
