import { escapeRegex } from '../../text/promql-escape.ts';
import { coveragePattern } from '../../versions/coverage-pattern.ts';
import type { AffectedRange } from '../../versions/version-range.ts';
import type { SchemePattern } from '../../versions/version-scheme.ts';
import { matcher } from './promql-text.ts';

/** Matchers of a label with a version for those that ranges hold and that they do not; `undefined` where a bound has no pattern. */
export function versionMatchers(
  label: string,
  ranges: readonly AffectedRange[],
  pattern: SchemePattern | undefined,
): { readonly holds: readonly string[] | undefined; readonly fails: readonly string[] } | undefined {
  const coverage = coveragePattern(ranges, [], pattern);
  if (!coverage) return undefined;
  const { certain, possible } = coverage;
  return {
    holds: certain === undefined ? undefined : [matcher(label, '=~', certain)],
    fails: [matcher(label, '!=', ''), ...(possible === undefined ? [] : [matcher(label, '!~', possible)])],
  };
}

/** A regular expression (RE2) for texts that one of these globs matches, in which `*` stands for `anything`. */
export function globsPattern(globs: readonly string[], anything = '.*'): string {
  return globs.map((glob) => glob.split('*').map(escapeRegex).join(anything)).join('|');
}

/** Matchers of a label for one of these values, and for another; with no values, that there is one is enough. */
export function valueMatchers(
  label: string,
  values: readonly string[],
  patternOf: (values: readonly string[]) => string = globsPattern,
): { readonly holds: readonly string[]; readonly fails: readonly string[] | undefined } {
  const isThere = matcher(label, '!=', '');
  if (values.length === 0) return { holds: [isThere], fails: undefined };
  const pattern = patternOf(values);
  return { holds: [isThere, matcher(label, '=~', pattern)], fails: [isThere, matcher(label, '!~', pattern)] };
}
