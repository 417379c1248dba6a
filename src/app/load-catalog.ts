import type { Catalog } from '../core/catalog/catalog.ts';
import { type CatalogFile, type Overridden, parseCatalog } from '../core/catalog/parse-catalog.ts';
import { checkExamples } from '../core/matching/check-examples.ts';
import { type Problem, sortProblems } from '../core/text/problem.ts';

export interface LoadedCatalog {
  readonly catalog: Catalog;
  /** Everything wrong in the files. A file with a problem is left out of the catalog whole. */
  readonly problems: readonly Problem[];
  /** What a later folder took over from an earlier one. */
  readonly overridden: readonly Overridden[];
}

/** Parses catalog folders, in order, and holds every record to its examples. */
export function loadCatalog(folders: readonly (readonly CatalogFile[])[]): LoadedCatalog {
  const parsed = parseCatalog(folders);
  return {
    catalog: parsed.catalog,
    problems: sortProblems([...parsed.problems, ...checkExamples(parsed)]),
    overridden: parsed.overridden,
  };
}
