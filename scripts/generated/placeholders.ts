import {
  componentPlaceholders,
  exposurePlaceholders,
  generalPlaceholders,
  inventoryPlaceholders,
  issuePlaceholders,
  measurePlaceholders,
} from '../../src/core/rules/templates/placeholders.ts';
import { templateRules } from '../../src/core/rules/templates/template-rules.ts';
import { type Page, page, table } from './page.ts';

export function placeholdersPage(): Page {
  const rows = (placeholders: Readonly<Record<string, { readonly kind: string; readonly meaning: string }>>) =>
    Object.entries(placeholders).map(([name, { kind, meaning }]) => [`\`<< ${name} >>\``, kind, meaning]);
  const header = ['placeholder', 'kind', 'stands for'];
  return page('docs/rule-templates.md', 'src/core/rules/templates', [
    '# Rule templates',
    '',
    'The files of `rules-templates/` are YAML with the rules of one signature, or rules that need no issue. Their strings',
    "hold placeholders; everything else is Prometheus' own: Go's `{{ }}` in annotations stays as it is.",
    'A value is escaped for where it lands. A placeholder of kind',
    '',
    '- `promql` is a piece of PromQL and stands outside quotes, or in a name;',
    '- `text` stands inside quotes, or in a label, an annotation or a name;',
    '- `regex` stands inside the quotes of a `=~` or `!~` matcher;',
    '- `go` is a piece of Go template and stands in an annotation.',
    '',
    'A template names what it is for (`template`): a signature, or another part of the rules. It has groups of rules as a',
    'Prometheus rule file has them, without intervals. `- include: NAME` among the rules stands for those of another',
    'template.',
    '',
    '## In every template',
    '',
    ...table(header, rows(generalPlaceholders)),
    '',
    '## In templates about a way of measuring or an issue',
    '',
    ...table(header, rows(measurePlaceholders)),
    '',
    '## In templates about an issue',
    '',
    ...table(header, rows(issuePlaceholders)),
    '',
    '## In templates that read kube-state-metrics',
    '',
    'Those that need no issue know:',
    '',
    ...table(header, rows(inventoryPlaceholders)),
    '',
    'Those of one component know:',
    '',
    ...table(header, rows(componentPlaceholders)),
    '',
    'That of exposure knows, besides those of an issue:',
    '',
    ...table(header, rows(exposurePlaceholders)),
    '',
    '## What can be wrong with a template',
    '',
    ...table(
      ['problem', 'meaning'],
      Object.entries(templateRules).map(([rule, meaning]) => [`\`${rule}\``, meaning]),
    ),
  ]);
}
