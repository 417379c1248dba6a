import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { DiscoveryReason } from '../../app/discovery.ts';
import { jsonOf } from '../../core/text/json-of.ts';
import { oneLine } from '../../core/text/one-line.ts';
import { shortenText } from '../../core/text/shorten-text.ts';
import { ApiError } from '../http-client/api-error.ts';
import { readStart } from '../http-client/read-start.ts';
import { retryAfterOf } from '../http-client/retry-after.ts';

/** What an answer means that is not the result of a query. */
export async function refusal(
  { statusCode: status, headers }: Dispatcher.ResponseData,
  body: AsyncIterable<Uint8Array>,
): Promise<ApiError> {
  const { errorType, said } = explain(await readStart(body));
  const reason = errorType === 'timeout' || errorType === 'canceled' ? 'timeout' : reasonOf(status);
  return new ApiError(reason, sentence(status, said, headers['location']), {
    retryAfter: retryAfterOf(headers['retry-after']),
  });
}

function reasonOf(status: number): DiscoveryReason {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 405:
      return 'not_found';
    case 400:
    case 413:
    case 414:
    case 422:
      return 'rejected';
    case 206:
      return 'partial';
    case 408:
    case 504:
      return 'timeout';
    case 429:
      return 'throttled';
    default:
      return status < 500 ? 'malformed' : 'server_error';
  }
}

function sentence(status: number, said: string, location: string | string[] | undefined): string {
  const explanation = said === '' ? '' : `: ${said}`;
  if (status === 200) return 'it answers with a web page';
  if (status === 404) return `it has no /api/v1/query (status 404)${explanation}`;
  if (status === 206) return 'it answers in part (status 206)';
  if (status >= 300 && status < 400) return `it redirects to ${String(location ?? 'nowhere')} (status ${status})`;
  return `it answers with status ${status}${explanation}`;
}

const errorAnswer = z.object({ error: z.string(), errorType: z.string().default('') });

/** Prometheus explains itself in JSON; a proxy in front of it may answer anything, mostly a web page. */
function explain(text: string): { readonly errorType: string; readonly said: string } {
  const parsed = errorAnswer.safeParse(jsonOf(text));
  if (parsed.success) return { errorType: parsed.data.errorType, said: inShort(parsed.data.error) };
  return { errorType: '', said: text.trimStart().startsWith('<') ? '' : inShort(text) };
}

function inShort(text: string): string {
  return shortenText(oneLine(text), 200);
}
