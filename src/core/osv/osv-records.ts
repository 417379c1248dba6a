import type { Catalog } from '../catalog/catalog.ts';
import type { KnownIssue } from '../catalog/known-issue.ts';
import { compareText } from '../text/compare-text.ts';
import type { Version } from '../versions/version.ts';
import { databaseSpecific, vulnerabilityIdsOf } from './database-specific.ts';
import { knownVersions } from './known-versions.ts';
import { osvAffected } from './osv-affected.ts';
import { osvDetails } from './osv-details.ts';
import { osvId } from './osv-id.ts';
import { type OsvRecord, osvSchemaVersion } from './osv-record.ts';
import { osvReferences } from './osv-references.ts';
import { listed } from './written.ts';

/** An OSV record for each issue of the catalog, ordered by the issue's id. Withdrawn ones stay: OSV marks them. */
export function osvRecords(catalog: Catalog): readonly OsvRecord[] {
  const known = knownVersions(catalog);
  return catalog.issues.map((issue) => osvRecord(issue, catalog, known));
}

function osvRecord(issue: KnownIssue, catalog: Catalog, known: ReadonlyMap<string, readonly Version[]>): OsvRecord {
  return {
    schema_version: osvSchemaVersion,
    id: osvId(issue.id),
    modified: startOf(issue.modified),
    published: startOf(issue.published),
    withdrawn: issue.withdrawn === undefined ? undefined : startOf(issue.withdrawn),
    aliases: listed(vulnerabilityIdsOf(issue)),
    related: listed(relatedIds(issue, catalog).map(osvId)),
    summary: issue.summary,
    details: osvDetails(issue),
    affected: issue.affected.map((entry) => osvAffected(entry, known.get(entry.component.id) ?? [])),
    references: osvReferences(issue),
    database_specific: databaseSpecific(issue),
  };
}

/** The first moment of a date, in RFC 3339. */
function startOf(date: string): string {
  return `${date}T00:00:00Z`;
}

/** Related in either direction: in OSV the relation is symmetric. */
function relatedIds({ id, related }: KnownIssue, { issues }: Catalog): readonly string[] {
  const naming = issues.filter((other) => other.related.includes(id)).map((other) => other.id);
  return [...new Set([...related, ...naming])].sort(compareText);
}
