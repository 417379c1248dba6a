const ellipsis = '...';

/** `text` in at most `width` characters, its end replaced by three dots when it is longer. */
export function shortenText(text: string, width: number): string {
  if (text.length <= width) return text;
  if (width <= ellipsis.length) return text.slice(0, Math.max(0, width));
  return `${text.slice(0, width - ellipsis.length).trimEnd()}${ellipsis}`;
}
