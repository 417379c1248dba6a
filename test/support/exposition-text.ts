import type { Exposition } from '../../src/core/metrics/render-snapshot.ts';

/** What a scrape reads. */
export function expositionText(exposition: Exposition): string {
  return Buffer.concat(exposition).toString('utf8');
}
