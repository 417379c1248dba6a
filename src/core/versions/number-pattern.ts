/** A regular expression (RE2) for the decimal numbers from `low` to `high`, both included; `undefined` is no upper bound. */
export function numberPattern(low: number, high: number | undefined): string {
  if (high === undefined) {
    if (low === 0) return '[0-9]+';
    const digits = String(low).length;
    return alternation([...sameLengthFrom(String(low)), `[1-9][0-9]{${digits},}`]);
  }
  const branches: string[] = [];
  let from = low;
  while (from <= high) {
    const largestOfLength = 10 ** String(from).length - 1;
    const to = Math.min(high, largestOfLength);
    branches.push(...sameLengthBetween(String(from), String(to)));
    from = to + 1;
  }
  return alternation(branches);
}

/** One of `branches`, grouped where it must be. */
export function alternation(branches: readonly string[]): string {
  return branches.length === 1 && branches[0] !== undefined ? branches[0] : `(?:${branches.join('|')})`;
}

function sameLengthFrom(low: string): readonly string[] {
  return sameLengthBetween(low, '9'.repeat(low.length));
}

/** `low` and `high` have the same number of digits. Splits where their digits part: `137`–`254` is 13[7-9], 1[4-9]x, 2[0-4]x, 25[0-4]. */
function sameLengthBetween(low: string, high: string): readonly string[] {
  const lowDigit = Number(low[0]);
  const highDigit = Number(high[0]);
  const lowRest = low.slice(1);
  const highRest = high.slice(1);
  if (lowRest === '') return [digitPattern(lowDigit, highDigit)];
  if (lowDigit === highDigit) return sameLengthBetween(lowRest, highRest).map((rest) => `${lowDigit}${rest}`);

  const lowIsFull = /^0*$/.test(lowRest);
  const highIsFull = /^9*$/.test(highRest);
  const middleFrom = lowIsFull ? lowDigit : lowDigit + 1;
  const middleTo = highIsFull ? highDigit : highDigit - 1;
  const nines = '9'.repeat(lowRest.length);
  const zeros = '0'.repeat(lowRest.length);
  return [
    ...(lowIsFull ? [] : sameLengthBetween(lowRest, nines).map((rest) => `${lowDigit}${rest}`)),
    ...(middleFrom <= middleTo ? [`${digitPattern(middleFrom, middleTo)}${anyDigits(lowRest.length)}`] : []),
    ...(highIsFull ? [] : sameLengthBetween(zeros, highRest).map((rest) => `${highDigit}${rest}`)),
  ];
}

function digitPattern(low: number, high: number): string {
  return low === high ? String(low) : `[${low}-${high}]`;
}

function anyDigits(count: number): string {
  return count === 1 ? '[0-9]' : `[0-9]{${count}}`;
}
