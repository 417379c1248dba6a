import { alternation } from './number-pattern.ts';
import { rangePattern } from './range-pattern.ts';
import { compareVersions, type Version } from './version.ts';
import { type AffectedRange, isEmptyRange, type VersionRange } from './version-range.ts';
import type { SchemePattern } from './version-scheme.ts';

/** Which versions are affected, as regular expressions (RE2); `undefined` where there are none. */
export interface CoveragePattern {
  /** Versions that are affected for certain. */
  readonly certain: string | undefined;
  /** Those, and versions that a range holds and nobody has seen affected. */
  readonly possible: string | undefined;
}

/** The same as `anyRangeCovers` and `versions`, as regular expressions; `undefined` where some bound has none. */
export function coveragePattern(
  ranges: readonly AffectedRange[],
  versions: readonly Version[],
  pattern: SchemePattern | undefined,
): CoveragePattern | undefined {
  const single = versions.map(
    (version): VersionRange => ({ introduced: version, upper: { kind: 'lastAffected', version } }),
  );
  const certain = patternOf([...ranges.flatMap(seenPart), ...single], pattern);
  const possible = patternOf([...ranges, ...single], pattern);
  return certain && possible && { certain: certain.text, possible: possible.text };
}

/** The part of a range in which the issue has been seen. */
function seenPart(range: AffectedRange): readonly VersionRange[] {
  const { introduced, upper, firstReported, lastReported, confidence } = range;
  if (confidence === 'unknown') return [];
  const seen: VersionRange = {
    introduced: later(introduced, firstReported),
    upper: lastReported && endsBefore(lastReported, upper) ? { kind: 'lastAffected', version: lastReported } : upper,
  };
  return isEmptyRange(seen) ? [] : [seen];
}

function later(a: Version | undefined, b: Version | undefined): Version | undefined {
  return a && b ? (compareVersions(a, b) >= 0 ? a : b) : (a ?? b);
}

function endsBefore(lastReported: Version, upper: VersionRange['upper']): boolean {
  return !upper || compareVersions(lastReported, upper.version) < 0;
}

function patternOf(
  ranges: readonly VersionRange[],
  pattern: SchemePattern | undefined,
): { readonly text: string | undefined } | undefined {
  const patterns = ranges.map((range) => rangePattern(range, { pattern }));
  if (!patterns.every((text) => text !== undefined)) return undefined;
  return { text: patterns.length === 0 ? undefined : alternation([...new Set(patterns)]) };
}
