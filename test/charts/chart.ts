import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';

export const chartFolder = new URL('../../charts/plimsoll', import.meta.url).pathname;

export type Values = { readonly [key: string]: unknown };

export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: unknown;
}

export function readChartFile(path: string): string {
  return readFileSync(`${chartFolder}/${path}`, 'utf8');
}

export function readSchema(): JsonSchema {
  return JSON.parse(readChartFile('values.schema.json'));
}

export function readDefaults(): Values {
  return load(readChartFile('values.yaml')) as Values; // the schema is held to it in a test
}

export function readAppVersion(): string {
  return (load(readChartFile('Chart.yaml')) as { readonly appVersion: string }).appVersion; // a test compares it
}

/** Every template's text by its file name, notes and definitions included. */
export function readTemplates(): ReadonlyMap<string, string> {
  const names = readdirSync(`${chartFolder}/templates`).sort();
  return new Map(names.map((name) => [name, readChartFile(`templates/${name}`)]));
}

export interface ValuesFile {
  /** Says what it is about: `two-replicas`. */
  readonly name: string;
  readonly path: string;
  readonly values: Values;
  /** What a refusal must say, from comments that begin with `refused:`. */
  readonly refusals: readonly string[];
}

/** Values as a user would write them: those that must render, or those that must be refused. */
export function readValuesFiles(kind: 'rendered' | 'refused'): readonly ValuesFile[] {
  const folder = new URL(`values/${kind}`, import.meta.url).pathname;
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const path = `${folder}/${file}`;
      const text = readFileSync(path, 'utf8');
      const refusals = [...text.matchAll(/^# refused: (.+)$/gm)].map(([, words]) => words!);
      return { name: file.replace(/\.yaml$/, ''), path, values: load(text) as Values, refusals };
    });
}

/** Values over defaults as Helm merges them: tables key by key, anything else whole; a null takes a default away. */
export function mergeValues(given: Values, defaults: Values): Values {
  const keys = [...new Set([...Object.keys(defaults), ...Object.keys(given)])].filter((key) => given[key] !== null);
  return Object.fromEntries(
    keys.map((key) => {
      const [value, fallback] = [given[key], defaults[key]];
      if (value === undefined) return [key, fallback];
      return [key, isTable(value) && isTable(fallback) ? mergeValues(value, fallback) : value];
    }),
  );
}

export function isTable(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
