import type { Thresholds, Unit } from './dashboard-model.ts';

/** Grafana's ids of units. Cores have none: their number is shown as it is, with their name behind it. */
const grafanaUnits: Readonly<Record<Unit, string>> = {
  count: 'none',
  cores: 'suffix: cores',
  bytes: 'bytes',
  seconds: 's',
  share: 'percentunit',
  times: 'suffix:×',
  time: 'dateTimeAsIso',
};

export function grafanaUnit(unit: Unit): string {
  return grafanaUnits[unit];
}

export function grafanaThresholds({ below, from }: Thresholds): object {
  const steps = from.map(({ limit, colour }) => ({ color: colour, value: limit }));
  // JSON has no minus infinity: Grafana writes null for the colour below every limit.
  return { mode: 'absolute', steps: [{ color: below, value: null }, ...steps] };
}
