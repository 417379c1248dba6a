import { alternation, numberPattern } from './number-pattern.ts';
import type { Version } from './version.ts';
import type { VersionRange } from './version-range.ts';
import type { BuildPattern, SchemePattern, VersionScheme } from './version-scheme.ts';

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
  const { pattern } = scheme;
  if (!pattern) return undefined;
  for (const version of [introduced, upper?.version]) {
    if (version && !isPlain(version)) return undefined;
  }
  const low = introduced && boundOf(introduced, pattern);
  const high = upper && boundOf(upper.version, pattern);
  const inclusive = upper?.kind === 'lastAffected';
  const branches = patternsFrom(0, low, high, { pattern, inclusive });
  return branches.length === 0 ? undefined : `${pattern.prefix}${alternation(branches)}`;
}

/** Escapes what has a meaning in a regular expression, in RE2 and in JavaScript alike. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isPlain({ prerelease, release, build }: Version): boolean {
  return prerelease.length === 0 && release.length === releaseNumbers && build.length <= 1;
}

function boundOf(version: Version, { build }: SchemePattern): Bound {
  return { numbers: build ? [...version.release, version.build[0] ?? 0] : version.release };
}

interface Ends {
  readonly pattern: SchemePattern;
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

/** What follows the release numbers when they equal those of the bounds that are given. */
function tailPatterns(low: Bound | undefined, high: Bound | undefined, ends: Ends): readonly string[] {
  const { pattern } = ends;
  const longer = pattern.fourthNumber && !high ? [`\\.[0-9]+${afterNumbers(pattern)}`] : [];
  const plain = pattern.build ? buildPatterns(pattern.build, low, high, ends) : !high || ends.inclusive ? [''] : [];
  const earlier = low ? [] : [`${pattern.prerelease}${pattern.build ? anyBuild(pattern.build) : ''}`];
  return [...earlier, ...plain, ...longer];
}

function buildPatterns(
  build: BuildPattern,
  low: Bound | undefined,
  high: Bound | undefined,
  { inclusive }: Ends,
): readonly string[] {
  const from = low?.numbers[releaseNumbers] ?? 0;
  const highBuild = high?.numbers[releaseNumbers];
  const to = highBuild === undefined || inclusive ? highBuild : highBuild - 1;
  if (to !== undefined && to < from) return [];
  const built = `${escapePattern(build.prefix)}${numberPattern(from, to)}`;
  return build.optional && from === 0 ? [built, ''] : [built];
}

/** Any continuation from the number at `index` on. */
function anything(index: number, { pattern }: Ends): string {
  const fourth = pattern.fourthNumber ? '(?:\\.[0-9]+)?' : '';
  return `${'\\.[0-9]+'.repeat(releaseNumbers - index)}${fourth}${afterNumbers(pattern)}`;
}

function afterNumbers({ prerelease, build }: SchemePattern): string {
  return `(?:${prerelease})?${build ? anyBuild(build) : ''}`;
}

function anyBuild({ prefix, optional }: BuildPattern): string {
  const build = `${escapePattern(prefix)}[0-9]+`;
  return optional ? `(?:${build})?` : build;
}
