import { parseQuantity } from '../core/inventory/quantity.ts';
import { type JsonForm, parsed, type SettingKind } from './setting-kind.ts';

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
