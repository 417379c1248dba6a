import type { Component } from '../components/component.ts';
import { compareVersions, type Version } from '../versions/version.ts';
import { type AffectedRange, anyRangeCovers } from '../versions/version-range.ts';
import type { Condition } from './condition.ts';
import type { ComparedResource, Measurement, ObservedFactor, ObservedGrowth, Resource } from './measurement.ts';

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
  /** Since when the record is known to be wrong; it then matches nothing. */
  readonly withdrawn: string | undefined;
  readonly kind: IssueKind;
  readonly severity: Severity;
  /** How sure the record is as a whole. */
  readonly confidence: RecordConfidence;
  readonly resource: Resource;
  readonly furtherResources: readonly Resource[];
  readonly signature: Signature;
  readonly instances: Instances;
  /** The component that pays; only where the signature is `victim`. */
  readonly victim: Component | undefined;
  readonly affected: readonly [Affected, ...Affected[]];
  /** All must hold. Ordered: the first that decides is the one that explains. */
  readonly conditions: readonly IssueCondition[];
  readonly cause: Cause | undefined;
  /** Parts of log lines that give it away. */
  readonly logLines: readonly string[];
  /** The first in the resource's unit is the one that rules use; the others are kept because sources disagree. */
  readonly expected: readonly Measurement[];
  readonly observed: readonly Measurement[];
  readonly observedFactors: readonly ObservedFactor[];
  readonly observedGrowth: readonly ObservedGrowth[];
  /** Where sources contradict each other, and which one counts here. */
  readonly disputes: readonly string[];
  /** What nobody has checked or said. */
  readonly openQuestions: readonly string[];
  /** Ways to live with an affected version. */
  readonly workarounds: readonly string[];
  /** Whether a restart ends the misbehaviour for a while; `undefined` when nobody has said. */
  readonly restartHelps: boolean | undefined;
  /** The upstream issue first. */
  readonly references: readonly [Reference, ...Reference[]];
  /** Other tickets of the same defect. */
  readonly aliases: readonly string[];
  /** Ids of other issues worth a look. */
  readonly related: readonly string[];
  readonly examples: Examples;
}

/** A regression is a defect; a baseline shift is meant to cost more, so it never alerts. */
export const issueKinds = ['regression', 'baseline-shift'] as const;
export type IssueKind = (typeof issueKinds)[number];

/** How much it hurts: `high` starves a node or its neighbours, `moderate` multiplies usage, `low` is only noticeable. */
export const severities = ['high', 'moderate', 'low'] as const;
export type Severity = (typeof severities)[number];

export const recordConfidences = ['high', 'medium', 'low'] as const;
export type RecordConfidence = (typeof recordConfidences)[number];

/** The shape in which an issue shows; decides which rule template fits. */
export const signatures = ['step', 'outlier', 'delayed-onset', 'growth', 'victim'] as const;
export type Signature = (typeof signatures)[number];

/** Which instances of an affected version show it. */
export const instancesShowing = ['all', 'some', 'one'] as const;
export type Instances = (typeof instancesShowing)[number];

export interface Affected {
  readonly component: Component;
  readonly ranges: readonly AffectedRange[];
  /** Affected versions that no range holds. */
  readonly versions: readonly Version[];
  /** Releases that help but do not cure. */
  readonly partialFixes: readonly PartialFix[];
}

export interface PartialFix {
  readonly version: Version;
  /** What is better there, and what is not. */
  readonly what: string;
}

export interface IssueCondition {
  /** For people, as a clause that is true when the condition holds: `the kernel is older than 5.15`. */
  readonly text: string;
  readonly test: Condition;
  /** Ids of the components that it is for; empty means all of the issue's. */
  readonly components: readonly string[];
}

export interface Cause {
  readonly text: string;
  readonly basis: CauseBasis;
}

/** Whether a source states the cause, or it was drawn from titles and change logs. */
export const causeBases = ['stated', 'inferred', 'unknown'] as const;
export type CauseBasis = (typeof causeBases)[number];

export interface Reference {
  readonly url: string;
  readonly type: ReferenceType;
  /** What of the record the page shows. */
  readonly shows: string;
}

export const referenceTypes = ['report', 'introduced', 'fix', 'release-notes', 'article', 'discussion', 'web'] as const;
export type ReferenceType = (typeof referenceTypes)[number];

