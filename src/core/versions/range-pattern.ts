import { alternation, numberPattern } from './number-pattern.ts';
import type { Version } from './version.ts';
import type { VersionRange } from './version-range.ts';
import type { VersionScheme } from './version-scheme.ts';

/** `MAJOR.MINOR.PATCH`. */
const releaseNumbers = 3;

interface Bound {
  /** The release's numbers, then the build's where the scheme has one. */
  readonly numbers: readonly number[];
}

/**
 * A regular expression (RE2, for an anchored match as in PromQL) for the version texts that `range` contains.
 *
 * It speaks of texts as `scheme.parse` returns them: three release numbers, an optional pre-release, an optional build.
 * `undefined` when a bound is itself a pre-release: the order inside pre-releases has no regular expression worth reading.
 */
export function rangePattern({ introduced, upper }: VersionRange, scheme: VersionScheme): string | undefined {
  for (const version of [introduced, upper?.version]) {
    if (version && (version.prerelease.length > 0 || version.release.length !== releaseNumbers)) return undefined;
  }
  const low = introduced && boundOf(introduced, scheme);
  const high = upper && boundOf(upper.version, scheme);
  const inclusive = upper?.kind === 'lastAffected';
  const branches = patternsFrom(0, low, high, { scheme, inclusive });
  return branches.length === 0 ? undefined : `v?${alternation(branches)}`;
}

function boundOf(version: Version, scheme: VersionScheme): Bound {
  const build = scheme.buildPrefix === undefined ? [] : [version.build[0] ?? 0];
  return { numbers: [...version.release, ...build] };
}

interface Ends {
  readonly scheme: VersionScheme;
  /** Whether the upper bound itself is contained. */
  readonly inclusive: boolean;
}

/**
 * The alternatives for everything from the number at `index` on. A bound is given only while the numbers before `index`
 * are equal to its own; after that every continuation is inside.
 */
function patternsFrom(index: number, low: Bound | undefined, high: Bound | undefined, ends: Ends): readonly string[] {
  if (index === releaseNumbers) return tailPatterns(low, high, ends);

  const separator = index === 0 ? '' : '\\.';
  const lowNumber = low?.numbers[index] ?? 0;
  const highNumber = high?.numbers[index];
  const continued = (number: number, rest: readonly string[]) =>
    rest.length === 0 ? [] : [`${separator}${number}${alternation(rest)}`];

  if (low && high && lowNumber === highNumber) {
    return continued(lowNumber, patternsFrom(index + 1, low, high, ends));
  }
  const insideFrom = low ? lowNumber + 1 : 0;
  const insideTo = highNumber === undefined ? undefined : highNumber - 1;
  const inside =
    insideTo !== undefined && insideTo < insideFrom
      ? []
      : [`${separator}${numberPattern(insideFrom, insideTo)}${anything(index + 1, ends)}`];
  return [
    ...(low ? continued(lowNumber, patternsFrom(index + 1, low, undefined, ends)) : []),
    ...inside,
    ...(high && highNumber !== undefined ? continued(highNumber, patternsFrom(index + 1, undefined, high, ends)) : []),
  ];
}

const prerelease = '-[0-9A-Za-z.-]+';

/** What follows the release numbers when they equal those of the bounds that are given. */
function tailPatterns(low: Bound | undefined, high: Bound | undefined, { scheme, inclusive }: Ends): readonly string[] {
  const prefix = scheme.buildPrefix;
  if (prefix === undefined) {
    const release = !high || inclusive ? [''] : [];
    return low ? release : [prerelease, ...release];
  }
  const escaped = prefix.replace('+', '\\+');
  const from = low?.numbers[releaseNumbers] ?? 0;
  const highBuild = high?.numbers[releaseNumbers];
  const to = highBuild === undefined || inclusive ? highBuild : highBuild - 1;
  const builds = to !== undefined && to < from ? [] : [`${escaped}${numberPattern(from, to)}`];
  return low ? builds : [`${prerelease}${escaped}[0-9]+`, ...builds];
}

/** Any continuation from the number at `index` on. */
function anything(index: number, { scheme }: Ends): string {
  const build = scheme.buildPrefix === undefined ? '' : `${scheme.buildPrefix.replace('+', '\\+')}[0-9]+`;
  return `${'\\.[0-9]+'.repeat(releaseNumbers - index)}(?:${prerelease})?${build}`;
}
