import { text as textOf } from 'node:stream/consumers';
import { z } from 'zod';
import { shortenText } from '../../core/text/shorten-text.ts';

/** Characters. */
const longestExplanation = 500;

const statusObject = z.object({
  message: z.string().nullish(),
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
});

/** What an answer says that is not what was asked for. */
export interface Explanation {
  /** In one line; `''` where there is nothing to read. */
  readonly said: string;
  /** Where a list that expired midway may go on, if it need not be of one moment. */
  readonly continueToken: string | undefined;
}

/** The API server explains itself in a Status object, or in a line; a proxy in front of it may answer a web page. */
export async function readExplanation(body: AsyncIterable<Uint8Array>): Promise<Explanation> {
  const text = await textOf(body);
  const { data } = statusObject.safeParse(parseJson(text));
  const said = data?.message ?? (/^\s*[<{[]/.test(text) ? '' : text);
  return {
    said: shortenText(said.replaceAll(/\s+/g, ' ').trim(), longestExplanation),
    continueToken: data?.metadata?.continue || undefined,
  };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller refuses what is not the object it expects
  }
}
