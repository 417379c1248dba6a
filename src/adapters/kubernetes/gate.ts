import { setTimeout as sleep } from 'node:timers/promises';
import type { DiscoveryReason } from '../../app/discovery.ts';
import type { ApiError } from '../http-client/api-error.ts';
import { createBackoff } from '../http-client/backoff.ts';

/** In milliseconds unless the name says otherwise. */
export interface GateTimings {
  /** Ceilings of the pauses, first and last, while the server answers with failures. */
  readonly backoff: readonly [first: number, most: number];
  /** The same while it cannot be reached: a refused connection costs it nothing, and everyone waits for its return. */
  readonly unreachableBackoff: readonly [first: number, most: number];
  /** Whoever asks for all is given so long; then another asks. */
  readonly patience: number;
  /** However the server fails, it is sent at most so many requests in so many milliseconds. */
  readonly atMost: readonly [requests: number, within: number];
}

/**
 * What the reflectors of one resource pass through before each list and each watch.
 *
 * While the server fails, one of them asks for all, so that a fault costs it the same whether one namespace is followed
 * or twenty; and whatever happens, it is sent no more than so many requests in a while.
 */
export interface Gate {
  /** Resolves when a request may be sent; rejects when `signal` is aborted. */
  readonly enter: (signal: AbortSignal) => Promise<void>;
  /** The server answered as it should: who waits may go. */
  readonly answered: () => void;
  /** The server, or the way to it, fails: nobody asks for a while, then one asks for all. */
  readonly failed: (error: ApiError) => void;
  /** A watch lived, so that the next failure is met with the first pause again. */
  readonly lived: () => void;
}

/** What one collection can meet while the others do well. All else is the server's own trouble, and so everyone's. */
const ownReasons: ReadonlySet<DiscoveryReason> = new Set(['forbidden', 'not_found', 'expired', 'malformed']);

/** Whether a failure says something of the server, and not only of the collection that was asked for. */
export function concernsAll(reason: DiscoveryReason): boolean {
  return !ownReasons.has(reason);
}

export function createGate(timings: GateTimings, random: () => number): Gate {
  const refused = createBackoff(timings.backoff, random);
  const unreachable = createBackoff(timings.unreachableBackoff, random);
  const [most, within] = timings.atMost;
  /** When the last requests were sent, oldest first; monotonic. */
  const sent: number[] = [];
  let isFailing = false;
  /** Whether somebody has asked since the last failure that counted. */
  let isTried = false;
  /** Nobody asks before this moment. */
  let closedUntil = 0;

  /** Milliseconds until a request may be sent; 0 for now. */
  function wait(now: number): number {
    while (sent.length > 0 && (sent[0] ?? 0) <= now - within) sent.shift();
    const full = sent.length < most ? 0 : (sent[0] ?? 0) + within - now;
    return Math.max(full, isFailing ? closedUntil - now : 0);
  }

  return {
    async enter(signal) {
      for (;;) {
        signal.throwIfAborted();
        const now = performance.now();
        const pause = wait(now);
        if (pause <= 0) {
          sent.push(now);
          if (!isFailing) return;
          isTried = true;
          closedUntil = now + timings.patience;
          return;
        }
        // Not one long sleep: the server may return meanwhile, as another reflector sees.
        await sleep(Math.min(pause, 100), undefined, { signal });
      }
    },
    answered() {
      isFailing = false;
    },
    failed({ reason, retryAfter }) {
      if (isFailing && !isTried) return; // one outage breaks every watch, and is one failure
      const pause = (reason === 'unreachable' ? unreachable : refused).next();
      isFailing = true;
      isTried = false;
      closedUntil = performance.now() + Math.max(pause, (retryAfter ?? 0) * 1000);
    },
    lived() {
      refused.reset();
      unreachable.reset();
    },
  };
}
