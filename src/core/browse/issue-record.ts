import type { Catalog } from '../catalog/catalog.ts';
import { leavesOf } from '../catalog/condition.ts';
import type { Cause, Instances, IssueCondition, KnownIssue, Reference } from '../catalog/known-issue.ts';
import type {
  Amount,
  Evidence,
  Measurement,
  ObservedFactor,
  ObservedGrowth,
  Resource,
  Scope,
  Unit,
} from '../catalog/measurement.ts';
import { type CarryingDistribution, findCarryingReleases } from './carrying-releases.ts';
import { conditionClause } from './condition-clause.ts';
import { type ListedIssue, listIssue } from './issue-list.ts';

/** A known issue with all that is known of it, as `plimsoll catalog show --output json` prints it. */
export interface IssueRecord extends ListedIssue {
  readonly details: string;
  /** Which instances of an affected version show it. */
  readonly instances: Instances;
  /** `null` when the record says nothing of it. */
  readonly cause: Cause | null;
  /** All must hold. */
  readonly conditions: readonly RecordedCondition[];
  /** Parts of log lines that give it away. */
  readonly logLines: readonly string[];
  /** The first in the resource's unit is the one that rules use. */
  readonly expected: readonly RecordedMeasurement[];
  readonly observed: readonly RecordedMeasurement[];
  readonly observedFactors: readonly RecordedFactor[];
  readonly observedGrowth: readonly RecordedGrowth[];
  /** Ways to live with an affected version. */
  readonly workarounds: readonly string[];
  /** Whether a restart ends the misbehaviour for a while; `null` when nobody has said. */
  readonly restartHelps: boolean | null;
  /** Distributions whose releases carry an affected version. */
  readonly carriedBy: readonly CarryingDistribution[];
  /** Where sources contradict each other, and which one counts here. */
  readonly disputes: readonly string[];
  /** What nobody has checked or said. */
  readonly openQuestions: readonly string[];
  /** The upstream issue first. */
  readonly references: readonly Reference[];
  /** Other tickets of the same defect. */
  readonly aliases: readonly string[];
  readonly related: readonly RelatedIssue[];
}

export interface RecordedCondition {
  /** A clause that is true when the condition holds. */
  readonly text: string;
  /** Ids of the components that it is for; empty means all of the issue's. */
  readonly components: readonly string[];
  /** What Plimsoll looks at, as a clause; `null` when no API shows any of it. */
  readonly seenWhen: string | null;
  /** What a person has to look at. */
  readonly checks: readonly string[];
}

interface RecordedFigure {
  /** The one component it speaks of; `null` for every affected one. */
  readonly component: string | null;
  /** On which version, under which circumstances. */
  readonly context: string;
  readonly evidence: Evidence;
  readonly source: string;
}

export interface RecordedMeasurement extends RecordedFigure {
  /** At least one end is known; both are the same for a single number. */
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: Unit;
  readonly per: Scope;
}

/** How many times the expected usage someone saw. */
export interface RecordedFactor extends RecordedFigure {
  readonly min: number | null;
  readonly max: number | null;
  readonly resource: Resource;
}

/** How fast a leak grew. */
export interface RecordedGrowth extends RecordedFigure {
  readonly from: number | null;
  readonly to: number | null;
  /** The increase. */
  readonly by: { readonly min: number | null; readonly max: number | null };
  /** In seconds; `null` when no time was told. */
  readonly over: number | null;
  readonly unit: Unit;
  readonly per: Scope;
}

export interface RelatedIssue {
  readonly id: string;
  readonly summary: string;
}

export function createIssueRecord(issue: KnownIssue, { issues, distributions }: Catalog): IssueRecord {
  const { details, instances, logLines, workarounds, disputes, openQuestions, references, aliases } = issue;
  return {
    ...listIssue(issue),
    details,
    instances,
    cause: issue.cause ?? null,
    conditions: issue.conditions.map(recordCondition),
    logLines,
    expected: issue.expected.map(recordMeasurement),
    observed: issue.observed.map(recordMeasurement),
    observedFactors: issue.observedFactors.map(recordFactor),
    observedGrowth: issue.observedGrowth.map(recordGrowth),
    workarounds,
    restartHelps: issue.restartHelps ?? null,
    carriedBy: findCarryingReleases(issue, distributions),
    disputes,
    openQuestions,
    references,
    aliases,
    related: issue.related.flatMap((related) => {
      const other = issues.find(({ id }) => id === related);
      return other ? [{ id: other.id, summary: other.summary }] : [];
    }),
  };
}

function recordCondition({ text, test, components }: IssueCondition): RecordedCondition {
  const leaves = leavesOf(test);
  return {
    text,
    components,
    seenWhen: leaves.every(({ kind }) => kind === 'manual') ? null : conditionClause(test),
    checks: leaves.flatMap((leaf) => (leaf.kind === 'manual' ? [leaf.check] : [])),
  };
}

function recordMeasurement({ amount, unit, per, ...figure }: Measurement): RecordedMeasurement {
  return { ...recordAmount(amount), unit, per, ...recordFigure(figure) };
}

function recordFactor({ factor, resource, ...figure }: ObservedFactor): RecordedFactor {
  return { ...recordAmount(factor), resource, ...recordFigure(figure) };
}

function recordGrowth({ from, to, by, over, unit, per, ...figure }: ObservedGrowth): RecordedGrowth {
  return {
    from: from ?? null,
    to: to ?? null,
    by: { min: by.min ?? null, max: by.max ?? null },
    over: over ?? null,
    unit,
    per,
    ...recordFigure(figure),
  };
}

function recordAmount({ min, max }: Amount) {
  return { min: min ?? null, max: max ?? null };
}

function recordFigure({ component, context, evidence, source }: Omit<Measurement, 'amount' | 'unit' | 'per'>) {
  return { component: component ?? null, context, evidence, source };
}
