import type { OsvRecord } from './osv-record.ts';

/** One record, or all of them as an array, as JSON. Keys keep the order of the OSV schema. */
export function renderOsv(records: OsvRecord | readonly OsvRecord[]): string {
  return `${JSON.stringify(records, undefined, 2)}\n`;
}

/** The name of the record's own file. */
export function osvFileName({ id }: OsvRecord): string {
  return `${id}.json`;
}
