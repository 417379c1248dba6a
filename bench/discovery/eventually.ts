import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until `look` answers something else than `undefined`, so many milliseconds after each answer. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  { interval, limit }: { readonly interval: number; readonly limit: number },
): Promise<Found> {
  const began = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() - began > limit) throw new Error(`after ${limit / 1000} seconds still not: ${what}`);
    await sleep(interval);
  }
}
