import type { YamlPath } from './yaml-document.ts';

/** What of a document stands at `path`; `undefined` for what is not in it. */
export function valueAt(document: unknown, path: YamlPath): unknown {
  let value = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
