import type { TextReading } from './text-reading.ts';
import type { Version } from './version.ts';

/** How one family of components writes its versions. What is read is ordered by `compareVersions`. */
export interface VersionScheme {
  readonly id: string;
  /** What a version of this scheme looks like, for messages: `v1.31.6+k3s1`. */
  readonly example: string;
  /** `undefined` when `text` is not a version of this scheme. A digest or `latest` is not old: it is unknown. */
  readonly parse: (text: string) => Version | undefined;
  /** How its versions become a regular expression; `undefined` where they do not have a fixed shape. */
  readonly pattern: SchemePattern | undefined;
  /** What `parse` makes of a text, for where only regular expressions can read; `undefined` where they cannot. */
  readonly reading: TextReading | undefined;
}

/** A shape of versions in which they can be compared, and how a reported text gets into it, by regular expressions alone. */
export interface Comparable {
  readonly pattern: SchemePattern;
  readonly reading: TextReading;
}

/** The shape of the texts that `parse` returns: prefix, release numbers, optional pre-release, build. */
export interface SchemePattern {
  /** A regular expression for what stands before the numbers: `v?`. */
  readonly prefix: string;
  /** How many numbers a release has; missing ones count as 0. */
  readonly numbers: { readonly least: number; readonly most: number };
  /** Whether release numbers may be written with zeros in front. */
  readonly leadingZeros: boolean;
  /** A regular expression for a pre-release, with the dash before it. */
  readonly prerelease: string;
  readonly build: BuildPattern | undefined;
}

/** Any pre-release that SemVer knows. */
export const anyPrerelease = '-[0-9A-Za-z.-]+';

/** A rebuild of one release that is a version of its own. */
export interface BuildPattern {
  /** What stands before its number: `+k3s`. */
  readonly prefix: string;
  /** Whether a version may have none, and then sorts as build 0. */
  readonly optional: boolean;
  /** A regular expression for what stands before further numbers of a build: of `-rancher1-1`, the dash. Empty where there are none. */
  readonly separators: string;
}
