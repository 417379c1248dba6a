/**
 * A code span, or one character that CommonMark would read otherwise than it stands: emphasis, HTML, links, entities and
 * escapes, and what begins or underlines a block. An underscore inside of a word means nothing.
 */
const markup =
  /(?<fence>`+)[^`]+\k<fence>|[\\*<[\]`]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|(?<=^\s*)[#>+=~-]|(?<=^\s*\d+)[.)](?=\s)/gm;

/** CommonMark that shows `text` as it stands. Code spans stay: records use them. */
export function toMarkdown(text: string): string {
  return text.replace(markup, (found) => (found.length > 1 ? found : `\\${found}`));
}

export function markdownList(texts: readonly string[]): string {
  return texts.map((text) => `- ${toMarkdown(text).replace(/\s*\n\s*/g, ' ')}`).join('\n');
}
