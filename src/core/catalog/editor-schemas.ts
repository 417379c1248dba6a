import { z } from 'zod';
import { componentEntry } from './component-entry.ts';
import { distributionEntry } from './distribution-entry.ts';
import { issueEntry } from './issue-entry.ts';

/** A JSON Schema (draft-7) for one kind of catalog file, as editors take it from the `yaml-language-server` comment. */
export interface EditorSchema {
  /** `issue.schema.json` */
  readonly path: string;
  readonly text: string;
}

/**
 * Made of the same entries that read the files, so that the editor and lint cannot disagree. What needs the other files
 * (whether a component exists, whether its version scheme reads a version) only lint can tell.
 */
export function editorSchemas(): readonly EditorSchema[] {
  const noComponents = { byId: new Map(), broken: new Set<string>() };
  return [
    editorSchema('component', 'A component of Kubernetes clusters', componentEntry),
    editorSchema('distribution', "What a distribution's releases carry", distributionEntry(noComponents)),
    editorSchema('issue', 'A known issue', issueEntry(noComponents)),
  ];
}

function editorSchema(kind: string, title: string, entry: z.ZodType): EditorSchema {
  const schema = z.toJSONSchema(entry, { target: 'draft-7', io: 'input' });
  return { path: `${kind}.schema.json`, text: `${JSON.stringify({ title, ...schema }, undefined, 2)}\n` };
}
