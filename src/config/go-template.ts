export type GoTemplateUse = 'label' | 'annotation';

/** What stands between `{{` and `}}`; quoted texts may hold braces. */
const action = /\{\{-?\s*(?<code>(?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`}]|\}(?!\}))*?)\s*-?\}\}/gs;

/**
 * What is wrong with a text that Prometheus expands as a Go template: a clause; `undefined` when nothing is seen.
 *
 * It sees what is not closed. Functions and fields only Prometheus itself can judge.
 */
export function refusedTemplate(text: string, use: GoTemplateUse): string | undefined {
  const actions = [...text.matchAll(action)].map(({ groups }) => groups?.['code'] ?? '');
  if (text.replaceAll(action, '').includes('{{')) return 'a {{ is not closed with }}';
  const opened = actions.filter((code) => /^(?:if|range|with|define|block)\b/.test(code)).length;
  const ended = actions.filter((code) => /^end\b/.test(code)).length;
  if (opened !== ended) return `there are ${opened} of if, range, with and define, and ${ended} of end`;
  if (use === 'label' && actions.some((code) => /\$value\b|\.Value\b/.test(code))) {
    return 'a label with the value makes another alert of it with every sample; write it into an annotation';
  }
  return undefined;
}
