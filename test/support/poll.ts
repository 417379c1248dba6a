import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `condition` gives something, and gives it. Fails with `what` and the last thing seen after `limit` milliseconds. */
export async function poll<Value>(
  what: string,
  condition: () => Value | undefined | false | Promise<Value | undefined | false>,
  limit = 10_000,
): Promise<Value> {
  const end = performance.now() + limit;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`waited ${limit} ms for ${what}`);
    await sleep(20);
  }
}
