import { valid } from 'semver';
import type { Version } from '../versions/version.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';
import type { OsvRangeType } from './osv-record.ts';

/** How the versions of one component are written in OSV, and so which order they have there. */
export interface VersionSyntax {
  readonly type: OsvRangeType;
  readonly textOf: (version: Version) => string;
}

/**
 * SEMVER where SemVer 2.0.0 can say every known version of the component and orders them as its scheme does, since a
 * reader then needs nothing else; else the catalog's own texts.
 *
 * It is asked of the component and not of one record, so that a version is written alike in all of them.
 */
export function versionSyntax(scheme: VersionScheme, known: readonly Version[]): VersionSyntax {
  const isSemver = ordersAsSemver(scheme) && known.every((version) => isStrictSemver(semverText(version)));
  return isSemver ? { type: 'SEMVER', textOf: semverText } : { type: 'ECOSYSTEM', textOf: ({ text }) => text };
}

/**
 * Without a build, release and pre-release are all that orders, which is SemVer's order. A word before the numbers
 * (`stable-2.14.2`), or a date, is nothing that a reader of SemVer finds in an image tag.
 */
function ordersAsSemver({ pattern }: VersionScheme): boolean {
  return pattern !== undefined && pattern.build === undefined && /^v\??$/.test(pattern.prefix);
}

/**
 * `1.2.3-rc.1` for `v1.2.3-rc1`: SemVer compares `rc10` and `rc2` by their letters, but `rc.10` and `rc.2` by their
 * numbers. OSV allows it: versions of events "may be normalized" (#affectedrangesevents-fields of the format). Of a tag,
 * a reader has to cut the packaging off: SemVer takes `-amd64` for a pre-release.
 */
function semverText({ release, prerelease }: Version): string {
  return `${release.join('.')}${prerelease.length === 0 ? '' : `-${prerelease.join('.')}`}`;
}

/** Neither a fourth number nor a number that JavaScript cannot hold. */
function isStrictSemver(text: string): boolean {
  return valid(text) === text;
}
