import t from 'tap';
import { fill, type Landing, type Values } from '../../../src/core/rules/templates/fill.ts';
import type { PlaceholderKind } from '../../../src/core/rules/templates/placeholders.ts';

const known: Readonly<Record<string, readonly [PlaceholderKind, string]>> = {
  window: ['promql', '5m'],
  issue: ['text', 'A "quoted" {{ .+'],
  versions: ['regex', 'v1\\.2|v3'],
  snippet: ['go', '{{ $value }}'],
};

const values: Values = {
  kindOf: (name) => known[name]?.[0],
  valueOf: (name) => known[name]?.[1] ?? '',
  suggest: (name) => (name === 'windw' ? 'window' : undefined),
};

const filled: readonly (readonly [template: string, landing: Landing, text: string, because: string])[] = [
  ['rate(x[<< window >>])', 'promql', 'rate(x[5m])', 'PromQL stands as it is'],
  ['rate(x[<<window>>])', 'promql', 'rate(x[5m])', 'blanks do not matter'],
  ['x{a="<< issue >>"}', 'promql', 'x{a="A \\"quoted\\" {{ .+"}', 'a text is escaped for its quotes'],
  [
    'x{a=~"<< issue >>"}',
    'promql',
    'x{a=~"A \\"quoted\\" \\\\{\\\\{ \\\\.\\\\+"}',
    'and as a regular expression behind =~',
  ],
  [
    'x{a!~"(<< versions >>)"}',
    'promql',
    'x{a!~"(v1\\\\.2|v3)"}',
    'a regular expression is escaped for its quotes only',
  ],
  [
    'x{a="\\"", b="<< issue >>"}',
    'promql',
    'x{a="\\"", b="A \\"quoted\\" {{ .+"}',
    'an escaped quote does not end a string',
  ],
  [
    '<< issue >> and << snippet >>',
    'go',
    'A "quoted" {{ "{{" }} .+ and {{ $value }}',
    'a text stays a text in a Go template',
  ],
  ['for << window >>', 'go', 'for 5m', 'PromQL may be named in a sentence'],
  ['name:rate<< window >>', 'name', 'name:rate5m', 'a name takes pieces of PromQL'],
  ['plain', 'promql', 'plain', 'nothing to fill'],
];

for (const [template, landing, text, because] of filled) {
  t.test(`${template} (${landing}): ${because}`, async (t) =>
    t.same(fill(template, landing, values), { text, problems: [] }),
  );
}

const wrong: readonly (readonly [template: string, landing: Landing, message: string])[] = [
  ['x[<< windw >>]', 'promql', 'there is no placeholder "windw" here; did you mean "window"?'],
  ['<< 1 | regex >>', 'go', 'there is no placeholder "1 | regex" here'],
  [
    'x{a="<< window >>"}',
    'promql',
    'the placeholder "window" is PromQL; put it outside quotes in an expression, or in a name',
  ],
  ['x{<< issue >>}', 'promql', 'the placeholder "issue" is a text; in an expression put it inside quotes'],
  [
    'x{a="<< versions >>"}',
    'promql',
    'the placeholder "versions" is a regular expression; put it inside the quotes of a =~ or !~ matcher',
  ],
  [
    '<< versions >>',
    'go',
    'the placeholder "versions" is a regular expression; put it inside the quotes of a =~ or !~ matcher',
  ],
  ['<< snippet >>', 'promql', 'the placeholder "snippet" is a piece of Go template; put it in an annotation'],
  ['<< snippet >>', 'name', 'the placeholder "snippet" is a piece of Go template; put it in an annotation'],
];

for (const [template, landing, message] of wrong) {
  t.test(`${template} (${landing}): ${message}`, async (t) => {
    t.same(
      fill(template, landing, values).problems.map((problem) => problem.message),
      [message],
    );
  });
}
