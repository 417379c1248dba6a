import { objectOf } from '../../core/inventory/raw-object.ts';
import { ApiError, reasonOfStatus } from '../http-client/api-error.ts';
import type { ApiResponse } from './api.ts';
import { readExplanation } from './explanation.ts';
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

/** Turns every answer but 200 into an error with a reason, and with what the server says about it. */
export async function requireOk(
  { status: code, retryAfter, body }: ApiResponse,
  verb: 'list' | 'watch',
  resource: WatchedResource<unknown>,
): Promise<void> {
  if (code === 200) return;
  const reason = reasonOfStatus(code);
  const { said, continueToken } = await readExplanation(body);
  const what = describeResource(resource);
  const message =
    reason === 'forbidden'
      ? `may not ${verb} ${what}; grant the verbs list and watch on ${what} (${said})`
      : `cannot ${verb} ${what}: status ${code}${said === '' ? '' : `, ${said}`}${doubtOf(code)}`;
  throw new ApiError(reason, message, { retryAfter, continueToken });
}

/** No API server answers so where discovery asks. */
function doubtOf(code: number): string {
  if (code >= 300 && code < 400) return ', a redirect, as to a page where people log in';
  return code === 404 ? ', so this may not be the address of an API server' : '';
}
