import { z } from 'zod';
import { readTemplateFolder } from '../../src/adapters/filesystem/read-template-folder.ts';
import { readEntry, type TextFile } from '../../src/core/text/read-entry.ts';
import type { YamlDocument } from '../../src/core/text/yaml-document.ts';
import type { WrittenRule } from './rule-file.ts';

/** A rule template as it is written, with its placeholders. What it includes has mutants of its own. */
export interface WrittenTemplate {
  readonly name: string;
  readonly source: TextFile;
  readonly document: YamlDocument;
  readonly groups: readonly { readonly rules: readonly WrittenRule[] }[];
}

const texts = z.record(z.string(), z.string()).optional();
const template = z.looseObject({
  template: z.string(),
  groups: z.array(
    z.looseObject({
      rules: z.array(
        z.looseObject({
          record: z.string().optional(),
          alert: z.string().optional(),
          expr: z.string().default(''),
          labels: texts,
          annotations: texts,
        }),
      ),
    }),
  ),
});

export async function readTemplates(): Promise<readonly WrittenTemplate[]> {
  const folder = new URL('../../rules-templates', import.meta.url).pathname;
  return (await readTemplateFolder(folder, 'rules-templates')).map(readTemplate);
}

/** The generator has its own, stricter reader; here a template is taken as it is. */
export function readTemplate(source: TextFile): WrittenTemplate {
  const reading = readEntry(source, template);
  if (!reading.ok) throw new Error(`${source.path} is no rule template`);
  const { template: name, groups } = reading.value;
  // Rules without a key and rules whose key is undefined are the same to those who look at them.
  return { name, source, document: reading.document, groups: groups as WrittenTemplate['groups'] };
}

/** The templates that a change of `files` touches. What fills, tests or alters all of them touches all. */
export function changedTemplates(files: readonly string[], templates: readonly WrittenTemplate[]): ReadonlySet<string> {
  if (files.some((path) => /^(?:src\/core\/rules|test\/mutation)\//.test(path))) {
    return new Set(templates.map(({ name }) => name));
  }
  const changed = templates.filter(({ source }) => files.includes(source.path)).map(({ name }) => name);
  const takesIn = ({ source }: WrittenTemplate) =>
    changed.some((name) => new RegExp(`include:.*\\b${name}\\b`).test(source.text));
  return new Set([...changed, ...templates.filter(takesIn).map(({ name }) => name)]);
}
