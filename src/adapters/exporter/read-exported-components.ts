import { request } from 'undici';
import { UserError } from '../../app/user-error.ts';
import { exportedComponent } from '../../core/metrics/exported-components.ts';
import { ApiError, toApiError } from '../http-client/api-error.ts';
import { createDirectPool } from '../http-client/pool.ts';

/** Milliseconds without a byte. */
const silence = 10_000;

/**
 * Ids of the components that an exporter sees, from its metrics at `address`.
 *
 * A UserError when they cannot be read, and when there are none: an exporter that has not discovered anything yet would
 * otherwise look like an empty cluster.
 */
export async function readExportedComponents(address: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { dispatcher, destroy } = createDirectPool({});
  try {
    const { statusCode, body } = await request(address, {
      dispatcher,
      headersTimeout: silence,
      bodyTimeout: silence,
      signal,
      headers: { accept: 'text/plain;version=0.0.4', 'user-agent': 'plimsoll' },
    });
    if (statusCode !== 200) {
      await body.dump();
      throw unreadable(address, `it answers ${statusCode}`);
    }
    const components = await readComponents(body);
    if (components.size > 0) return components;
    throw unreadable(address, 'it has no series of components, so it is no exporter or has discovered nothing yet');
  } catch (error) {
    if (error instanceof UserError || signal.aborted) throw error;
    throw unreadable(address, toApiError(error).message, error);
  } finally {
    await destroy();
  }
}

async function readComponents(body: AsyncIterable<Uint8Array>): Promise<ReadonlySet<string>> {
  const components = new Set<string>();
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new ApiError('malformed', 'the answer is no text of metrics');
    for (const line of lines) {
      const component = exportedComponent(line);
      if (component !== undefined) components.add(component);
    }
  }
  return components;
}

/** Characters. */
const longestLine = 2 ** 20;

function unreadable(address: string, what: string, cause?: unknown): UserError {
  return new UserError(
    'EXPORTER_UNREADABLE',
    `cannot read the components of ${address}: ${what}`,
    "name the exporter's /metrics, or an inventory file",
    { cause },
  );
}
