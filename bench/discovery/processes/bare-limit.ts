import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import type { ListRequest } from '../api-server/commands.ts';

interface Task {
  readonly url: string;
  readonly lists: readonly ListRequest[];
}

/** Reads pages that another has read before: each collection's one after the other, collections side by side. */
const [{ url, lists }] = (await once(process, 'message')) as [Task];
const collections = Map.groupBy(lists, ({ path, accept }) => {
  const { pathname, searchParams } = new URL(path, url);
  return `${pathname} ${searchParams.get('fieldSelector')} ${accept}`;
});
const read = await Promise.all([...collections.values()].map(readAll));
process.once('disconnect', () => process.exit());
process.send?.(read.reduce((sum, objects) => sum + objects, 0));

async function readAll(pages: readonly ListRequest[]): Promise<number> {
  let objects = 0;
  for (const { path, accept } of pages) {
    const { headers, body } = await request(url + path, { headers: { accept, 'accept-encoding': 'gzip' } });
    const bytes = await buffer(body);
    const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
    objects += (JSON.parse(text) as { readonly items: readonly unknown[] }).items.length;
  }
  return objects;
}
