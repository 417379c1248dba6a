import { z } from 'zod';
import { parseQuantity } from '../core/inventory/quantity.ts';
import { readMatchers } from '../core/rules/label-matchers.ts';
import { selectorLabels } from '../core/rules/selector-labels.ts';
import { formatDuration, parseDuration } from '../core/text/duration.ts';
import { refuseUnder } from '../core/text/entry.ts';
import { joinWords } from '../core/text/join-words.ts';
import { nearestWord } from '../core/text/nearest-word.ts';
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

function parsed<Value>(value: Value | undefined, why?: string): Parsed<Value> {
  return value === undefined ? { ok: false, why } : { ok: true, value };
}

/** Looks ahead for a digit that is not zero. */
const durationPattern = '^(?=.*[1-9])(?:\\d+w)?(?:\\d+d)?(?:\\d+h)?(?:\\d+m)?(?:\\d+s)?$';

/** Whole seconds. */
export const duration: SettingKind<number> = {
  name: 'duration',
  takes: 'a duration in whole seconds or more such as 30s, 5m or 1h30m',
  rule: 'duration',
  parse: (text) => parsed(parseDuration(text), meantDuration(text)),
  format: formatDuration,
  json: { type: 'string', pattern: durationPattern },
};

/** `5 minutes` is 5m. */
function meantDuration(text: string): string | undefined {
  const words = /^(?<count>[1-9]\d*)\s*(?<unit>[smhdw])(?!s$)[a-z]*$/i.exec(text.trim())?.groups;
  return words && `did you mean ${words['count']}${words['unit']?.toLowerCase()}?`;
}

export const labelNamePattern = '^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$';

export function isLabelName(text: string): boolean {
  return new RegExp(labelNamePattern).test(text);
}

export const labelName: SettingKind<string> = {
  name: 'label',
  takes: 'a label name such as cluster',
  rule: 'label-name',
  parse: (text) => parsed(isLabelName(text) ? text : undefined),
  format: (text) => text,
  json: { type: 'string', pattern: labelNamePattern },
};

/** Of series that Prometheus scrapes: at least one matcher, with values that rule tests can make series of. */
export const seriesSelector: SettingKind<string> = {
  name: 'selector',
  takes: 'label matchers in double quotes such as job="kubelet", with plain values',
  rule: 'selector',
  parse: (text) => parsed(text.trim() !== '' && selectorLabels(text) ? tidy(text) : undefined, whyNoMatchers(text)),
  format: (text) => text,
  json: { type: 'string', pattern: '=' },
};

/** Of instances; nothing selects all of them. */
export const instanceSelector: SettingKind<string> = {
  name: 'selector',
  takes: 'label matchers in double quotes such as namespace="kube-system"',
  rule: 'selector',
  parse: (text) => parsed(readMatchers(text).ok ? tidy(text) : undefined, whyNoMatchers(text)),
  format: (text) => text,
  json: { type: 'string' },
};

/** Rules put matchers of their own behind these, with a comma. */
function tidy(matchers: string): string {
  return matchers.trim().replace(/\s*,$/, '');
}

function whyNoMatchers(text: string): string | undefined {
  const reading = readMatchers(text);
  if (reading.ok || text.trim() === '') return undefined;
  if (/^\{.*\}$/s.test(text.trim())) return 'leave the braces out';
  return reading.message.startsWith('RE2') ? reading.message : undefined;
}

export function choice<const Word extends string>(words: readonly Word[]): SettingKind<Word> {
  return {
    name: words.join('|'),
    takes: joinWords(words, 'or'),
    rule: 'unknown-value',
    parse(text) {
      const meant = nearestWord(text, words);
      return parsed(
        words.find((word) => word === text),
        meant === undefined || text === '' ? undefined : `did you mean ${meant}?`,
      );
    },
    format: (word) => word,
    json: { type: 'string', enum: words },
  };
}

export const flag: SettingKind<boolean> = {
  name: 'yes-or-no',
  takes: 'true or false',
  rule: 'wrong-type',
  parse: (text) => parsed(text === 'true' ? true : text === 'false' ? false : undefined),
  format: String,
  json: { type: 'boolean' },
};

interface NumberRange {
  readonly takes: string;
  readonly json: JsonForm;
  readonly holds: (value: number) => boolean;
}

function numberIn({ takes, json, holds }: NumberRange): SettingKind<number> {
  return {
    name: 'number',
    takes,
    rule: 'out-of-range',
    parse(text) {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      return parsed(Number.isFinite(value) && holds(value) ? value : undefined);
    },
    format: String,
    json,
  };
}

export const factor = numberIn({
  takes: 'a number of at least 1 such as 2.5',
  json: { type: 'number', minimum: 1 },
  holds: (value) => value >= 1,
});

export const share = numberIn({
  takes: 'a number above 0 and up to 1 such as 0.9',
  json: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
  holds: (value) => value > 0 && value <= 1,
});

export const count = numberIn({
  takes: 'a whole number such as 1000, or 0',
  json: { type: 'integer', minimum: 0 },
  holds: (value) => Number.isSafeInteger(value) && value >= 0,
});

const quantityForm: JsonForm = {
  type: ['string', 'number'],
  exclusiveMinimum: 0,
  pattern: '^(?=[0.]*[1-9])(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+|[numkMGTPE]|[KMGTPE]i)?$',
};

function quantity(name: string, takes: string, format: (value: number) => string): SettingKind<number> {
  return {
    name,
    takes,
    rule: 'quantity',
    parse(text) {
      const value = parseQuantity(text.trim());
      return parsed(value !== undefined && value > 0 && Number.isFinite(value) ? value : undefined);
    },
    format,
    json: quantityForm,
  };
}

export const cores = quantity('cores', 'cores as a number or a Kubernetes quantity such as 0.3 or 300m', String);

/** The suffix m is for thousandths: `512m` is half a byte, and a slip. */
export const bytes: SettingKind<number> = {
  ...quantity('bytes', 'bytes as a number or a Kubernetes quantity such as 512Mi', formatBinary),
  parse(text) {
    const value = parseQuantity(text.trim());
    if (value !== undefined && value >= 1 && Number.isFinite(value)) return { ok: true, value: Math.round(value) };
    return { ok: false, why: /^\d+m$/.test(text) ? `did you mean ${text.slice(0, -1)}Mi?` : undefined };
  },
  json: {
    ...quantityForm,
    exclusiveMinimum: undefined,
    minimum: 1,
    pattern: '^(?=[0.]*[1-9])(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE]\\+?\\d+|[kMGTPE]|[KMGTPE]i)?$',
  },
};

function formatBinary(value: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  const steps = units.findLastIndex((_unit, index) => value % 1024 ** index === 0);
  return `${value / 1024 ** steps}${units[steps] ?? ''}`;
}

/** An address without a slash at its end. */
export const address: SettingKind<string> = {
  name: 'url',
  takes: 'an http or https address such as https://plimsoll.example.com',
  rule: 'address',
  parse: (text) => parsed(isAddress(text) ? text.replace(/\/+$/, '') : undefined),
  format: (text) => text,
  json: { type: 'string', pattern: '^[hH][tT][tT][pP][sS]?://[^\\s/?#@{}]+(?:/[^\\s?#{}]*)?$' },
};

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/?#@{}]+(?:\/[^\s?#{}]*)?$/i.test(text) && URL.canParse(text);
}

/** A setting that may be without a value, and what holds then. */
export function unlessSet<Value>(kind: SettingKind<Value>, otherwise: string): SettingKind<Value | undefined> {
  return { ...kind, format: (value) => (value === undefined ? otherwise : kind.format(value)) };
}
