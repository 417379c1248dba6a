import type { Catalog } from '../catalog/catalog.ts';
import { type KnownIssue, type Severity, type Signature, severities, signatures } from '../catalog/known-issue.ts';
import { type Resource, resources } from '../catalog/measurement.ts';
import { suggestWords } from './suggest-words.ts';

/** What a list of issues is cut down to. An issue passes when it has one of the values of every filter that has any. */
export interface IssueFilter {
  /** Ids of affected components, or of the victim. */
  readonly components: readonly string[];
  /** The main resource or a further one. */
  readonly resources: readonly Resource[];
  readonly signatures: readonly Signature[];
  readonly severities: readonly Severity[];
}

/** A filter as someone asked for it, before it is known whether its values exist. */
export type WrittenFilter = Readonly<Record<keyof IssueFilter, readonly string[]>>;

export type FilterReading =
  | { readonly ok: true; readonly filter: IssueFilter }
  | { readonly ok: false; readonly unknown: readonly [UnknownValue, ...UnknownValue[]] };

/** A value that no issue could have. */
export interface UnknownValue {
  readonly filter: keyof IssueFilter;
  readonly value: string;
  /** What was probably meant, best first; empty when nothing is near. */
  readonly meant: readonly string[];
  /** Everything that the filter takes. */
  readonly known: readonly string[];
}

/** Checks every value, so that a slip says so instead of listing nothing. */
export function readIssueFilter(written: WrittenFilter, catalog: Catalog): FilterReading {
  const components = pick(
    'components',
    written,
    catalog.components.map(({ id }) => id),
  );
  const ofResources = pick('resources', written, resources);
  const ofSignatures = pick('signatures', written, signatures);
  const ofSeverities = pick('severities', written, severities);
  const [first, ...others] = [components, ofResources, ofSignatures, ofSeverities].flatMap(({ unknown }) => unknown);
  if (first) return { ok: false, unknown: [first, ...others] };
  return {
    ok: true,
    filter: {
      components: components.values,
      resources: ofResources.values,
      signatures: ofSignatures.values,
      severities: ofSeverities.values,
    },
  };
}

function pick<Word extends string>(filter: keyof IssueFilter, written: WrittenFilter, known: readonly Word[]) {
  const values = known.filter((word) => written[filter].includes(word));
  const unknown = written[filter]
    .filter((value) => !known.some((word) => word === value))
    .map((value): UnknownValue => ({ filter, value, meant: suggestWords(value, known), known }));
  return { values, unknown };
}

export function passesFilter(issue: KnownIssue, filter: IssueFilter): boolean {
  const components = [...issue.affected.map(({ component }) => component.id), issue.victim?.id];
  return (
    hasOneOf(filter.components, components) &&
    hasOneOf(filter.resources, [issue.resource, ...issue.furtherResources]) &&
    hasOneOf(filter.signatures, [issue.signature]) &&
    hasOneOf(filter.severities, [issue.severity])
  );
}

function hasOneOf(wanted: readonly string[], values: readonly (string | undefined)[]): boolean {
  return wanted.length === 0 || values.some((value) => value !== undefined && wanted.includes(value));
}
