import type { Version } from './version.ts';

/** How one family of components writes its versions. What is read is ordered by `compareVersions`. */
export interface VersionScheme {
  readonly id: string;
  /** What a version of this scheme looks like, for messages: `v1.31.6+k3s1`. */
  readonly example: string;
  /** `undefined` when `text` is not a version of this scheme. A digest or `latest` is not old: it is unknown. */
  readonly parse: (text: string) => Version | undefined;
  /** How its versions become a regular expression; `undefined` where they do not have three numbers and a fixed shape. */
  readonly pattern: SchemePattern | undefined;
}

/** The shape of the texts that `parse` returns: prefix, three numbers, optional pre-release, build. */
export interface SchemePattern {
  /** A regular expression for what stands before the numbers: `v?`. */
  readonly prefix: string;
  /** Whether a release may have a fourth number: `1.12.1.1`. */
  readonly fourthNumber: boolean;
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
}
