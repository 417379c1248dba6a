import { setTimeout as sleep } from 'node:timers/promises';
import type { DiscoveryListener } from '../../app/discovery.ts';
import type { PodObject } from '../../core/inventory/kubernetes-objects.ts';
import { ApiError } from '../http-client/api-error.ts';
import type { KubernetesApi } from './api.ts';
import type { Counts } from './counts.ts';
import { createPatientPages } from './patient-pages.ts';
import type { WatchedResource } from './watched-resource.ts';

/** In milliseconds unless the name says otherwise. Tests shorten them. */
export interface SurveyTimings {
  /** From the end of one walk through all pods to the next, between these. */
  readonly interval: readonly [least: number, most: number];
  /** The same as a multiple of the time that the walk took without its pauses: a small cluster is soon walked through. */
  readonly share: number;
  /** The pause after each page, as a multiple of the time that the page took: a walk takes its time and disturbs nobody. */
  readonly rest: number;
  /** After a workload appeared or changed in a namespace, its pods are given so long to be there. */
  readonly settle: number;
  /** Between two namespaces that are looked into. */
  readonly tick: number;
  readonly backoff: readonly [first: number, most: number];
  readonly patience: number;
}

export interface SurveyDeps {
  readonly api: KubernetesApi;
  /** Pods of a namespace, or of all. */
  readonly pods: (namespace: string | undefined) => WatchedResource<PodObject>;
  readonly timings: SurveyTimings;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly counts: Counts;
  /** Namespaces whose pods are followed, so that there is nothing to look for. */
  readonly followed: () => readonly string[];
  /** Something tracked runs here. */
  readonly onFound: (namespace: string) => void;
  /** All pods have been looked at. */
  readonly onComplete: () => void;
  readonly listener: Pick<DiscoveryListener, 'onFailure' | 'onRecovery'>;
}

/**
 * Looks for components where no workload's template shows them: sidecars that a webhook adds, pods without a workload,
 * pods of other controllers. It walks through the pods of all namespaces that are not followed, page by page and with
 * pauses, and looks into a namespace soon after a workload there has changed.
 */
export interface Survey {
  /** A workload appeared or changed here. */
  readonly lookInto: (namespace: string) => void;
  /** Whether the last request failed. */
  readonly isFailing: () => boolean;
  /** Nobody waits any more for what fails. */
  readonly giveUp: () => void;
  /** Resolves when `signal` is aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

interface Work {
  milliseconds: number;
}

export function createSurvey(deps: SurveyDeps): Survey {
  const { timings, random } = deps;
  const { pages, isFailing, giveUp } = createPatientPages(deps);
  /** Namespaces to look into, and when; monotonic. The first has waited longest. */
  const due = new Map<string, number>();

  function report(tracked: readonly PodObject[]): void {
    for (const namespace of new Set(tracked.map((pod) => pod.namespace))) deps.onFound(namespace);
  }

  /** All pods that are not followed anyway. Adds the time that each page takes to `work`. */
  async function walk(work: Work, signal: AbortSignal): Promise<void> {
    const resource = deps.pods(undefined);
    const fieldSelector = deps.followed().map((namespace) => `metadata.namespace!=${namespace}`);
    let began = performance.now();
    for await (const tracked of pages(resource, fieldSelector.join(), signal)) {
      report(tracked);
      const effort = performance.now() - began;
      work.milliseconds += effort;
      await sleep(effort * timings.rest, undefined, { signal });
      await toItsEnd(lookIntoOne(signal));
      began = performance.now();
    }
  }

  async function lookIntoOne(signal: AbortSignal): Promise<void> {
    const [first] = due;
    if (!first || first[1] > performance.now()) return;
    const [namespace] = first;
    due.delete(namespace);
    if (deps.followed().includes(namespace)) return;
    const resource = deps.pods(namespace);
    for await (const tracked of pages(resource, '', signal)) report(tracked);
  }

  async function lookInto(until: number, signal: AbortSignal): Promise<void> {
    while (performance.now() < until) {
      await sleep(timings.tick, undefined, { signal });
      await toItsEnd(lookIntoOne(signal));
    }
  }

  function restAfter({ milliseconds }: Work): number {
    const [least, most] = timings.interval;
    return Math.min(Math.max(milliseconds * timings.share, least), most) * (0.75 + random() / 2);
  }

  return {
    isFailing,
    giveUp,
    lookInto(namespace) {
      if (!due.has(namespace)) due.set(namespace, performance.now() + timings.settle);
    },
    async run(signal) {
      try {
        for (;;) {
          const work: Work = { milliseconds: 0 };
          while (!(await toItsEnd(walk(work, signal))));
          deps.onComplete();
          await lookInto(performance.now() + restAfter(work), signal);
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}

/** Whether `reading` came to its end: the server may have forgotten the list before, or refuse a namespace. */
async function toItsEnd(reading: Promise<void>): Promise<boolean> {
  try {
    await reading;
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
