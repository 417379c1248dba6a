import { setTimeout as sleep } from 'node:timers/promises';
import type { DiscoveryListener, DiscoveryScope } from '../../app/discovery.ts';
import { type ApiError, toApiError } from '../http-client/api-error.ts';
import { createBackoff } from '../http-client/backoff.ts';
import type { KubernetesApi } from './api.ts';
import type { Counts } from './counts.ts';
import { listPage, type Page } from './list-objects.ts';
import type { WatchedResource } from './watched-resource.ts';

export interface PatientPagesDeps {
  readonly api: KubernetesApi;
  /** In milliseconds. */
  readonly timings: {
    readonly backoff: readonly [first: number, most: number];
    /** Longest wait for an answer. */
    readonly patience: number;
  };
  /** From 0 to 1. */
  readonly random: () => number;
  readonly counts: Counts;
  readonly listener: Pick<DiscoveryListener, 'onFailure' | 'onRecovery'>;
}

/** Lists for someone who has time: each page is asked for until it comes, and the pages need not show one moment. */
export interface PatientPages {
  /**
   * What is kept of each page. Rejects with an ApiError when the list has to begin again (`expired`) or a namespace may not
   * be read, and when `signal` is aborted.
   */
  readonly pages: <Kept>(
    resource: WatchedResource<Kept>,
    fieldSelector: string,
    signal: AbortSignal,
  ) => AsyncGenerator<readonly Kept[]>;
  /** Whether the last request failed. */
  readonly isFailing: () => boolean;
  /** Nobody waits any more for what fails. */
  readonly giveUp: () => void;
}

export function createPatientPages({ api, timings, random, counts, listener }: PatientPagesDeps): PatientPages {
  const backoff = createBackoff(timings.backoff, random);
  /** By namespace; a list that failed may have been given up for another one. */
  const failing = new Map<string | undefined, DiscoveryScope>();
  const options = {
    patience: timings.patience,
    onBytes: (count: number) => {
      counts.bytes += count;
    },
    onObjects: (count: number) => {
      counts.objects += count;
    },
  };

  /** Throws what is in vain to ask for again. */
  function onFailure({ resource, namespace }: WatchedResource<unknown>, error: ApiError): void {
    const { reason, message } = error;
    if (reason === 'expired') return; // nobody's failure
    failing.set(namespace, { resource, namespace });
    listener.onFailure({ resource, namespace, reason, message });
    // One namespace that may not be read, or is gone, is not waited for: there are others to look into.
    if (namespace !== undefined && (reason === 'forbidden' || reason === 'not_found')) throw error;
  }

  function recover(): void {
    for (const scope of failing.values()) listener.onRecovery(scope);
    failing.clear();
  }

  return {
    isFailing: () => failing.size > 0,
    giveUp: recover,
    async *pages<Kept>(resource: WatchedResource<Kept>, fieldSelector: string, signal: AbortSignal) {
      counts.lists += 1;
      let token = '';
      for (;;) {
        const kept: Kept[] = [];
        const pageOptions = { ...options, signal, onKept: (_key: string, one: Kept) => kept.push(one) };
        let page: Page;
        try {
          page = await listPage(resource, api, pageOptions, { token, fieldSelector });
        } catch (cause) {
          signal.throwIfAborted();
          const error = toApiError(cause);
          onFailure(resource, error);
          await sleep(Math.max(backoff.next(), (error.retryAfter ?? 0) * 1000), undefined, { signal });
          token = tokenAfter(error, token);
          continue;
        }
        recover();
        backoff.reset();
        yield kept;
        if (page.next === '') return;
        token = page.next;
      }
    },
  };
}

/** Who reads slowly is overtaken by what the server remembers; it then offers to go on with what there is now. */
function tokenAfter(error: ApiError, token: string): string {
  if (error.reason !== 'expired') return token;
  if (error.continueToken === undefined) throw error;
  return error.continueToken;
}
