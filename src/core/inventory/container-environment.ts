import type { Environment } from './inventory.ts';
import { objectOf, objectsOf, type RawObject } from './raw-object.ts';

/**
 * The wanted variables of a container. A value that stands elsewhere is never read; that a Secret or ConfigMap as a whole
 * may set more is only noted.
 */
export function cutEnvironment(container: RawObject, wanted: ReadonlySet<string>): Environment {
  let values: Map<string, string | undefined> | undefined;
  for (const { name, value, valueFrom } of objectsOf(container['env'])) {
    if (typeof name !== 'string' || !wanted.has(name)) continue;
    values ??= new Map();
    values.set(name, valueFrom == null ? plainValue(value) : undefined);
  }
  const mayHaveMore = objectsOf(container['envFrom']).some(
    ({ configMapRef, secretRef }) => isRequired(configMapRef) || isRequired(secretRef),
  );
  if (values) return { values, mayHaveMore };
  return mayHaveMore ? unnamed : empty;
}

const noValues: ReadonlyMap<string, string | undefined> = new Map();
const empty: Environment = { values: noValues, mayHaveMore: false };
const unnamed: Environment = { values: noValues, mayHaveMore: true };

/** A variable without a value is empty. `$(OTHER)` stands for what another variable holds. */
function plainValue(value: unknown): string | undefined {
  if (value == null) return '';
  return typeof value === 'string' && !value.includes('$(') ? value : undefined;
}

/** An optional source is taken as absent: manifests name such ConfigMaps for settings of their own that few people use. */
function isRequired(reference: unknown): boolean {
  return reference != null && objectOf(reference)['optional'] !== true;
}
