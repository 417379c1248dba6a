import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { DiscoveryReason } from '../../app/discovery.ts';
import { shortenText } from '../../core/text/shorten-text.ts';
import { ApiError } from '../http-client/api-error.ts';

/** Whatever a server asks for, it is asked again after so many seconds: to wait for a day is to be blind for a day. */
const longestRetryAfter = 120;

/** Characters of what a server says, of which the first line is shown. */
const longestExplanation = 64 * 1024;

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
  if (parsed.success) return { errorType: parsed.data.errorType, said: oneLine(parsed.data.error) };
  return { errorType: '', said: text.trimStart().startsWith('<') ? '' : oneLine(text) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // then it is shown as it is
  }
}

function oneLine(text: string): string {
  return shortenText(text.replaceAll(/\s+/g, ' ').trim(), 200);
}

async function readStart(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longestExplanation) break; // which closes the connection
  }
  return text;
}

/** Written in seconds, or as a date, which proxies do. */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const text = String(header);
  const seconds = /^[\d.]+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(seconds, longestRetryAfter) : undefined;
}
