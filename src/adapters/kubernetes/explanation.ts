import { z } from 'zod';
import { jsonOf } from '../../core/text/json-of.ts';
import { oneLine } from '../../core/text/one-line.ts';
import { shortenText } from '../../core/text/shorten-text.ts';
import { readStart } from '../http-client/read-start.ts';

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
  const text = await readStart(body);
  const { data } = statusObject.safeParse(jsonOf(text));
  const said = data?.message ?? (/^\s*[<{[]/.test(text) ? '' : text);
  return {
    said: shortenText(oneLine(said), longestExplanation),
    continueToken: data?.metadata?.continue || undefined,
  };
}
