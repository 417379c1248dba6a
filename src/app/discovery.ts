import type { Inventory } from '../core/inventory/inventory.ts';

/** What is read from a source of the inventory. A closed list: it is a metric label. */
export const discoveryResources = ['nodes', 'pods', 'replicasets', 'file'] as const;
export type DiscoveryResource = (typeof discoveryResources)[number];

/** Why reading failed. A closed list: it is a metric label. */
export const discoveryReasons = [
  'unreachable',
  'timeout',
  'unauthorized',
  'forbidden',
  'not_found',
  'expired',
  'throttled',
  'server_error',
  'malformed',
  'credentials',
] as const;
export type DiscoveryReason = (typeof discoveryReasons)[number];

export interface DiscoveryFailure {
  readonly resource: DiscoveryResource;
  readonly reason: DiscoveryReason;
  /** A sentence for the log. */
  readonly message: string;
}

/** What a running discovery tells. It keeps running through failures; the last inventory stands meanwhile. */
export interface DiscoveryListener {
  /** A complete inventory: the first, and one after every change. */
  readonly onInventory: (inventory: Inventory) => void;
  /** What was last told held at this time, in milliseconds since 1970. */
  readonly onConfirmed: (at: number) => void;
  readonly onFailure: (failure: DiscoveryFailure) => void;
}

export interface Discovery {
  /** Runs until `signal` is aborted, then resolves with everything closed. */
  readonly run: (listener: DiscoveryListener, signal: AbortSignal) => Promise<void>;
  /** One complete inventory; rejects when the source cannot give it. */
  readonly readOnce: (signal: AbortSignal) => Promise<Inventory>;
}
