import {
  type Affected,
  type IssueKind,
  type KnownIssue,
  projectOf,
  type RecordConfidence,
  type Severity,
  type Signature,
} from '../catalog/known-issue.ts';

import type { Resource } from '../catalog/measurement.ts';
import { compareText } from '../text/compare-text.ts';
import { compareNaturally } from '../text/natural-order.ts';
import type { AffectedRange, Confidence } from '../versions/version-range.ts';
import { type IssueFilter, passesFilter } from './issue-filter.ts';
import { type RangeTexts, rangeNotation, rangeTexts } from './range-notation.ts';

/** Known issues, as `plimsoll catalog list --output json` prints them. */
export interface IssueList {
  /** Ordered by project, then by number. */
  readonly issues: readonly ListedIssue[];
}

export interface ListedIssue {
  readonly id: string;
  readonly summary: string;
  /** `baseline-shift` is meant to cost more and never alerts. */
  readonly kind: IssueKind;
  readonly severity: Severity;
  /** How sure the record is as a whole. */
  readonly confidence: RecordConfidence;
  readonly resource: Resource;
  readonly furtherResources: readonly Resource[];
  readonly signature: Signature;
  /** The component that pays; `null` except where the signature is `victim`. */
  readonly victim: string | null;
  readonly affected: readonly ListedAffected[];
  /** Dates: `2024-05-23`. */
  readonly published: string;
  readonly modified: string;
  /** Since when the record is known to be wrong; `null` while it stands. */
  readonly withdrawn: string | null;
  /** The page of the upstream issue. */
  readonly reference: string;
}

export interface ListedAffected {
  readonly component: string;
  /** For people: `Calico node`. */
  readonly name: string;
  readonly ranges: readonly ListedRange[];
  /** Affected versions that no range holds. */
  readonly versions: readonly string[];
  /** Versions that end a range. */
  readonly fixedVersions: readonly string[];
  readonly partialFixes: readonly ListedPartialFix[];
}

export interface ListedRange extends RangeTexts {
  /** The same in short, without what was reported: `>=v3.27.3 <v3.27.4`, `*` for any version. */
  readonly range: string;
  /** `unknown`: nobody said which versions, so that the whole range is unconfirmed. */
  readonly confidence: Confidence;
  /** The fixed release exists only in this edition. */
  readonly edition: string | null;
  readonly note: string | null;
}

/** A release that helps but does not cure. */
export interface ListedPartialFix {
  readonly version: string;
  readonly what: string;
}

export function createIssueList(issues: readonly KnownIssue[], filter: IssueFilter): IssueList {
  const passed = issues.filter((issue) => passesFilter(issue, filter));
  return { issues: passed.sort((a, b) => compareIds(a.id, b.id)).map(listIssue) };
}

function compareIds(a: string, b: string): number {
  return compareText(projectOf(a), projectOf(b)) || compareNaturally(a, b);
}

export function listIssue(issue: KnownIssue): ListedIssue {
  const { id, summary, kind, severity, confidence, resource, furtherResources, signature } = issue;
  return {
    id,
    summary,
    kind,
    severity,
    confidence,
    resource,
    furtherResources,
    signature,
    victim: issue.victim?.id ?? null,
    affected: issue.affected.map(listAffected),
    published: issue.published,
    modified: issue.modified,
    withdrawn: issue.withdrawn ?? null,
    reference: issue.references[0].url,
  };
}

function listAffected({ component, ranges, versions, partialFixes }: Affected): ListedAffected {
  const listed = ranges.map(listRange);
  return {
    component: component.id,
    name: component.name,
    ranges: listed,
    versions: versions.map(({ text }) => text),
    fixedVersions: listed.flatMap(({ fixed }) => fixed ?? []),
    partialFixes: partialFixes.map(({ version, what }) => ({ version: version.text, what })),
  };
}

function listRange(range: AffectedRange): ListedRange {
  const texts = rangeTexts(range);
  const { confidence, edition = null, note = null } = range;
  return { range: rangeNotation(texts), ...texts, confidence, edition, note };
}
