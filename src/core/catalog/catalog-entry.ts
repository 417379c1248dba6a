import { z } from 'zod';
import type { Component } from '../components/component.ts';
import { refuseUnder } from '../text/entry.ts';
import { nearestWord } from '../text/nearest-word.ts';
import type { CatalogRule } from './catalog-rules.ts';

/** Marks a value of a catalog file as wrong, and stands for it. */
export const refuse = refuseUnder<CatalogRule>;

export const httpsUrl = z
  .string()
  .transform((url, context) => {
    if (/^https:\/\//i.test(url) && URL.canParse(url)) return url;
    return refuse(context, 'not-https', notHttps(url));
  })
  .describe('An https address that anyone can open.');

function notHttps(url: string): string {
  const meant = url.replace(/^(?:http:\/\/|\/\/)?/i, 'https://');
  return URL.canParse(meant) && /^[^\s/]+\.[^\s/]+/.test(meant.slice('https://'.length))
    ? `"${url}" is not an https address; did you mean "${meant}"?`
    : `"${url}" is not an https address; name a page that anyone can open`;
}

export const isoDate = z.iso.date('write the date as 2024-05-23');

/** The components that an issue may name. */
export interface KnownComponents {
  readonly byId: ReadonlyMap<string, Component>;
  /** Ids of files that did not parse: whoever names them is not to blame. */
  readonly broken: ReadonlySet<string>;
}

/** The component of that id, or a problem that names what was probably meant. */
export function requireComponent(
  id: string,
  components: KnownComponents,
  context: z.core.$RefinementCtx,
  path: readonly PropertyKey[],
): Component | undefined {
  const component = components.byId.get(id);
  if (component) return component;
  if (components.broken.has(id)) {
    refuse(context, 'unknown-component', `"${id}" is described in a file with problems; solve those first`, path);
    return undefined;
  }
  const meant = nearestWord(id, components.byId.keys());
  const remedy = meant ? `did you mean "${meant}"?` : `describe it in components/${id}.yaml`;
  refuse(context, 'unknown-component', `no component "${id}" in the catalog; ${remedy}`, path);
  return undefined;
}
