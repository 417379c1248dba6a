import { alternation, numberPattern } from './number-pattern.ts';
import type { Version } from './version.ts';
import type { VersionRange } from './version-range.ts';
import type { BuildPattern, SchemePattern } from './version-scheme.ts';

/**
 * A regular expression (RE2, for an anchored match as in PromQL) for the version texts that `range` contains.
 *
 * It speaks of texts as a scheme's `parse` returns them: release numbers, an optional pre-release, an optional build.
 * `undefined` when a bound is itself a pre-release: the order inside pre-releases has no regular expression worth reading.
 */
export function rangePattern(
  { introduced, upper }: VersionRange,
  { pattern }: { readonly pattern: SchemePattern | undefined },
): string | undefined {
  if (!pattern) return undefined;
  for (const version of [introduced, upper?.version]) {
    if (version && !isPlain(version, pattern)) return undefined;
  }
  const low = introduced && boundOf(introduced, pattern);
  const high = upper && boundOf(upper.version, pattern);
  const branches = releasesFrom(0, low, high, { pattern, inclusive: upper?.kind === 'lastAffected' });
  return branches.length === 0 ? undefined : `${pattern.prefix}${alternation(branches)}`;
}

/** Escapes what has a meaning in a regular expression, in RE2 and in JavaScript alike. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isPlain({ prerelease, release }: Version, { numbers }: SchemePattern): boolean {
  return prerelease.length === 0 && release.length <= numbers.most;
}

/** A bound, as long as everything before is equal to its own. */
interface Bound {
  /** As many as a release may have. */
  readonly release: readonly number[];
  readonly build: readonly number[];
}

function boundOf({ release, build }: Version, { numbers }: SchemePattern): Bound {
  return { release: Array.from({ length: numbers.most }, (_, index) => release[index] ?? 0), build };
}

interface Ends {
  readonly pattern: SchemePattern;
  /** Whether the upper bound itself is contained. */
  readonly inclusive: boolean;
}

/**
 * The alternatives for everything from the release number at `index` on. A bound is given only while the numbers before
 * are equal to its own; after that every continuation is inside.
 */
function releasesFrom(index: number, low: Bound | undefined, high: Bound | undefined, ends: Ends): readonly string[] {
  return numbersBetween(low?.release[index], high?.release[index], ends.pattern.leadingZeros, {
    inside: () => [anyAfter(index + 1, ends)],
    atBoth: () => afterNumber(index + 1, low, high, ends),
    atLow: () => afterNumber(index + 1, low, undefined, ends),
    atHigh: () => afterNumber(index + 1, undefined, high, ends),
  });
}

/** What may follow a number: the end of them where enough were written, as the missing ones are 0, or the next. */
function afterNumber(index: number, low: Bound | undefined, high: Bound | undefined, ends: Ends): readonly string[] {
  const { least, most } = ends.pattern.numbers;
  const isZeroFrom = (bound: Bound) => bound.release.slice(index).every((number) => number === 0);
  const mayEnd = index >= least && (!low || isZeroFrom(low));
  return [
    ...(mayEnd ? afterRelease(low, high && isZeroFrom(high) ? high : undefined, ends) : []),
    ...(index < most ? after('\\.', releasesFrom(index, low, high, ends)) : []),
  ];
}

/** What follows the release numbers when they equal those of the bounds that are given. */
function afterRelease(
  low: Bound | undefined,
  high: Bound | undefined,
  { pattern, inclusive }: Ends,
): readonly string[] {
  const { build, prerelease } = pattern;
  const earlier = low ? [] : [`${prerelease}${build ? anyBuild(build) : ''}`];
  if (!build) return [...earlier, ...(!high || inclusive ? [''] : [])];
  const absent = build.optional ? buildEnds(0, low?.build, high?.build, inclusive) : [];
  return [
    ...earlier,
    ...absent,
    ...after(escapePattern(build.prefix), buildsFrom(0, low?.build, high?.build, { build, inclusive })),
  ];
}

