import { compareText } from './compare-text.ts';

/** Numbers in texts by their value, all else by code units: `A-999` before `A-7986`. */
export function compareNaturally(a: string, b: string): number {
  const left = cutAtNumbers(a);
  const right = cutAtNumbers(b);
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const ordering = isNumber(part) && isNumber(other) ? Number(part) - Number(other) : compareText(part, other);
    if (ordering !== 0) return ordering;
  }
  return left.length - right.length || compareText(a, b);
}

/** `['A-', '999']` of `A-999` */
function cutAtNumbers(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function isNumber(part: string): boolean {
  return /^\d/.test(part);
}
