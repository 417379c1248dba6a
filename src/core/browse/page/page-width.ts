const defaultWidth = 80;
/** Longer lines are hard to read. */
const maxWidth = 100;

/** Of a page on a terminal of `columns` characters; `undefined` when it is none. */
export function pageWidth(columns: number | undefined): number {
  return Math.min(columns ?? defaultWidth, maxWidth);
}