interface BuildEnds {
  readonly build: BuildPattern;
  readonly inclusive: boolean;
}

type BuildBound = readonly number[] | undefined;

/** The alternatives for everything from the build number at `index` on. */
function buildsFrom(index: number, low: BuildBound, high: BuildBound, ends: BuildEnds): readonly string[] {
  return numbersBetween(low && (low[index] ?? 0), high && (high[index] ?? 0), true, {
    inside: () => [moreNumbers(ends.build)],
    atBoth: () => afterBuild(index + 1, low, high, ends),
    atLow: () => afterBuild(index + 1, low, undefined, ends),
    atHigh: () => afterBuild(index + 1, undefined, high, ends),
  });
}

function afterBuild(index: number, low: BuildBound, high: BuildBound, ends: BuildEnds): readonly string[] {
  const { build, inclusive } = ends;
  const ending = buildEnds(index, low, high, inclusive);
  if (build.separators === '') return ending;
  // Behind its last number a lower bound excludes nothing, and an upper one everything but zeros.
  if (!isZeroFrom(index, low) || (high && !isZeroFrom(index, high))) {
    return [...ending, ...after(build.separators, buildsFrom(index, low, high, ends))];
  }
  if (!high) return [moreNumbers(build)];
  return inclusive ? [`(?:${build.separators}0+)*`] : [];
}

/** Nothing more is written, which counts as zeros. */
function buildEnds(index: number, low: BuildBound, high: BuildBound, inclusive: boolean): readonly string[] {
  if (!isZeroFrom(index, low)) return [];
  return !high || inclusive || !isZeroFrom(index, high) ? [''] : [];
}

function isZeroFrom(index: number, bound: BuildBound): boolean {
  return bound === undefined || bound.slice(index).every((number) => number === 0);
}

interface Continuations {
  readonly inside: () => readonly string[];
  readonly atBoth: () => readonly string[];
  readonly atLow: () => readonly string[];
  readonly atHigh: () => readonly string[];
}

/** One number and what follows it: at a bound only what the bound leaves, between them anything. */
function numbersBetween(
  low: number | undefined,
  high: number | undefined,
  leadingZeros: boolean,
  { inside, atBoth, atLow, atHigh }: Continuations,
): readonly string[] {
  const number = (from: number, to: number | undefined) => {
    const pattern = numberPattern(from, to);
    return leadingZeros && (from > 0 || to !== undefined) ? `0*${pattern}` : pattern;
  };
  const at = (bound: number, rest: readonly string[]) => after(number(bound, bound), rest);
  if (low !== undefined && low === high) return at(low, atBoth());
  const from = low === undefined ? 0 : low + 1;
  const to = high === undefined ? undefined : high - 1;
  return [
    ...(low === undefined ? [] : at(low, atLow())),
    ...(to !== undefined && to < from ? [] : after(number(from, to), inside())),
    ...(high === undefined ? [] : at(high, atHigh())),
  ];
}

function after(start: string, rest: readonly string[]): readonly string[] {
  return rest.length === 0 ? [] : [`${start}${alternation(rest)}`];
}

/** Any continuation from the release number at `index` on. */
function anyAfter(index: number, { pattern }: Ends): string {
  const { numbers, prerelease, build } = pattern;
  const [least, most] = [Math.max(0, numbers.least - index), numbers.most - index];
  const optional = most - least;
  const more = optional === 0 ? '' : optional === 1 ? '(?:\\.[0-9]+)?' : `(?:\\.[0-9]+){0,${optional}}`;
  return `${'\\.[0-9]+'.repeat(least)}${more}(?:${prerelease})?${build ? anyBuild(build) : ''}`;
}

function anyBuild(build: BuildPattern): string {
  const text = `${escapePattern(build.prefix)}[0-9]+${moreNumbers(build)}`;
  return build.optional ? `(?:${text})?` : text;
}

function moreNumbers({ separators }: BuildPattern): string {
  return separators === '' ? '' : `(?:${separators}[0-9]+)*`;
}
