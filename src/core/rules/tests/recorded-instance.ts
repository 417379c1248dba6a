import type { ExposureState } from '../../matching/finding.ts';
import type { IssueStage } from './issue-stage.ts';
import { type InputSeries, seriesText } from './promtool-test.ts';
import type { SimulatedInstance, Span } from './simulated-world.ts';

type Labels = Readonly<Record<string, string>>;

/** All labels that recordings have of an instance. */
export function identityOf({ place, cluster, component, versions }: SimulatedInstance, stage: IssueStage): Labels {
  const { kind: _kind, ...where } = place;
  const { workloadKind, cgroup: _cgroup, ...labels } = { workloadKind: '', cgroup: undefined, ...where };
  return {
    [stage.settings.clusterLabel]: cluster,
    ...labels,
    workload_kind: workloadKind,
    component,
    version: versions.at(-1)?.version ?? '',
  };
}

/** Usage as it is recorded of an instance that no exporter and no kubelet has to tell of. */
export function recordedUsage({ ruled }: IssueStage, labels: Labels, { from, to }: Span, amount: number): InputSeries {
  return recorded(ruled.on.recordings.usage, labels, { from, to }, amount);
}

/** Exposure as it is recorded; to the stage's issue unless another is named. */
export function recordedExposure(
  { ruled }: IssueStage,
  labels: Labels,
  span: Span,
  exposure: ExposureState,
  issue = ruled.issue.id,
): InputSeries {
  const { knownIssue } = ruled.exposedOn.recordings;
  const told = [...ruled.exposedOn.instanceLabels, 'component', 'version'].map((name) => [name, labels[name] ?? '']);
  return recorded(knownIssue, { ...Object.fromEntries(told), issue, exposure }, span, 1);
}

/** A series as if a rule had recorded it. */
export function recorded(name: string, labels: Labels, { from, to }: Span, value: number): InputSeries {
  return { series: seriesText(name, labels), values: `${from === 0 ? '' : `_x${from} `}${value}x${to - from - 1}` };
}
