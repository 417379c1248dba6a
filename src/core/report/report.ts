import { leavesOf } from '../catalog/condition.ts';
import { type Basis, judgedBy } from '../catalog/judged-by.ts';
import {
  comparedResource,
  type FixedVersion,
  type IssueCondition,
  type KnownIssue,
  upgradesFrom,
} from '../catalog/known-issue.ts';
import { firstFigure, unitOf } from '../catalog/measurement.ts';
import type { UnresolvedReason, UnresolvedVersion } from '../components/recognise.ts';
import type { Instance } from '../inventory/inventory.ts';
import type { ExposureState } from '../matching/finding.ts';
import type { Snapshot } from '../metrics/snapshot.ts';
import { compareText } from '../text/compare-text.ts';

/** What a cluster runs and is known for, as `plimsoll report --output json` prints it. */
export interface Report {
  readonly nodes: number;
  readonly components: readonly ReportedComponent[];
  readonly exposures: readonly ReportedExposure[];
}

export interface ReportedComponent {
  /** Only where the source tells several clusters apart. */
  readonly cluster?: string;
  readonly component: string;
  /** `null` when it cannot be read. */
  readonly version: string | null;
  readonly unresolved: UnresolvedReason | null;
  /** The tag that is no version: `latest`. */
  readonly unresolvedText: string | null;
  readonly instances: readonly ReportedInstance[];
}

/** Instances of one version, in one cluster, that one issue treats alike. */
export interface ReportedExposure {
  /** Only where the source tells several clusters apart. */
  readonly cluster?: string;
  readonly issue: string;
  readonly summary: string;
  readonly component: string;
  readonly version: string;
  readonly exposure: ExposureState;
  /** The condition that does not hold, or that cannot be seen. */
  readonly condition: string | null;
  /** What a person has to look at where no API shows it. */
  readonly checks: readonly string[];
  /** Newer than the version that runs, nearest first. */
  readonly fixedVersions: readonly ReportedFix[];
  readonly workarounds: readonly string[];
  readonly expected: ReportedUsage | null;
  /** What the alert rules judge its usage by. */
  readonly judgedBy: Basis;
  readonly reference: string;
  readonly instances: readonly ReportedInstance[];
}

export interface ReportedFix {
  readonly version: string;
  /** It exists only in this edition; `null` when it is for everybody. */
  readonly edition: string | null;
}

export interface ReportedUsage {
  readonly value: number;
  readonly unit: string;
  readonly per: string;
  readonly evidence: string;
  readonly source: string;
}

/** Fields that a process on a node does not have are absent. */
export interface ReportedInstance {
  readonly node: string;
  readonly namespace?: string;
  readonly workload?: string;
  readonly pod?: string;
  readonly container?: string;
}

/** Ordered by cluster, component, version and issue; the worst exposure of an issue first. */
export function createReport({ inventory, exposures }: Snapshot): Report {
  const components = groupBy(inventory.instances, ({ cluster, component, version }) => [
    cluster ?? '',
    component.id,
    version.ok ? version.version.text : '',
    version.ok ? '' : `${version.reason} ${unresolvedText(version) ?? ''}`,
  ]).map((instances) => {
    const [{ cluster, component, version }] = instances;
    return {
      ...(cluster !== undefined && { cluster }),
      component: component.id,
      version: version.ok ? version.version.text : null,
      unresolved: version.ok ? null : version.reason,
      unresolvedText: version.ok ? null : unresolvedText(version),
      instances: instances.map(reportInstance),
    };
  });
  const grouped = groupBy(exposures, ({ issue, instance, version, state, condition }) => [
    instance.cluster ?? '',
    instance.component.id,
    version.text,
    issue.id,
    stateOrder[state],
    condition?.text ?? '',
  ]).map((group): ReportedExposure => {
    const [{ issue, instance, version, state, condition }] = group;
    return {
      ...(instance.cluster !== undefined && { cluster: instance.cluster }),
      issue: issue.id,
      summary: issue.summary,
      component: instance.component.id,
      version: version.text,
      exposure: state,
      condition: condition?.text ?? null,
      checks: state === 'unknown' && condition ? checksOf(condition) : [],
      fixedVersions: upgradesFrom(issue, instance.component.id, version).map(reportFix),
      workarounds: issue.workarounds,
      expected: reportUsage(issue, instance.component.id),
      judgedBy: judgedBy(issue, instance.component.id),
      reference: issue.references[0].url,
      instances: group.map((exposure) => reportInstance(exposure.instance)),
    };
  });
  return { nodes: inventory.nodes.length, components, exposures: grouped };
}

/** A tag says something; of digests there would be as many rows. */
function unresolvedText({ reason, text }: UnresolvedVersion): string | null {
  return reason === 'not_a_version' ? text : null;
}

function reportFix({ version, edition }: FixedVersion): ReportedFix {
  return { version: version.text, edition: edition ?? null };
}

function checksOf({ test }: IssueCondition): readonly string[] {
  return leavesOf(test).flatMap((leaf) => (leaf.kind === 'manual' ? [leaf.check] : []));
}

const stateOrder: Readonly<Record<ExposureState, string>> = {
  exposed: '0',
  unknown: '1',
  unconfirmed: '2',
  not_exposed: '3',
};

type NonEmpty<Value> = readonly [Value, ...Value[]];

/** Groups ordered by their keys; each keeps the order of its members. */
function groupBy<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => readonly string[],
): readonly NonEmpty<Value>[] {
  const groups = new Map<string, [Value, ...Value[]]>();
  for (const value of values) {
    const key = JSON.stringify(keyOf(value));
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, group]) => group);
}

function reportInstance(instance: Instance): ReportedInstance {
  if (instance.kind === 'node-process') return { node: instance.nodeName };
  const { namespace, workload, pod, container, nodeName: node } = instance;
  return { namespace, workload: `${workload.kind}/${workload.name}`, pod, container, node };
}

function reportUsage(issue: KnownIssue, componentId: string): ReportedUsage | null {
  const resource = comparedResource(issue);
  const figure = resource && firstFigure(resource, componentId, issue.expected, 'highest');
  if (!resource || !figure) return null;
  const { value, per, evidence, source } = figure;
  return { value, unit: unitOf[resource], per, evidence, source };
}
