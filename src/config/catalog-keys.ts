import { valueAt } from '../core/text/value-at.ts';
import { readYaml } from '../core/text/yaml-document.ts';

/** Which catalogs a configuration names. */
export interface CatalogKeys {
  /** Relative to the file. */
  readonly catalogs: readonly string[];
  readonly builtIn: boolean;
}

/**
 * Reads these keys before everything else, because the other keys are held to the catalog.
 *
 * What is wrong with them is left to `readConfig` to say.
 */
export function readCatalogKeys(text: string): CatalogKeys {
  const reading = readYaml(text);
  const written = reading.ok ? valueAt(reading.document.value, ['catalogs']) : undefined;
  const builtIn = reading.ok ? valueAt(reading.document.value, ['built_in_catalog']) : undefined;
  const catalogs = Array.isArray(written) ? written.filter((one) => typeof one === 'string' && one.trim() !== '') : [];
  return { catalogs: catalogs.map((one) => one.trim()), builtIn: builtIn !== false };
}
