/** Whatever a server asks for, it is asked again after so many seconds: to wait for a day is to be blind for a day. */
const longest = 120;

/** Seconds that the header Retry-After asks to wait: API servers write seconds, some proxies a date. */
export function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header) ?? '';
  const number = Number(text);
  const seconds = Number.isNaN(number) ? (Date.parse(text) - Date.now()) / 1000 : number;
  return seconds > 0 ? Math.min(seconds, longest) : undefined;
}
