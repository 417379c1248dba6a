import type { Component } from '../components/component.ts';
import { compareVersions, type Version } from '../versions/version.ts';
import { rangeContains, type VersionRange } from '../versions/version-range.ts';
import type { Condition } from './condition.ts';
import type { Measurement, ObservedFactor, Resource } from './measurement.ts';

/** A documented resource regression: which versions, under which conditions, what it costs, what helps. */
export interface KnownIssue {
  /** Project and upstream number: `CALICO-8856`. */
  readonly id: string;
  /** One line, without versions. */
  readonly summary: string;
  readonly details: string;
  /** Dates of the record, as OSV has them: `2024-05-23`. */
  readonly published: string;
  readonly modified: string;
  readonly severity: Severity;
  readonly resource: Resource;
  readonly signature: Signature;
  readonly affected: readonly Affected[];
  /** All must hold. Ordered: the first that decides is the one that explains. */
  readonly conditions: readonly IssueCondition[];
  /** The first in the resource's unit is the one that rules use; the others are kept because sources disagree. */
  readonly expected: readonly Measurement[];
  readonly observed: readonly Measurement[];
  readonly observedFactors: readonly ObservedFactor[];
  /** Where sources contradict each other, and which one counts here. */
  readonly disputes: readonly string[];
  /** Ways to live with an affected version. */
  readonly workarounds: readonly string[];
  /** Whether a restart ends the misbehaviour for a while; `undefined` when nobody has said. */
  readonly restartHelps: boolean | undefined;
  /** The upstream issue first. */
  readonly references: readonly [Reference, ...Reference[]];
  readonly aliases: readonly string[];
  readonly examples: Examples;
}

/** How much it hurts: `high` starves a node or its neighbours, `moderate` multiplies usage, `low` is only noticeable. */
export const severities = ['high', 'moderate', 'low'] as const;
export type Severity = (typeof severities)[number];

/** The shape in which an issue shows; decides which rule template fits. */
export const signatures = ['step', 'outlier', 'delayed-onset'] as const;
export type Signature = (typeof signatures)[number];

export interface Affected {
  readonly component: Component;
  readonly ranges: readonly AffectedRange[];
  /** Affected versions that no range holds. */
  readonly versions: readonly Version[];
}

export interface AffectedRange extends VersionRange {
  /** Whether a source states both ends, one was inferred, or sources contradict each other. */
  readonly confidence: Confidence;
}

export const confidences = ['confirmed', 'inferred', 'disputed'] as const;
export type Confidence = (typeof confidences)[number];

export interface IssueCondition {
  /** For people, as a clause that is true when the condition holds: `the kernel is older than 5.15`. */
  readonly text: string;
  readonly test: Condition;
}

export interface Reference {
  readonly url: string;
  /** What of the record the page shows. */
  readonly shows: string;
}

/** Miniature instances that hold the record to what it says. */
export interface Examples {
  /** Must come out exposed or unknown: both alert. */
  readonly affected: readonly Example[];
  /** Must come out not exposed, or out of range. */
  readonly unaffected: readonly Example[];
}

export interface Example {
  readonly runs:
    | { readonly as: 'container'; readonly image: string }
    | { readonly as: 'node-process'; readonly kubelet: string };
  readonly kernel: string;
  readonly osImage: string;
  readonly providerId: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly nodeAnnotations: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** How many nodes like this one the cluster has, itself included. */
  readonly nodes: number;
}

/** Whether a version of the component is affected, whatever the conditions. */
export function affects({ ranges, versions }: Affected, version: Version): boolean {
  return (
    ranges.some((range) => rangeContains(range, version)) ||
    versions.some((affected) => compareVersions(affected, version) === 0)
  );
}

/** Versions that end an affected range, in the record's order. */
export function fixedVersions(issue: KnownIssue, componentId: string): readonly Version[] {
  return issue.affected
    .filter(({ component }) => component.id === componentId)
    .flatMap(({ ranges }) => ranges.flatMap(({ upper }) => (upper?.kind === 'fixed' ? [upper.version] : [])));
}

/** Folder of the record and name of its rule file: `calico` for `CALICO-8856`. */
export function projectOf(issueId: string): string {
  return issueId.slice(0, issueId.lastIndexOf('-')).toLowerCase();
}

/** Fixed versions that someone on `version` can move up to, nearest first. */
export function upgradesFrom(issue: KnownIssue, componentId: string, version: Version): readonly Version[] {
  return fixedVersions(issue, componentId)
    .filter((fixed) => compareVersions(fixed, version) > 0)
    .sort(compareVersions);
}
