/**
 * A record of the OSV format, as far as the catalog fills it. https://ossf.github.io/osv-schema/
 *
 * What is `undefined` is not written. There is no `severity`: OSV takes CVSS vectors there, which say how an attacker
 * gains, and a regression has no attacker. There are no `credits`: the catalog names pages, not people.
 */
export interface OsvRecord {
  readonly schema_version: typeof osvSchemaVersion;
  readonly id: string;
  readonly modified: string;
  readonly published: string;
  readonly withdrawn: string | undefined;
  readonly aliases: readonly string[] | undefined;
  readonly related: readonly string[] | undefined;
  readonly summary: string;
  /** CommonMark. */
  readonly details: string;
  readonly affected: readonly OsvAffected[];
  readonly references: readonly OsvReference[];
  readonly database_specific: DatabaseSpecific;
}

export const osvSchemaVersion = '1.7.5';

export interface OsvAffected {
  readonly package: OsvPackage;
  readonly ranges: readonly OsvRange[] | undefined;
  readonly versions: readonly string[] | undefined;
  readonly database_specific: DatabaseSpecific;
}

export interface OsvPackage {
  readonly ecosystem: string;
  readonly name: string;
}

export interface OsvRange {
  readonly type: OsvRangeType;
  readonly events: readonly OsvEvent[];
  readonly database_specific: DatabaseSpecific | undefined;
}

/** Versions that order as SemVer 2.0.0 and are written so, or texts whose order only their scheme knows. */
export type OsvRangeType = 'SEMVER' | 'ECOSYSTEM';

export type OsvEvent =
  /** Inclusive; `0` sorts before any version. */
  | { readonly introduced: string }
  /** Exclusive. */
  | { readonly fixed: string }
  /** Inclusive. */
  | { readonly last_affected: string };

export interface OsvReference {
  readonly type: OsvReferenceType;
  readonly url: string;
}

export type OsvReferenceType = 'ARTICLE' | 'DISCUSSION' | 'FIX' | 'INTRODUCED' | 'PACKAGE' | 'REPORT' | 'WEB';

/** What OSV has no place for, under the keys of a catalog file. */
export type DatabaseSpecific = Readonly<Record<string, unknown>>;
