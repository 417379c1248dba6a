import type { Amount, Measurement, ObservedFactor, ObservedGrowth, Sourced } from '../catalog/measurement.ts';
import { formatDuration } from '../text/duration.ts';

/** Figures as a catalog file holds them. */

export function writtenMeasurement(measurement: Measurement) {
  const { amount, unit, per, component } = measurement;
  return { ...writtenAmount('value', amount), unit, per, component, ...writtenSource(measurement) };
}

export function writtenFactor(observed: ObservedFactor) {
  const { factor, resource, component } = observed;
  return { ...writtenAmount('factor', factor), resource, component, ...writtenSource(observed) };
}

export function writtenGrowth(growth: ObservedGrowth) {
  const { from, to, by, over, unit, per, component } = growth;
  return {
    from,
    to,
    ...(from === undefined ? writtenAmount('by', by) : {}),
    over: over === undefined ? undefined : formatDuration(over),
    unit,
    per,
    component,
    ...writtenSource(growth),
  };
}

function writtenAmount(exact: string, { min, max }: Amount) {
  return min === max ? { [exact]: min } : { min, max };
}

function writtenSource({ context, evidence, source }: Sourced) {
  return { context, evidence, source };
}
