import type { Discovery, DiscoveryListener, DiscoveryReason } from '../../app/discovery.ts';
import { UserError } from '../../app/user-error.ts';
import type { WantedFacts } from '../../core/catalog/catalog.ts';
import type { Recogniser } from '../../core/components/recognise.ts';
import { buildInventory } from '../../core/inventory/build-inventory.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { KubernetesApi } from './api.ts';
import { toApiError } from './api-error.ts';
import { listObjects } from './list-objects.ts';
import { createReflector, type ReflectorTimings } from './reflector.ts';
import { watchedResources } from './watched-resources.ts';

export interface KubernetesDiscoveryDeps {
  readonly api: KubernetesApi;
  readonly recogniser: Recogniser;
  readonly wanted: WantedFacts;
  readonly timings: ReflectorTimings;
  /** From 0 to 1. */
  readonly random: () => number;
  /** In milliseconds since 1970. */
  readonly now: () => number;
}

/** Changes are gathered for so long, in milliseconds, before the inventory is built again: a rollout changes many pods at once. */
const settleTime = 200;

/** However much changes, building and publishing the inventory takes no more than one part in so many of the time. */
const restShare = 10;

/** Discovery from one API server. */
export function createKubernetesDiscovery(deps: KubernetesDiscoveryDeps): Discovery {
  return {
    run: (listener, signal) => runDiscovery(deps, listener, signal),
    readOnce: (signal) => readOnce(deps, signal),
  };
}

async function runDiscovery(
  deps: KubernetesDiscoveryDeps,
  listener: DiscoveryListener,
  signal: AbortSignal,
): Promise<void> {
  const { recogniser, wanted, now } = deps;
  const resources = watchedResources(recogniser, wanted);
  const lastProgress = new Map<string, number>();
  let confirmed: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** How long publishing took the last time, in milliseconds. */
  let effort = 0;

  const nodes = createReflector({ ...deps, resource: resources.nodes, ...eventsOf('nodes') });
  const pods = createReflector({ ...deps, resource: resources.pods, ...eventsOf('pods') });
  const replicaSets = createReflector({ ...deps, resource: resources.replicaSets, ...eventsOf('replicaSets') });

  function eventsOf(name: keyof typeof resources) {
    return {
      onChange: () => {
        timer ??= setTimeout(publish, Math.max(settleTime, effort * restShare));
      },
      onProgress: () => {
        lastProgress.set(name, now());
        const oldest = Math.min(...lastProgress.values());
        // While one collection fails, news of the others confirm nothing.
        if (lastProgress.size < Object.keys(resources).length || oldest === confirmed) return;
        confirmed = oldest;
        listener.onConfirmed(oldest);
      },
      onFailure: listener.onFailure,
    };
  }

  function publish(): void {
    timer = undefined;
    const seen = { nodes: nodes.objects(), pods: pods.objects(), replicaSets: replicaSets.objects() };
    if (!seen.nodes || !seen.pods || !seen.replicaSets) return;
    const began = performance.now();
    listener.onInventory(
      buildInventory(
        { nodes: seen.nodes.values(), pods: seen.pods.values(), replicaSets: seen.replicaSets.values() },
        recogniser,
      ),
    );
    effort = performance.now() - began;
  }

  await Promise.all([nodes, pods, replicaSets].map((reflector) => reflector.run(signal)));
  clearTimeout(timer);
  await deps.api.close();
}

async function readOnce(
  { api, recogniser, wanted, timings }: KubernetesDiscoveryDeps,
  signal: AbortSignal,
): Promise<Inventory> {
  const failed = new AbortController();
  const options = { silence: timings.listSilence, signal: AbortSignal.any([signal, failed.signal]) };
  const resources = watchedResources(recogniser, wanted);
  try {
    const [nodes, pods, replicaSets] = await Promise.all([
      listObjects(resources.nodes, api, options),
      listObjects(resources.pods, api, options),
      listObjects(resources.replicaSets, api, options),
    ]);
    return buildInventory(
      {
        nodes: nodes.objects.values(),
        pods: pods.objects.values(),
        replicaSets: replicaSets.objects.values(),
      },
      recogniser,
    );
  } catch (cause) {
    if (signal.aborted) throw cause;
    const { reason, message } = toApiError(cause);
    throw new UserError(
      'CLUSTER_UNREACHABLE',
      `cannot read the cluster at ${api.server}: ${message}`,
      remedyFor(reason),
      { cause },
    );
  } finally {
    failed.abort(); // the lists that still run are for nobody
    await api.close();
  }
}

function remedyFor(reason: DiscoveryReason): string {
  switch (reason) {
    case 'unreachable':
    case 'timeout':
    case 'not_found':
    case 'malformed':
      return 'check the server in the kubeconfig, or choose another context with --context';
    case 'unauthorized':
    case 'credentials':
      return 'renew the credentials that the kubeconfig names';
    case 'forbidden':
      return 'ask for the role that charts/plimsoll grants';
    case 'expired':
    case 'throttled':
    case 'server_error':
      return 'try again in a while';
  }
}
