import type { z } from 'zod';
import { entryProblems } from './entry-problems.ts';
import type { Problem } from './problem.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

export interface TextFile {
  /** As shown in problems. */
  readonly path: string;
  readonly text: string;
}

export type EntryReading<Value> =
  | { readonly ok: true; readonly value: Value; readonly document: YamlDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a YAML file that a person wrote into what `schema` makes of it, or into everything that is wrong with it. */
export function readEntry<Value>({ path, text }: TextFile, schema: z.ZodType<Value>): EntryReading<Value> {
  const reading = readYaml(text);
  if (!reading.ok) {
    return {
      ok: false,
      problems: [{ file: path, ...reading.position, rule: 'yaml-syntax', message: reading.message }],
    };
  }
  const { document } = reading;
  const parsed = schema.safeParse(document.value);
  if (!parsed.success) return { ok: false, problems: entryProblems(path, document, parsed.error) };
  return { ok: true, value: parsed.data, document };
}
