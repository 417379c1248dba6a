import type { z } from 'zod';
import type { Component } from '../components/component.ts';
import { type Problem, sortProblems } from '../text/problem.ts';
import { readEntry, type TextFile } from '../text/read-entry.ts';
import type { YamlDocument } from '../text/yaml-document.ts';
import { type Catalog, createCatalog } from './catalog.ts';
import { componentEntry } from './component-entry.ts';
import { issueEntry } from './issue-entry.ts';
import type { KnownIssue } from './known-issue.ts';

/** A file of a catalog folder. */
export interface CatalogFile extends TextFile {
  /** Inside its catalog folder, with slashes: `issues/calico/CALICO-8856.yaml`. */
  readonly pathInCatalog: string;
}

export interface ParsedCatalog {
  /** What parsed. A file with any problem yields nothing: a half-read issue would match the wrong versions. */
  readonly catalog: Catalog;
  readonly problems: readonly Problem[];
  /** Where each issue stands, by its id. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Ids that a later folder took over from an earlier one. */
  readonly overridden: readonly string[];
}

export interface Source {
  readonly file: string;
  readonly document: YamlDocument;
}

/** Reads catalog folders in order. Of two folders that describe one id, the later counts. */
export function parseCatalog(folders: readonly (readonly CatalogFile[])[]): ParsedCatalog {
  const problems: Problem[] = [];
  const overridden: string[] = [];
  const components = new Map<string, Component>();
  const issues = new Map<string, KnownIssue>();
  const sources = new Map<string, Source>();

  for (const files of folders) {
    const parsed = parseFiles(files, 'components', componentEntry);
    problems.push(...parsed.problems);
    overridden.push(...merge(components, parsed.values));
  }
  for (const files of folders) {
    const parsed = parseFiles(files, 'issues', issueEntry(components));
    problems.push(...parsed.problems);
    for (const [id, source] of parsed.sources) sources.set(id, source);
    overridden.push(...merge(issues, parsed.values));
  }
  problems.push(...folders.flat().flatMap(misplaced));
  return { catalog: createCatalog(components, issues), problems: sortProblems(problems), sources, overridden };
}

interface ParsedFiles<Value> {
  readonly values: ReadonlyMap<string, Value>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly problems: readonly Problem[];
}

function parseFiles<Value extends { readonly id: string }>(
  files: readonly CatalogFile[],
  folder: string,
  schema: z.ZodType<Value>,
): ParsedFiles<Value> {
  const values = new Map<string, Value>();
  const sources = new Map<string, Source>();
  const problems: Problem[] = [];
  for (const file of files) {
    if (!file.pathInCatalog.startsWith(`${folder}/`)) continue;
    const parsed = readEntry(file, schema);
    if (!parsed.ok) {
      problems.push(...parsed.problems);
      continue;
    }
    const { value, document } = parsed;
    const earlier = sources.get(value.id);
    if (earlier) {
      const message = `"${value.id}" is already described in ${earlier.file}; keep one of the two files`;
      problems.push({ file: file.path, ...document.locate(['id']), rule: 'duplicate-id', message });
      continue;
    }
    problems.push(...fileNameProblems(file, value.id, document));
    sources.set(value.id, { file: file.path, document });
    values.set(value.id, value);
  }
  return { values, sources, problems };
}

function fileNameProblems(file: CatalogFile, id: string, document: YamlDocument): readonly Problem[] {
  const name = file.pathInCatalog.slice(file.pathInCatalog.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '');
  if (name === id) return [];
  const message = `the file describes "${id}" but is named "${name}"; name it ${id}.yaml`;
  return [{ file: file.path, ...document.locate(['id']), rule: 'file-name', message }];
}

function misplaced({ path, pathInCatalog }: CatalogFile): readonly Problem[] {
  if (/^(?:components|issues)\//.test(pathInCatalog)) return [];
  const message = 'a catalog keeps its files in components/ and issues/; move this one there';
  return [{ file: path, line: 1, column: 1, rule: 'misplaced-file', message }];
}

/** Returns the ids that `earlier` had already. */
function merge<Value>(earlier: Map<string, Value>, later: ReadonlyMap<string, Value>): readonly string[] {
  const ids = [...later.keys()].filter((id) => earlier.has(id));
  for (const [id, value] of later) earlier.set(id, value);
  return ids;
}
