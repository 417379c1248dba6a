/** `a, b or c` */
export function joinWords(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** `a, b and c`, or the first three of many: `a, b, c and 9 more`. */
export function shortList(words: readonly string[]): string {
  return words.length > 4 ? `${words.slice(0, 3).join(', ')} and ${words.length - 3} more` : joinWords(words, 'and');
}