/** Miniature instances that hold the record to what it says. */
export interface Examples {
  /** Must come out exposed, unknown or unconfirmed. */
  readonly affected: readonly Example[];
  /** Must come out not exposed, or out of range. */
  readonly unaffected: readonly Example[];
}

/** A small cluster: nodes that are all alike, and on the first of them what the example is about. */
export interface Example {
  /** `undefined` when it is about what runs on the node itself. */
  readonly container: ExampleContainer | undefined;
  readonly kubelet: string;
  readonly runtime: string;
  readonly kernel: string;
  readonly osImage: string;
  readonly architecture: string;
  readonly instanceType: string;
  readonly providerId: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly nodeAnnotations: Readonly<Record<string, string>>;
  readonly cpus: number | undefined;
  readonly memory: number | undefined;
  /** How many nodes like this one the cluster has, itself included. */
  readonly nodes: number;
  /** Further containers in the cluster. */
  readonly others: readonly Pick<ExampleContainer, 'image' | 'name'>[];
}

export interface ExampleContainer {
  readonly image: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** How many such pods the workload has. */
  readonly replicas: number;
}

/**
 * Whether a version of the component is affected, whatever the conditions: `undefined` where it may be and nobody has
 * seen it.
 */
export function affects({ ranges, versions }: Affected, version: Version): boolean | undefined {
  return versions.some((affected) => compareVersions(affected, version) === 0) || anyRangeCovers(ranges, version);
}

/** A release without the issue. */
export interface FixedVersion {
  readonly version: Version;
  /** It exists only in this edition: `Prime`. */
  readonly edition: string | undefined;
}

/** Versions that end an affected range, in the record's order. */
export function fixedVersions(issue: KnownIssue, componentId: string): readonly FixedVersion[] {
  return issue.affected
    .filter(({ component }) => component.id === componentId)
    .flatMap(({ ranges }) =>
      ranges.flatMap(({ upper, edition }) => (upper?.kind === 'fixed' ? [{ version: upper.version, edition }] : [])),
    );
}

/** For a sentence: `v2.13.5 (only as Prime)`. */
export function describeFixed(version: string, edition: string | null | undefined): string {
  return edition == null ? version : `${version} (only as ${edition})`;
}

/** The first of its resources that usage can be compared by; `undefined` when it shows in none of them. */
export function comparedResource({ resource, furtherResources }: KnownIssue): ComparedResource | undefined {
  return [resource, ...furtherResources].find((one) => one === 'cpu' || one === 'memory');
}

/** The components whose usage shows the issue: the one that pays for what another does, or the affected ones. */
export function showingComponents({ victim, affected }: KnownIssue): readonly Component[] {
  return victim ? [victim] : affected.map(({ component }) => component);
}

/** Folder of the record and name of its rule file: `calico` for `CALICO-8856`. */
export function projectOf(issueId: string): string {
  return issueId.slice(0, issueId.lastIndexOf('-')).toLowerCase();
}

/** Fixed versions that someone on `version` can move up to, nearest first. */
export function upgradesFrom(issue: KnownIssue, componentId: string, version: Version): readonly FixedVersion[] {
  return fixedVersions(issue, componentId)
    .filter((fixed) => compareVersions(fixed.version, version) > 0)
    .sort((a, b) => compareVersions(a.version, b.version));
}

/** The tickets of the defect, in lower case: its aliases, and the one that the first reference leads to. */
export function ticketsOf({ aliases, references }: Pick<KnownIssue, 'aliases' | 'references'>): readonly string[] {
  const own = ticketOf(references[0].url);
  return [...new Set([...(own === undefined ? [] : [own]), ...aliases.map((alias) => alias.toLowerCase())])];
}

/** `projectcalico/calico#8856` of its address on GitHub, in lower case; `undefined` for any other page. */
export function ticketOf(url: string): string | undefined {
  const groups =
    /^https:\/\/github\.com\/(?<repository>[^/]+\/[^/]+)\/(?:issues|pull|discussions)\/(?<number>\d+)(?:[/?#]|$)/i.exec(
      url,
    )?.groups;
  return groups && `${groups['repository']}#${groups['number']}`.toLowerCase();
}
