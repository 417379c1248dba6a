import type { Inventory } from '../core/inventory/inventory.ts';
import type { Pausable } from '../core/work/pausable.ts';

/** What is read from a source of the inventory. A closed list: it is a metric label. */
export const discoveryResources = [
  'nodes',
  'pods',
  'replicasets',
  'daemonsets',
  'deployments',
  'statefulsets',
  'file',
  'prometheus',
] as const;
export type DiscoveryResource = (typeof discoveryResources)[number];

/** Why reading failed. A closed list: it is a metric label. */
export const discoveryReasons = [
  'unreachable',
  'untrusted',
  'timeout',
  'unauthorized',
  'forbidden',
  'not_found',
  'expired',
  'throttled',
  'server_error',
  'malformed',
  'credentials',
  'rejected',
  'partial',
  'incomplete',
] as const;
export type DiscoveryReason = (typeof discoveryReasons)[number];

/** What is read on its own, and fails on its own: a resource in one namespace or in all. */
export interface DiscoveryScope {
  readonly resource: DiscoveryResource;
  /** `undefined`: all. */
  readonly namespace: string | undefined;
}

export interface DiscoveryFailure extends DiscoveryScope {
  readonly reason: DiscoveryReason;
  /** A sentence for the log. */
  readonly message: string;
}

/** Makes the inventory of what the source shows at the moment of the call. */
export type ReadInventory = () => Pausable<Inventory>;

/** What a running discovery tells. It keeps running through failures; the last inventory stands meanwhile. */
export interface DiscoveryListener {
  /** There is a complete inventory, the first or another one; `read` makes it when it is wanted. */
  readonly onChange: (read: ReadInventory) => void;
  /** What was last told held at this time, in milliseconds since 1970. */
  readonly onConfirmed: (at: number) => void;
  readonly onFailure: (failure: DiscoveryFailure) => void;
  /** What failed answers again, or is not asked any more. */
  readonly onRecovery: (scope: DiscoveryScope) => void;
}

/** How much was asked of a source, and how much it sent. Only ever grows. */
export interface DiscoveryCounts {
  readonly lists: number;
  readonly watches: number;
  /** Lists of what was followed before, because the place in it was lost. */
  readonly restarts: number;
  /** Changes that watches brought. */
  readonly events: number;
  /** Objects that lists and watches brought, kept or not. */
  readonly objects: number;
  /** As they came over the wire. */
  readonly bytes: number;
}

/** How the reading of one resource is, over all its namespaces. */
export interface ResourceStatus extends DiscoveryCounts {
  readonly resource: DiscoveryResource;
  /** Collections that are followed: one in each namespace, or one of all. */
  readonly collections: number;
  /** Those that cannot be read now. */
  readonly unreadable: number;
  /** When the collection heard of least recently last told something, in milliseconds since 1970. */
  readonly lastProgress: number | undefined;
  /** Objects in memory. */
  readonly kept: number;
}

export interface Discovery {
  /** Runs until `signal` is aborted, then resolves with everything closed. */
  readonly run: (listener: DiscoveryListener, signal: AbortSignal) => Promise<void>;
  /** One complete inventory; rejects when the source cannot give it. */
  readonly readOnce: (signal: AbortSignal) => Promise<Inventory>;
  /** How the running discovery is. */
  readonly status: () => readonly ResourceStatus[];
}
