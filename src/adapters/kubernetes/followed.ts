import type { DiscoveryResource } from '../../app/discovery.ts';
import type { ReflectorState } from './reflector.ts';

/** A collection that is followed. */
export interface Followed<Kept> {
  readonly resource: DiscoveryResource;
  /** By key; `undefined` until the first complete list. */
  readonly objects: () => ReadonlyMap<string, Kept> | undefined;
  readonly state: () => ReflectorState;
  /** When it last told something, in milliseconds since 1970; `undefined` before the first complete list. */
  readonly lastProgress: () => number | undefined;
  readonly stop: () => void;
}

/** Whether there is nothing to wait for before an inventory is made. */
export function isReadOrRefused({ objects, state }: Followed<unknown>): boolean {
  return objects() !== undefined || state() === 'refused';
}
