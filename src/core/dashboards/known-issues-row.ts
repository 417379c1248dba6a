import type { KnownIssue } from '../catalog/known-issue.ts';
import type { Row } from './dashboard-model.ts';
import { knownIssuesPanel } from './links.ts';

/** Every known issue of the catalog with a link to its report: no series can carry an address. */
export function knownIssuesRow(issues: readonly KnownIssue[]): Row {
  const lines = issues.map(({ id, affected, summary, references }) => {
    const components = affected.map(({ component }) => component.id).join(', ');
    return `| [${id}](${references[0].url}) | ${components} | ${cell(summary)} |`;
  });
  return {
    id: 90,
    title: 'Known issues of the catalog',
    panels: [
      {
        kind: 'text',
        id: knownIssuesPanel,
        title: 'Known issues',
        width: 24,
        height: 12,
        markdown: ['| issue | component | what happens |', '| --- | --- | --- |', ...lines].join('\n'),
      },
    ],
  };
}

/** Grafana reads HTML and `$name` inside Markdown; a summary is neither. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('$', '&#36;');
}
