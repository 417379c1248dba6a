import { z } from 'zod';
import { entry, oneOf, text } from '../text/entry.ts';
import { compareVersions, type Version } from '../versions/version.ts';
import {
  type AffectedRange,
  confidences,
  isEmptyRange,
  rangeContains,
  type UpperBound,
} from '../versions/version-range.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';
import { refuse } from './catalog-entry.ts';

/** OSV's word for a range that has no beginning. */
const fromTheStart = '0';

/** Any scalar: a slip in one version must not hide those in the others, so they are checked one by one below. */
export const writtenVersion = z.unknown().optional().meta({ type: 'string' });

/** A stretch of versions as written. The scheme that reads it comes from what it is a range of. */
export const rangeFields = entry({
  introduced: writtenVersion.describe('The first affected version, inclusive; "0" is from the start.'),
  fixed: writtenVersion.describe('The first version that is not affected any more.'),
  last_affected: writtenVersion.describe('The last affected version, inclusive; instead of fixed.'),
  first_reported: writtenVersion.describe(
    'The lowest version that was seen affected; older ones match as unconfirmed.',
  ),
  last_reported: writtenVersion.describe(
    'The highest version that was seen affected; newer ones match as unconfirmed.',
  ),
  confidence: oneOf(confidences).default('confirmed').describe('Whether a source states the range.'),
  edition: text.optional().describe('The fixed release exists only in this edition.'),
  note: text.optional().describe('Why, where the range is not confirmed.'),
});

type RangeFields = z.output<typeof rangeFields>;
type Context = z.core.$RefinementCtx;
type Path = readonly PropertyKey[];

export function parseRanges(
  all: readonly RangeFields[],
  scheme: VersionScheme,
  context: Context,
  path: Path,
): readonly AffectedRange[] {
  return all.flatMap((fields, index) => parseRange(fields, scheme, context, [...path, index]) ?? []);
}

function parseRange(
  fields: RangeFields,
  scheme: VersionScheme,
  context: Context,
  path: Path,
): AffectedRange | undefined {
  if (fields.fixed !== undefined && fields.last_affected !== undefined) {
    const message = 'fixed and last_affected exclude each other; keep fixed where a release has the fix';
    refuse(context, 'range-two-ends', message, [...path, 'last_affected']);
    return undefined;
  }
  const introduced =
    fields.introduced === fromTheStart
      ? undefined
      : parseBound(fields.introduced, scheme, context, [...path, 'introduced']);
  const parsed: AffectedRange = {
    introduced,
    upper: parseUpper(fields, scheme, context, path),
    firstReported: optional(fields.first_reported, scheme, context, [...path, 'first_reported']),
    lastReported: optional(fields.last_reported, scheme, context, [...path, 'last_reported']),
    confidence: fields.confidence,
    edition: fields.edition,
    note: fields.note,
  };
  if (isEmptyRange(parsed)) {
    const message = `the range ends before it begins: ${introduced?.text} is not before ${parsed.upper?.version.text}`;
    refuse(context, 'range-empty', message, [...path, 'introduced']);
    return undefined;
  }
  checkReported(parsed, context, path);
  return parsed;
}

function parseUpper(
  { fixed, last_affected: lastAffected }: RangeFields,
  scheme: VersionScheme,
  context: Context,
  path: Path,
): UpperBound | undefined {
  const fix = optional(fixed, scheme, context, [...path, 'fixed']);
  if (fix) return { kind: 'fixed', version: fix };
  const last = optional(lastAffected, scheme, context, [...path, 'last_affected']);
  return last && { kind: 'lastAffected', version: last };
}

function checkReported(range: AffectedRange, context: Context, path: Path): void {
  const { firstReported: first, lastReported: last } = range;
  for (const [key, version] of [
    ['first_reported', first],
    ['last_reported', last],
  ] as const) {
    if (!version || rangeContains(range, version)) continue;
    const message = `${version.text} was seen affected but is outside of the range; widen the range or correct ${key}`;
    refuse(context, 'reported-outside-range', message, [...path, key]);
  }
  if (first && last && compareVersions(first, last) > 0) {
    const message = `first_reported ${first.text} is newer than last_reported ${last.text}; swap them`;
    refuse(context, 'reported-outside-range', message, [...path, 'last_reported']);
  }
}

function optional(value: unknown, scheme: VersionScheme, context: Context, path: Path): Version | undefined {
  return value === undefined ? undefined : parseBound(value, scheme, context, path);
}

/** Reads a version that a record decides by: what its scheme would drop is a slip, or has to be made to order. */
export function parseBound(value: unknown, scheme: VersionScheme, context: Context, path: Path): Version | undefined {
  const version = parseVersion(value, scheme, context, path);
  if (!version || typeof value !== 'string' || plain(value) === plain(version.text)) return version;
  const message = `"${value}" is read as ${version.text}, as the rest does not order; leave it out, or make it order with version_build`;
  refuse(context, 'version-suffix-dropped', message, path);
  return undefined;
}

/** Without a v, leading zeros and what separates the parts, which schemes write in their own way. */
function plain(text: string): string {
  const parts =
    text
      .toLowerCase()
      .replace(/^v/, '')
      .match(/\d+|[a-z]+/g) ?? [];
  return parts.map((part) => part.replace(/^0+(?=\d)/, '')).join('.');
}

/** Reads what stands for a version, or says what is wrong with it. */
export function parseVersion(value: unknown, scheme: VersionScheme, context: Context, path: Path): Version | undefined {
  const version = typeof value === 'string' ? scheme.parse(value) : undefined;
  if (version) return version;
  if (value === undefined) {
    const message = `introduced is missing; write "${fromTheStart}" when every version up to the fix is affected`;
    refuse(context, 'missing-key', message, path);
  } else if (typeof value === 'number') {
    const message = `YAML reads the number ${value} here, which may have lost its end; write the version in quotes`;
    refuse(context, 'version-not-quoted', message, path);
  } else {
    refuse(context, 'version-unreadable', unreadableVersion(describe(value), scheme), path);
  }
  return undefined;
}

function describe(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The sentence for a version that its scheme cannot read. */
function unreadableVersion(written: string, scheme: VersionScheme): string {
  return `the version scheme ${scheme.id} cannot read "${written}"; write it like ${scheme.example}`;
}
