import type { DiscoveryListener, DiscoveryResource } from '../../app/discovery.ts';
import { orAborted } from '../http-client/or-aborted.ts';
import type { KubernetesApi } from './api.ts';
import type { Followed } from './followed.ts';
import { createGate, type Gate } from './gate.ts';
import { createReflector, type ReflectorTimings } from './reflector.ts';
import type { Statistics } from './statistics.ts';
import type { WatchedResource } from './watched-resource.ts';

export interface FollowerDeps {
  readonly api: KubernetesApi;
  readonly timings: ReflectorTimings;
  /** From 0 to 1. */
  readonly random: () => number;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  readonly statistics: Statistics;
  readonly listener: Pick<DiscoveryListener, 'onFailure' | 'onRecovery'>;
  /** A collection changed, was listed for the first time, or turned out not to be readable. */
  readonly onChange: () => void;
  readonly onProgress: () => void;
}

/** Follows collections, each with a reflector of its own. Those of one resource share a gate and their counts. */
export interface Follower {
  readonly follow: <Kept>(resource: WatchedResource<Kept>, onEvent?: (raw: unknown) => void) => Followed<Kept>;
  /** Those that are followed now. */
  readonly followed: () => readonly Followed<unknown>[];
  /** Resolves when `signal` is aborted and everything has stopped; rejects when a reflector breaks, which is a mistake of ours. */
  readonly done: () => Promise<void>;
}

export function createFollower(deps: FollowerDeps, signal: AbortSignal): Follower {
  const gates = new Map<DiscoveryResource, Gate>();
  const followed = new Set<Followed<unknown>>();
  const running = new Set<Promise<void>>();
  const broken = Promise.withResolvers<never>();

  function gateOf(resource: DiscoveryResource): Gate {
    const gate = gates.get(resource) ?? createGate(deps.timings, deps.random);
    gates.set(resource, gate);
    return gate;
  }

  return {
    follow(resource, onEvent) {
      const stop = new AbortController();
      let heard: number | undefined;
      const reflector = createReflector({
        ...deps,
        onFailure: deps.listener.onFailure,
        onRecovery: deps.listener.onRecovery,
        resource,
        gate: gateOf(resource.resource),
        counts: deps.statistics.of(resource.resource),
        onEvent,
        onProgress() {
          heard = deps.now();
          deps.onProgress();
        },
      });
      const one: Followed<unknown> = {
        resource: resource.resource,
        objects: reflector.objects,
        state: reflector.state,
        lastProgress: () => heard,
        stop() {
          if (reflector.state() !== 'following') {
            deps.listener.onRecovery({ resource: resource.resource, namespace: resource.namespace });
          }
          stop.abort();
          followed.delete(one);
        },
      };
      followed.add(one);
      const run = reflector
        .run(AbortSignal.any([signal, stop.signal]))
        .catch(broken.reject)
        .finally(() => running.delete(run));
      running.add(run);
      return { ...one, objects: reflector.objects };
    },
    followed: () => [...followed],
    async done() {
      await orAborted(broken.promise, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      await Promise.all(running);
    },
  };
}
