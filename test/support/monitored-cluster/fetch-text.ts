/** What a URL answers; `undefined` when nothing listens there yet, or it answers with an error. */
export async function fetchText(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined; // callers poll
  }
}
