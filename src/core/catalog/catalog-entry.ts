import { z } from 'zod';
import { refuseUnder } from '../text/entry.ts';
import type { CatalogRule } from './catalog-rules.ts';

/** Marks a value of a catalog file as wrong, and stands for it. */
export const refuse = refuseUnder<CatalogRule>;

export const httpsUrl = z.string().transform((url, context) => {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return url;
  return refuse(context, 'not-https', `"${url}" is not an https address; name a page that anyone can open`);
});
