/** The text with every run of white space as one blank, and none around it: for messages, which are one line. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
