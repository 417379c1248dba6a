/** Negative when `a` sorts before `b`, positive when after, zero when they are the same version. */
export type Ordering = number;

/**
 * A version that parsed, cut into the parts that order it.
 *
 * Every scheme fills the same parts, so one comparison and one range-to-pattern compiler serve all of them. Versions of
 * two schemes have no order: never compare across.
 */
export interface Version {
  /** How the version is shown and labelled: as reported, without what the scheme ignores (an architecture, a vendor's packaging). */
  readonly text: string;
  /** `[3, 27, 3]`. Missing numbers at the end count as 0. */
  readonly release: readonly number[];
  /** `['rc', 1]`; empty for a release. A pre-release sorts before its release. */
  readonly prerelease: readonly (number | string)[];
  /** What orders rebuilds of one release: `[3]` in `v1.33.7+k3s3`. Empty sorts as 0. */
  readonly build: readonly number[];
}

/** Orders by release, then pre-release (SemVer 2.0.0, section 11), then build. */
export function compareVersions(a: Version, b: Version): Ordering {
  return (
    compareNumbers(a.release, b.release) ||
    comparePrereleases(a.prerelease, b.prerelease) ||
    compareNumbers(a.build, b.build)
  );
}

function compareNumbers(a: readonly number[], b: readonly number[]): Ordering {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePrereleases(a: Version['prerelease'], b: Version['prerelease']): Ordering {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const ordering = compareIdentifiers(left, right);
    if (ordering !== 0) return ordering;
  }
  return a.length - b.length;
}

function compareIdentifiers(a: number | string, b: number | string): Ordering {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
