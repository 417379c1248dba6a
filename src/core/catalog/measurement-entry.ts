import { z } from 'zod';
import { parseDuration } from '../text/duration.ts';
import { entry, oneOf, text } from '../text/entry.ts';
import { httpsUrl, refuse } from './catalog-entry.ts';
import {
  type Amount,
  evidences,
  type Measurement,
  type ObservedFactor,
  type ObservedGrowth,
  type Resource,
  resources,
  scopes,
  units,
} from './measurement.ts';

type Context = z.core.$RefinementCtx;

const amount = z.number().positive('takes a number above 0');

/** The source is checked by hand: its absence has a rule of its own. */
const sourced = {
  context: text.describe('On which version, under which circumstances.'),
  evidence: oneOf(evidences).describe('How sure the number is.'),
  source: httpsUrl.optional(),
};

function requireSource(source: string | undefined, context: Context): string {
  const message = 'a number without a source does not enter; add source, the page that shows it';
  return source ?? refuse(context, 'figure-without-source', message);
}

interface AmountFields {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function parseAmount(exact: number | undefined, key: string, { min, max }: AmountFields, context: Context): Amount {
  if (exact !== undefined && (min !== undefined || max !== undefined)) {
    return refuse(context, 'figure-shape', `${key} and min or max exclude each other; keep one way to say it`);
  }
  if (exact !== undefined) return { min: exact, max: exact };
  if (min === undefined && max === undefined) return refuse(context, 'missing-key', `give ${key}, or min and max`);
  if (min !== undefined && max !== undefined && min > max) {
    return refuse(context, 'figure-shape', `min ${min} is more than max ${max}; swap them`, ['min']);
  }
  return { min, max };
}

export const measurementEntry = entry({
  value: amount.optional().describe('The figure, in the unit; or min and max.'),
  min: amount.optional(),
  max: amount.optional(),
  unit: oneOf(units),
  per: oneOf(scopes),
  component: text.optional().describe('Where the figure is of one of several components, or of the victim.'),
  ...sourced,
}).transform(
  ({ value, min, max, source, ...fields }, context): Measurement => ({
    ...fields,
    component: fields.component,
    amount: parseAmount(value, 'value', { min, max }, context),
    source: requireSource(source, context),
  }),
);

export const observedFactorEntry = entry({
  factor: amount.optional().describe('How many times the expected usage; or min and max.'),
  min: amount.optional(),
  max: amount.optional(),
  resource: oneOf(resources).optional().describe("The issue's resource when left out."),
  component: text.optional(),
  ...sourced,
}).transform(
  (
    { factor, min, max, source, ...fields },
    context,
  ): Omit<ObservedFactor, 'resource'> & { readonly resource?: Resource | undefined } => ({
    ...fields,
    component: fields.component,
    factor: parseAmount(factor, 'factor', { min, max }, context),
    source: requireSource(source, context),
  }),
);

const duration = z.string().transform((written, context): number => {
  return (
    parseDuration(written) ?? refuse(context, 'figure-shape', `"${written}" is not a duration; write it like 24h or 7d`)
  );
});

export const observedGrowthEntry = entry({
  from: amount.optional(),
  to: amount.optional(),
  by: amount.optional().describe('The increase, where from and to are not known; or min and max.'),
  min: amount.optional(),
  max: amount.optional(),
  over: duration.optional().describe('How long it took: 24h, 7d.'),
  unit: oneOf(units),
  per: oneOf(scopes),
  component: text.optional(),
  ...sourced,
}).transform(({ source, by, min, max, ...fields }, context): ObservedGrowth => {
  const { from, to } = fields;
  return {
    ...fields,
    from,
    to,
    by: parseIncrease({ from, to, by, min, max }, context),
    over: fields.over,
    component: fields.component,
    source: requireSource(source, context),
  };
});

interface IncreaseFields extends AmountFields {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly by: number | undefined;
}

function parseIncrease({ from, to, by, ...interval }: IncreaseFields, context: Context): Amount {
  if (from === undefined && to === undefined) return parseAmount(by, 'by', interval, context);
  const isTold = by !== undefined || interval.min !== undefined || interval.max !== undefined;
  if (from === undefined || to === undefined || isTold) {
    return refuse(
      context,
      'figure-shape',
      'say how far it grew in one way: with from and to, with by, or with min and max',
    );
  }
  if (to > from) return { min: to - from, max: to - from };
  return refuse(context, 'figure-shape', `growth goes up, but ${to} is not above ${from}`, ['to']);
}
