import { setTimeout as sleep } from 'node:timers/promises';

interface Patience {
  /** What was seen until the limit, for the message. */
  readonly seen?: () => Promise<string> | string;
  /** In milliseconds. A machine may be busy; nothing takes more than a fraction of it when it is not. */
  readonly limit?: number;
}

/** What `look` finds, as soon as it finds anything but `undefined` and `false`; an error that names `what` when that takes too long. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  { seen, limit = 10_000 }: Patience = {},
): Promise<Found> {
  const deadline = performance.now() + limit;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) {
      throw new Error(`not within ${limit / 1000} s: ${what}${seen ? `\nseen until then:\n${await seen()}` : ''}`);
    }
    await sleep(10);
  }
}
