import type { z } from 'zod';
import type { Component } from '../components/component.ts';
import { type Problem, sortProblems } from '../text/problem.ts';
import { readEntry, type TextFile } from '../text/read-entry.ts';
import type { YamlDocument } from '../text/yaml-document.ts';
import { type Catalog, createCatalog } from './catalog.ts';
import type { CatalogRule } from './catalog-rules.ts';
import type { CatalogSources, Source } from './catalog-sources.ts';
import { checkCatalog } from './check-catalog.ts';
import { componentEntry } from './component-entry.ts';
import type { Distribution } from './distribution.ts';
import { distributionEntry } from './distribution-entry.ts';
import { issueEntry } from './issue-entry.ts';
import { type KnownIssue, projectOf } from './known-issue.ts';

/** A file of a catalog folder. */
export interface CatalogFile extends TextFile {
  /** Inside its catalog folder, with slashes: `issues/calico/CALICO-8856.yaml`. */
  readonly pathInCatalog: string;
}

export interface ParsedCatalog {
  /** What parsed. A file with any problem yields nothing: a half-read issue would match the wrong versions. */
  readonly catalog: Catalog;
  readonly problems: readonly Problem[];
  readonly sources: CatalogSources;
  /** What a later folder took over from an earlier one. */
  readonly overridden: readonly Overridden[];
}

export interface Overridden {
  readonly id: string;
  /** The files that described it, as shown in problems. */
  readonly replaced: string;
  readonly by: string;
}

/** Reads catalog folders in order. Of two folders that describe one id, the later counts. */
export function parseCatalog(folders: readonly (readonly CatalogFile[])[]): ParsedCatalog {
  const components = parseKind(folders, 'components', componentEntry, (id) => [`components/${id}.yaml`]);
  const known = { byId: components.values, broken: components.broken };
  const issues = parseKind(folders, 'issues', issueEntry(known), (id) => [
    `issues/${projectOf(id)}/${id}.yaml`,
    `issues/${id}.yaml`,
  ]);
  const distributions = parseKind(folders, 'releases', distributionEntry(known), (id) => [`releases/${id}.yaml`]);
  const kinds = [components, issues, distributions];
  const sources = { components: components.sources, issues: issues.sources };
  const catalog = createCatalog(components.values, issues.values, distributions.values);
  const problems = [
    ...kinds.flatMap((kind) => kind.problems),
    ...folders.flat().flatMap(misplaced),
    ...checkCatalog(catalog, sources),
  ];
  return { catalog, problems: sortProblems(problems), sources, overridden: kinds.flatMap((kind) => kind.overridden) };
}

interface ParsedKind<Value> {
  readonly values: ReadonlyMap<string, Value>;
  readonly sources: ReadonlyMap<string, Source>;
  /** What the names of files that did not parse say that they describe. */
  readonly broken: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  readonly overridden: readonly Overridden[];
}

function parseKind<Value extends Component | KnownIssue | Distribution>(
  folders: readonly (readonly CatalogFile[])[],
  kind: string,
  schema: z.ZodType<Value>,
  placesOf: (id: string) => readonly string[],
): ParsedKind<Value> {
  const kept = new Map<string, Parsed<Value>>();
  const broken = new Set<string>();
  const problems: Problem[] = [];
  const overridden: Overridden[] = [];
  for (const files of folders) {
    const here = new Map<string, Parsed<Value>>();
    for (const file of filesOf(kind, files)) {
      const parsed = readEntry(file, schema);
      if (!parsed.ok) {
        problems.push(...parsed.problems);
        broken.add(baseName(file.pathInCatalog));
        continue;
      }
      const { value, document } = parsed;
      const twin = here.get(value.id);
      problems.push(...namingProblems(file, document, { id: value.id, places: placesOf(value.id), twin: twin?.file }));
      if (!twin) here.set(value.id, { value, locate: document.locate, file: file.path });
    }
    overridden.push(...overrides(kept, here));
    for (const [id, parsed] of here) kept.set(id, parsed);
  }
  return {
    values: new Map([...kept].map(([id, { value }]) => [id, value])),
    sources: kept,
    broken,
    problems,
    overridden,
  };
}

function filesOf(kind: string, files: readonly CatalogFile[]): readonly CatalogFile[] {
  return files.filter(({ pathInCatalog }) => pathInCatalog.startsWith(`${kind}/`));
}

function overrides(earlier: ReadonlyMap<string, Source>, later: ReadonlyMap<string, Source>): readonly Overridden[] {
  return [...later].flatMap(([id, { file: by }]) => {
    const replaced = earlier.get(id)?.file;
    return replaced === undefined ? [] : [{ id, replaced, by }];
  });
}

interface Parsed<Value> extends Source {
  readonly value: Value;
}

interface Naming {
  readonly id: string;
  /** Where a file with this id may be in the catalog. A mounted ConfigMap has no folders of projects. */
  readonly places: readonly string[];
  /** Another file of the same catalog with this id. */
  readonly twin: string | undefined;
}

function namingProblems(
  { path, pathInCatalog }: CatalogFile,
  document: YamlDocument,
  { id, places, twin }: Naming,
): readonly Problem[] {
  const at = (rule: CatalogRule, message: string) => [{ file: path, ...document.locate(['id']), rule, message }];
  if (twin !== undefined)
    return at('duplicate-id', `"${id}" is already described in ${twin}; keep one of the two files`);
  if (places.includes(pathInCatalog.replace(/\.yml$/, '.yaml'))) return [];
  return at('file-name', `the file describes "${id}"; name it ${places[0]}`);
}

/** `calico-node` of `components/calico-node.yaml` */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '');
}

function misplaced({ path, pathInCatalog }: CatalogFile): readonly Problem[] {
  if (/^(?:components|issues|releases)\//.test(pathInCatalog)) return [];
  const message = 'a catalog keeps its files in components/, issues/ and releases/; move this one there';
  const rule: CatalogRule = 'misplaced-file';
  return [{ file: path, line: 1, column: 1, rule, message }];
}
