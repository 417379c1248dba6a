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

export function rangeContains({ introduced, upper }: VersionRange, version: Version): boolean {
  if (introduced && compareVersions(version, introduced) < 0) return false;
  if (!upper) return true;
  const ordering = compareVersions(version, upper.version);
  return upper.kind === 'fixed' ? ordering < 0 : ordering <= 0;
}

/** Nothing can fall into such a range, so in a catalog it is always a slip. */
export function isEmptyRange({ introduced, upper }: VersionRange): boolean {
  if (!introduced || !upper) return false;
  const ordering = compareVersions(introduced, upper.version);
  return upper.kind === 'fixed' ? ordering >= 0 : ordering > 0;
}
