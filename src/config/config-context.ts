import type { Catalog } from '../core/catalog/catalog.ts';

/** What a configuration is held to besides itself. */
export interface ConfigContext {
  /** `undefined` when it could not be read: then nothing is said of ids. */
  readonly catalog: Catalog | undefined;
  /** The label that tells clusters apart. */
  readonly clusterLabel: string;
  /** In unix seconds. */
  readonly now: number;
}
