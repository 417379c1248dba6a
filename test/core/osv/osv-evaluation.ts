import { compare } from 'semver';
import { compareVersions, type Version } from '../../../src/core/versions/version.ts';
import type { VersionScheme } from '../../../src/core/versions/version-scheme.ts';
import { aVersion } from '../../support/versions.ts';
import type { OsvAffected, OsvEvent, OsvRange } from './osv-schema.ts';

/**
 * The evaluation that OSV prescribes (https://ossf.github.io/osv-schema/#evaluation), function by function. SEMVER is
 * ordered by the semver package and ECOSYSTEM by the component's scheme.
 */
export function isVulnerable(affected: OsvAffected, version: string, scheme: VersionScheme): boolean {
  return (
    includedInVersions(version, affected.versions ?? []) || includedInRanges(version, affected.ranges ?? [], scheme)
  );
}

export function includedInVersions(version: string, versions: readonly string[]): boolean {
  return versions.some((one) => one === version);
}

function includedInRanges(version: string, ranges: readonly OsvRange[], scheme: VersionScheme): boolean {
  return ranges.some((range) => {
    const order = orderOf(range, scheme);
    return beforeLimits(version, range, order) && vulnerableAfter(range.events, version, order);
  });
}

function vulnerableAfter(events: readonly OsvEvent[], version: string, order: Order): boolean {
  let vulnerable = false;
  for (const event of [...events].sort((a, b) => order(versionOf(a), versionOf(b)))) {
    if ('introduced' in event && order(version, event.introduced) >= 0) vulnerable = true;
    else if ('fixed' in event && order(version, event.fixed) >= 0) vulnerable = false;
    else if ('last_affected' in event && order(version, event.last_affected) > 0) vulnerable = false;
  }
  return vulnerable;
}

function beforeLimits(version: string, { events }: OsvRange, order: Order): boolean {
  const limits = events.flatMap((event) => ('limit' in event ? [event.limit] : []));
  return limits.length === 0 || limits.some((limit) => limit === '*' || order(version, limit) < 0);
}

type Order = (a: string, b: string) => number;

function orderOf({ type }: OsvRange, scheme: VersionScheme): Order {
  if (type === 'GIT') throw new Error('a range of commits has no order of versions');
  const order: Order =
    type === 'SEMVER' ? compare : (a, b) => compareVersions(aVersion(scheme, a), aVersion(scheme, b));
  // "0" sorts before any other version.
  return (a, b) => (a === '0' || b === '0' ? Number(b === '0') - Number(a === '0') : order(a, b));
}

export function versionOf(event: OsvEvent): string {
  return Object.values(event)[0] ?? '';
}

/** How someone who asks about `version` has to write it: as SemVer where the ranges are, else as it is. */
export function askedAs({ text, release, prerelease }: Version, { ranges }: OsvAffected): string {
  if (ranges?.[0]?.type !== 'SEMVER') return text;
  return [release.join('.'), ...(prerelease.length === 0 ? [] : [prerelease.join('.')])].join('-');
}
