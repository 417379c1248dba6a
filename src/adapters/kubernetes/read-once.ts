import type { DiscoveryReason } from '../../app/discovery.ts';
import { UserError } from '../../app/user-error.ts';
import type { Recogniser } from '../../core/components/recognise.ts';
import { buildInventory } from '../../core/inventory/build-inventory.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { ApiError, toApiError } from '../http-client/api-error.ts';
import type { KubernetesApi } from './api.ts';
import { type ListOptions, listObjects } from './list-objects.ts';
import type { WatchedResource } from './watched-resource.ts';
import type { WatchedResources } from './watched-resources.ts';

export interface ReadOnceDeps {
  readonly api: KubernetesApi;
  readonly recogniser: Recogniser;
  readonly resources: WatchedResources;
  /** Only these; `undefined`: all. */
  readonly namespaces: readonly string[] | undefined;
  /** Longest wait for an answer, in milliseconds. */
  readonly patience: number;
  /** What cannot be seen although the inventory is complete without it; a sentence. */
  readonly onUnseen: (message: string) => void;
}

/** The inventory of all pods, however long that takes: who asks once asks for the whole. */
export async function readOnce(deps: ReadOnceDeps, signal: AbortSignal): Promise<Inventory> {
  const { api, resources, recogniser, patience } = deps;
  const failed = new AbortController();
  const options: ListOptions = {
    patience,
    signal: AbortSignal.any([signal, failed.signal]),
    onBytes: () => undefined,
    onObjects: () => undefined,
  };
  const list = async <Kept>(resource: WatchedResource<Kept>) => {
    const { objects } = await listObjects(resource, api, options);
    return [...objects.values()];
  };
  const inEach = async <Kept>(of: (namespace: string | undefined) => WatchedResource<Kept>) =>
    (await Promise.all((deps.namespaces ?? [undefined]).map((namespace) => list(of(namespace))))).flat();

  try {
    const [nodes, pods, replicaSets] = await Promise.all([
      list(resources.nodes).catch((error: unknown) => withoutNodes(error, deps)),
      inEach(resources.pods),
      inEach(resources.replicaSets),
    ]);
    return buildInventory({ nodes, pods, replicaSets, seesAllPods: deps.namespaces === undefined }, recogniser);
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

/** Whoever may only see some namespaces may not see nodes either, as a rule. */
function withoutNodes(error: unknown, { namespaces, onUnseen }: ReadOnceDeps): [] {
  if (namespaces === undefined || !(error instanceof ApiError) || error.reason !== 'forbidden') throw error;
  onUnseen(`${error.message}; conditions on nodes stay unknown, and processes on nodes are left out`);
  return [];
}

function remedyFor(reason: DiscoveryReason): string {
  switch (reason) {
    case 'unreachable':
    case 'timeout':
    case 'not_found':
    case 'malformed':
      return 'check the server in the kubeconfig, or choose another context with --context';
    case 'untrusted':
      return 'renew the certificate, or correct certificate-authority or tls-server-name in the kubeconfig';
    case 'unauthorized':
    case 'credentials':
      return 'renew the credentials that the kubeconfig names';
    case 'forbidden':
      return 'ask for the role that charts/plimsoll grants, or name the namespaces that you may read with --namespaces';
    case 'expired':
    case 'throttled':
    case 'server_error':
    case 'rejected':
    case 'partial':
    case 'incomplete':
      return 'try again in a while';
  }
}
