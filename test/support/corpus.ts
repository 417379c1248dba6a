import { readFileSync } from 'node:fs';

/** The rows of a table in test/corpus: tab-separated cells, without its header, comments and empty lines. */
export function readCorpus(name: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../corpus/${name}`, import.meta.url), 'utf8');
  const lines = text.split('\n').slice(1);
  return lines.filter((line) => line !== '' && !line.startsWith('# ')).map((line) => line.split('\t'));
}
