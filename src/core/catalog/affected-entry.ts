import { z } from 'zod';
import type { Component } from '../components/component.ts';
import { entry, oneOf, text } from '../text/entry.ts';
import { nearestWord } from '../text/nearest-word.ts';
import type { Version } from '../versions/version.ts';
import { isEmptyRange, type UpperBound } from '../versions/version-range.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';
import { refuse } from './catalog-entry.ts';
import { type Affected, type AffectedRange, confidences } from './known-issue.ts';

/** OSV's word for a range that has no beginning. */
const fromTheStart = '0';

/** Any scalar: a slip in one version must not hide those in the others, so they are checked one by one below. */
const written = z.unknown().optional();

const range = entry({
  introduced: written,
  fixed: written,
  last_affected: written,
  confidence: oneOf(confidences).default('confirmed'),
  note: text.optional(),
});

type RangeFields = z.output<typeof range>;
type Context = z.core.$RefinementCtx;

/** One component of an issue, and its affected versions. The component decides how the versions beside it are read. */
export function affectedEntry(components: ReadonlyMap<string, Component>) {
  return entry({
    component: text,
    ranges: z.array(range).default([]),
    versions: z.array(written).default([]),
  }).transform((fields, context): Affected => {
    const component = components.get(fields.component);
    if (!component) {
      return refuse(context, 'unknown-component', unknownComponent(fields.component, components.keys()), ['component']);
    }
    if (fields.ranges.length + fields.versions.length === 0) {
      return refuse(context, 'missing-key', 'name affected versions, with ranges or versions');
    }
    const { scheme } = component;
    return {
      component,
      ranges: fields.ranges.flatMap((range, index) => parseRange(range, scheme, context, ['ranges', index]) ?? []),
      versions: fields.versions.flatMap((written, index) => parse(written, scheme, context, ['versions', index]) ?? []),
    };
  });
}

function unknownComponent(id: string, known: Iterable<string>): string {
  const meant = nearestWord(id, known);
  return `no component "${id}" in the catalog; ${meant ? `did you mean "${meant}"?` : `describe it in components/${id}.yaml`}`;
}

function parseRange(
  fields: RangeFields,
  scheme: VersionScheme,
  context: Context,
  path: readonly PropertyKey[],
): AffectedRange | undefined {
  if (fields.fixed !== undefined && fields.last_affected !== undefined) {
    return refuse(
      context,
      'range-two-ends',
      'fixed and last_affected exclude each other; keep fixed where a release has the fix',
      [...path, 'last_affected'],
    );
  }
  const introduced =
    fields.introduced === fromTheStart ? undefined : parse(fields.introduced, scheme, context, [...path, 'introduced']);
  const upper = parseUpper(fields, scheme, context, path);
  const parsed: AffectedRange = { introduced, upper, confidence: fields.confidence };
  if (!isEmptyRange(parsed)) return parsed;
  return refuse(
    context,
    'range-empty',
    `the range ends before it begins: ${introduced?.text} is not before ${upper?.version.text}`,
    [...path, 'introduced'],
  );
}

function parseUpper(
  { fixed, last_affected: lastAffected }: RangeFields,
  scheme: VersionScheme,
  context: Context,
  path: readonly PropertyKey[],
): UpperBound | undefined {
  if (fixed !== undefined) {
    const version = parse(fixed, scheme, context, [...path, 'fixed']);
    return version && { kind: 'fixed', version };
  }
  if (lastAffected !== undefined) {
    const version = parse(lastAffected, scheme, context, [...path, 'last_affected']);
    return version && { kind: 'lastAffected', version };
  }
  return undefined;
}

function parse(
  value: unknown,
  scheme: VersionScheme,
  context: Context,
  path: readonly PropertyKey[],
): Version | undefined {
  const version = typeof value === 'string' ? scheme.parse(value) : undefined;
  if (version) return version;
  if (value === undefined) {
    const message = `introduced is missing; write "${fromTheStart}" when every version up to the fix is affected`;
    refuse(context, 'missing-key', message, path);
  } else if (typeof value === 'number') {
    const message = `YAML reads the number ${value} here, which may have lost its end; write the version in quotes`;
    refuse(context, 'version-not-quoted', message, path);
  } else {
    refuse(context, 'version-unreadable', unreadableVersion(String(value), scheme), path);
  }
  return undefined;
}

/** The sentence for a version that its scheme cannot read. */
export function unreadableVersion(written: string, scheme: VersionScheme): string {
  return `"${written}" is not a ${scheme.id} version; write it like ${scheme.example}`;
}
