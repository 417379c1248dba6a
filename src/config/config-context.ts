import type { Catalog } from '../core/catalog/catalog.ts';

/** What a configuration is held to besides itself. */
export interface ConfigContext {
  /** `undefined` when it could not be read: then nothing is said of ids. */
  readonly catalog: Catalog | undefined;
  /** Labels that selectors of instances may ask for. */
  readonly instanceLabels: readonly string[];
  /** In unix seconds. */
  readonly now: number;
}
