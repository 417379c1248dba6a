import { text as textOf } from 'node:stream/consumers';
import { z } from 'zod';
import { objectOf } from '../../core/inventory/raw-object.ts';
import { ApiError, reasonOfStatus } from '../http-client/api-error.ts';
import type { ApiResponse } from './api.ts';
import { describeResource, type WatchedResource } from './watched-resource.ts';

/**
 * `kube-system/calico-node-x`, or the name alone; `undefined` when the object has no name: then it is none of ours.
 * Asked of every object that a server sends, so without a schema.
 */
export function keyOf(raw: unknown): string | undefined {
  const { name, namespace } = objectOf(objectOf(raw)['metadata']);
  if (typeof name !== 'string' || name === '') return undefined;
  return typeof namespace === 'string' && namespace !== '' ? `${namespace}/${name}` : name;
}

const status = z.object({
  message: z.string().nullish(),
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
});

/** Turns every answer but 200 into an error with a reason, and with what the server says about it. */
export async function requireOk(
  { status: code, retryAfter, body }: ApiResponse,
  verb: 'list' | 'watch',
  resource: WatchedResource<unknown>,
): Promise<void> {
  if (code === 200) return;
  const reason = reasonOfStatus(code);
  // The API server explains itself in a Status object; a proxy in front of it may answer anything.
  const { data } = status.safeParse(parseJson(await textOf(body)));
  const said = (data?.message ?? '').replaceAll(/\s+/g, ' ').trim();
  const what = describeResource(resource);
  const message =
    reason === 'forbidden'
      ? `may not ${verb} ${what}; grant the verbs list and watch on ${what} (${said})`
      : `cannot ${verb} ${what}: status ${code}${said === '' ? '' : `, ${said}`}`;
  throw new ApiError(reason, message, { retryAfter, continueToken: data?.metadata?.continue || undefined });
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller refuses what is not the object it expects
  }
}
