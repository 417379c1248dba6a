import assert from 'node:assert/strict';
import { type Catalog, createCatalog } from '../../../src/core/catalog/catalog.ts';
import type { Affected } from '../../../src/core/catalog/known-issue.ts';
import { parseCatalog } from '../../../src/core/catalog/parse-catalog.ts';
import { osvRecords } from '../../../src/core/osv/osv-records.ts';
import { renderOsv } from '../../../src/core/osv/render-osv.ts';
import { formatProblem } from '../../../src/core/text/problem.ts';
import { catalogFile, rightComponent, rightIssue } from '../../support/catalogs.ts';
import { type OsvDocument, osvSchema } from './osv-schema.ts';

/** What is written for a catalog, read as a consumer reads it. */
export function exported(catalog: Catalog): readonly OsvDocument[] {
  return osvRecords(catalog).map((record) => osvSchema.parse(JSON.parse(renderOsv(record))));
}

interface SmallCatalog {
  readonly component?: string;
  readonly issues: readonly string[];
  readonly releases?: readonly string[];
}

/** A catalog with the component `widget` and these issues, which must all be right. */
export function aCatalog({ component = rightComponent, issues, releases = [] }: SmallCatalog): Catalog {
  const files = [
    ...issues.map((text, index) => catalogFile(`issues/widget/WIDGET-${index + 1}.yaml`, text)),
    ...releases.map((text) => catalogFile('releases/box.yaml', text)),
  ];
  const { catalog, problems } = parseCatalog([[catalogFile('components/widget.yaml', component), ...files]]);
  assert.deepEqual(problems.map(formatProblem), []);
  return catalog;
}

/** The right issue with other affected versions. */
export function anIssue(ranges: string, versions = '[]'): string {
  return rightIssue.replace(/ranges:\n.*?(?=conditions:)/s, `ranges: ${ranges}\n    versions: ${versions}\n`);
}

const plainIssue = aCatalog({ issues: [rightIssue] }).issues[0];
assert(plainIssue);
const unexampled = { ...plainIssue, examples: { affected: [], unaffected: [] } };

/** A catalog whose only issue affects `entry`. */
export function catalogOf(entry: Affected): Catalog {
  const { component } = entry;
  const issue = { ...unexampled, affected: [entry] as const };
  return createCatalog(new Map([[component.id, component]]), new Map([[issue.id, issue]]), new Map());
}
