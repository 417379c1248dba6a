import { compareVersions, type Version } from './version.ts';

/** One stretch of affected versions, in OSV's terms. */
export interface VersionRange {
  /** Inclusive. `undefined` (OSV writes `"0"`) when every earlier version is affected. */
  readonly introduced: Version | undefined;
  /** `undefined` when no fix is known. */
  readonly upper: UpperBound | undefined;
}

export type UpperBound =
  | { readonly kind: 'fixed'; readonly version: Version } // exclusive
  | { readonly kind: 'lastAffected'; readonly version: Version }; // inclusive

/** A range, and how far into it anyone has seen the issue. */
export interface AffectedRange extends VersionRange {
  /** Lowest and highest version that was seen affected; `undefined` when the end of the range itself is certain. */
  readonly firstReported: Version | undefined;
  readonly lastReported: Version | undefined;
  readonly confidence: Confidence;
  /** The fixed release exists only in this edition: `Prime`. */
  readonly edition: string | undefined;
  readonly note: string | undefined;
}

/** Whether a source states the range, it was drawn from other facts, sources contradict each other, or nobody said which versions. */
export const confidences = ['confirmed', 'inferred', 'disputed', 'unknown'] as const;
export type Confidence = (typeof confidences)[number];

export function rangeContains({ introduced, upper }: VersionRange, version: Version): boolean {
  if (introduced && compareVersions(version, introduced) < 0) return false;
  if (!upper) return true;
  const ordering = compareVersions(version, upper.version);
  return upper.kind === 'fixed' ? ordering < 0 : ordering <= 0;
}

/** Whether `version` is affected: `undefined` where the range holds it and nobody has seen it, or an older or newer one, affected. */
function rangeCovers(range: AffectedRange, version: Version): boolean | undefined {
  if (!rangeContains(range, version)) return false;
  const { firstReported, lastReported, confidence } = range;
  const seen =
    confidence !== 'unknown' &&
    (!firstReported || compareVersions(version, firstReported) >= 0) &&
    (!lastReported || compareVersions(version, lastReported) <= 0);
  return seen ? true : undefined;
}

/** True wins over unknown, unknown over false: one range that holds the version is enough. */
export function anyRangeCovers(ranges: readonly AffectedRange[], version: Version): boolean | undefined {
  let unknown = false;
  for (const range of ranges) {
    const covers = rangeCovers(range, version);
    if (covers === true) return true;
    unknown ||= covers === undefined;
  }
  return unknown ? undefined : false;
}

/** Nothing can fall into such a range, so in a catalog it is always a slip. */
export function isEmptyRange({ introduced, upper }: VersionRange): boolean {
  if (!introduced || !upper) return false;
  const ordering = compareVersions(introduced, upper.version);
  return upper.kind === 'fixed' ? ordering >= 0 : ordering > 0;
}

/** Whether every version of `inner` is in `outer` too. */
export function rangeHolds(outer: VersionRange, inner: VersionRange): boolean {
  return compareLower(outer, inner) <= 0 && compareUpper(outer, inner) >= 0;
}

/** Whether some version may be in both. */
export function rangesOverlap(a: VersionRange, b: VersionRange): boolean {
  return !isEmptyRange({ introduced: laterIntroduced(a, b), upper: compareUpper(a, b) <= 0 ? a.upper : b.upper });
}

function laterIntroduced(a: VersionRange, b: VersionRange): Version | undefined {
  return compareLower(a, b) >= 0 ? a.introduced : b.introduced;
}

function compareLower(a: VersionRange, b: VersionRange): number {
  if (!a.introduced || !b.introduced) return Number(a.introduced !== undefined) - Number(b.introduced !== undefined);
  return compareVersions(a.introduced, b.introduced);
}

/** At one version, an end that includes it reaches further. */
function compareUpper(a: VersionRange, b: VersionRange): number {
  if (!a.upper || !b.upper) return Number(a.upper === undefined) - Number(b.upper === undefined);
  return (
    compareVersions(a.upper.version, b.upper.version) ||
    Number(a.upper.kind === 'lastAffected') - Number(b.upper.kind === 'lastAffected')
  );
}
