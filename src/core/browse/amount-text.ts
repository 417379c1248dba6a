import type { Resource, Scope, Unit } from '../catalog/measurement.ts';
import { formatBytes } from '../text/byte-size.ts';
import { formatDuration } from '../text/duration.ts';

/** A number or an interval of them, of which one end may be open. */
interface Interval {
  readonly min: number | null;
  readonly max: number | null;
}

/** `0.05 cores`, `3 to 4 cores`, `at least 20 GB` */
export function amountText(interval: Interval, unit: Unit): string {
  const format = (value: number) => quantity(value, unit);
  const { min, max } = interval;
  const both = min !== null && max !== null && min !== max;
  if (both && !unit.startsWith('bytes')) return `${min} to ${format(max)}`;
  return intervalText(interval, format);
}

/** `10 times`, `2 to 4 times` */
export function factorText(interval: Interval): string {
  return `${intervalText(interval, String)} times`;
}

function intervalText({ min, max }: Interval, format: (value: number) => string): string {
  if (min === null) return max === null ? '' : `at most ${format(max)}`;
  if (max === null) return `at least ${format(min)}`;
  return min === max ? format(min) : `${format(min)} to ${format(max)}`;
}

export function quantity(value: number, unit: Unit): string {
  switch (unit) {
    case 'cores':
      return value === 1 ? '1 core' : `${value} cores`;
    case 'bytes':
      return formatBytes(value);
    case 'bytes-per-second':
      return `${formatBytes(value)}/s`;
    case 'requests-per-second':
      return `${value} requests/s`;
    case 'lines-per-second':
      return `${value} log lines/s`;
    case 'seconds':
      return Number.isInteger(value) ? formatDuration(value) : `${value}s`;
    case 'count':
      return String(value);
    case 'percent':
      return `${value}%`;
    case 'percent-of-limit':
      return `${value}% of the limit`;
    case 'percent-of-node':
      return `${value}% of the node`;
  }
}

/** What one amount is of: `per pod`, `in the cluster`. */
export function scopeText(per: Scope): string {
  return per === 'cluster' ? 'in the whole cluster' : `per ${per}`;
}

export const resourceNames: Readonly<Record<Resource, string>> = {
  cpu: 'CPU',
  memory: 'memory',
  network: 'network',
  disk: 'disk',
  'api-requests': 'API requests',
  logs: 'logs',
};
