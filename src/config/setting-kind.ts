import { z } from 'zod';
import { refuseUnder } from '../core/text/entry.ts';
import type { ConfigRule } from './config-rules.ts';

/** Marks a value of a configuration file as wrong, and stands for it. */
export const refuse = refuseUnder<ConfigRule>;

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `why` is a clause, where more can be said than that it is none. */
  | { readonly ok: false; readonly why?: string | undefined };

/** What a setting takes, in a file and on the command line. */
export interface SettingKind<Value> {
  /** In help: `--rate-window <duration>`. */
  readonly name: string;
  /** Behind "takes": `a duration …, such as 5m`. */
  readonly takes: string;
  readonly rule: ConfigRule;
  readonly parse: (text: string) => Parsed<Value>;
  /** As it would be written in the file; of a value that is not set, what holds instead. */
  readonly format: (value: Value) => string;
  /** What a file may hold, as JSON Schema. Numbers may stand without quotes where it says so. */
  readonly json: JsonForm;
}

export interface JsonForm {
  readonly type: JsonType | readonly JsonType[];
  readonly [keyword: string]: unknown;
}

type JsonType = 'string' | 'number' | 'integer' | 'boolean';

/** Reads what a file holds. */
function readValue<Value>({ json, parse }: SettingKind<Value>, written: unknown): Parsed<Value> {
  const types: readonly string[] = [json.type].flat();
  const type = typeof written;
  const fits = types.includes(type) || (type === 'number' && types.includes('integer'));
  return parse(fits ? String(written) : '');
}

/** The value of the key `name` in a file. */
export function valueEntry<Value>(kind: SettingKind<Value>, name: string, form: Partial<JsonForm> = {}) {
  return z
    .unknown()
    .meta({ ...kind.json, ...form })
    .transform((written, context): Value => {
      const parsed = readValue(kind, written);
      if (parsed.ok) return parsed.value;
      const more = parsed.why === undefined ? '' : `; ${parsed.why}`;
      return refuse(context, kind.rule, refusal(name, kind, written) + more);
    });
}

/** A clause for a value that the kind does not take. */
export function refusal(name: string, { takes }: { readonly takes: string }, written: unknown): string {
  const shown = typeof written === 'string' ? `"${written}"` : (JSON.stringify(written) ?? 'nothing');
  return `${name} takes ${takes}, not ${shown}`;
}

export function parsed<Value>(value: Value | undefined, why?: string): Parsed<Value> {
  return value === undefined ? { ok: false, why } : { ok: true, value };
}

/** A setting that may be without a value, and what holds then. */
export function unlessSet<Value>(kind: SettingKind<Value>, otherwise: string): SettingKind<Value | undefined> {
  return { ...kind, format: (value) => (value === undefined ? otherwise : kind.format(value)) };
}
