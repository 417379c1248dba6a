/** What JSON text holds; `undefined` where it is none, for callers who refuse that as they do any other odd value. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON
  }
}
