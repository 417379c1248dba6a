import type {
  BackfilledPrometheus,
  Labels,
  TimeRange,
} from '../../test/support/simulated-fleet/backfilled-prometheus.ts';
import { chosen, type GrafanaPanel, type GrafanaTarget } from '../../test/support/simulated-fleet/grafana-dashboard.ts';

/** What a panel shows, as Prometheus answers its queries. */
export interface PanelData {
  /** Of each query over time: by refId. */
  readonly lines: readonly Line[];
  /** Of each query now. */
  readonly values: readonly Value[];
}

export interface Line {
  readonly refId: string;
  readonly legend: string;
  readonly points: readonly (readonly [at: number, value: number])[];
}

export interface Value {
  readonly refId: string;
  readonly labels: Labels;
  readonly value: number;
}

export async function askFor(
  panel: GrafanaPanel,
  component: string,
  prometheus: BackfilledPrometheus,
  range: TimeRange,
): Promise<PanelData> {
  const targets = panel.targets ?? [];
  const lines = targets
    .filter(({ instant }) => !instant)
    .map((target) => linesOf(target, component, prometheus, range));
  const values = targets
    .filter(({ instant }) => instant)
    .map((target) => valuesOf(target, component, prometheus, range));
  return { lines: (await Promise.all(lines)).flat(), values: (await Promise.all(values)).flat() };
}

async function linesOf(
  { refId, expr, legendFormat = '' }: GrafanaTarget,
  component: string,
  prometheus: BackfilledPrometheus,
  range: TimeRange,
): Promise<readonly Line[]> {
  const found = await prometheus.queryRange(chosen(expr, component), range);
  return found
    .map(({ metric, values }) => ({
      refId,
      legend: legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_all, label: string) => metric[label] ?? '').trim(),
      points: values.map(([at, value]) => [at, Number(value)] as const),
    }))
    .sort((a, b) => order(a.legend, b.legend));
}

async function valuesOf(
  { refId, expr }: GrafanaTarget,
  component: string,
  prometheus: BackfilledPrometheus,
  { end }: TimeRange,
): Promise<readonly Value[]> {
  const found = await prometheus.query(chosen(expr, component), end);
  return found.map(({ metric: { __name__: _name, ...labels }, value }) => ({ refId, labels, value: Number(value[1]) }));
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
