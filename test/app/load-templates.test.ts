import t from 'tap';
import { generate } from '../../src/app/generate.ts';
import { loadTemplates } from '../../src/app/load-templates.ts';
import { defaultRuleSettings } from '../../src/core/rules/rule-settings.ts';
import { defaultOutput } from '../../src/core/rules/targets/output-settings.ts';
import { templateNames } from '../../src/core/rules/templates/rule-template.ts';
import { templateRules } from '../../src/core/rules/templates/template-rules.ts';
import { formatProblem } from '../../src/core/text/problem.ts';
import { builtInCatalog } from '../support/built-in.ts';

const { catalog } = await builtInCatalog();

/** A template of one alert whose expression is `expr`. */
function aTemplate(name: string, expr = 'up', more = ''): string {
  return `template: ${name}\ngroups:\n  - name: g\n    rules:\n      - alert: A\n        expr: |\n          ${expr}\n${more}`;
}

/** All templates right, but one. */
function problemsWith(text: string, name = 'step'): readonly string[] {
  const others = templateNames.filter((other) => other !== name);
  const files = [
    ...others.map((other) => ({ path: `t/${other}.yaml`, text: aTemplate(other) })),
    { path: 't/mine.yaml', text },
  ];
  const { templates, problems } = loadTemplates('t', files);
  const generated = generate({ catalog, templates, settings: defaultRuleSettings, output: defaultOutput });
  return [...problems, ...(problems.length > 0 ? [] : generated.problems)].map(formatProblem);
}

t.test('right templates have no problems', async (t) => t.same(problemsWith(aTemplate('step')), []));

const wrong: readonly (readonly [what: string, text: string, problem: string])[] = [
  ['no YAML', 'a: [', 't/mine.yaml:1:5 unexpected end of the stream within a flow collection (yaml-syntax)'],
  [
    'a slip in a key',
    aTemplate('step', 'up', '        fro: 5m\n'),
    't/mine.yaml:8:9 unknown key "fro"; did you mean "for"? (unknown-key)',
  ],
  ['no groups', 'template: step\n', 't/mine.yaml:1:1 groups is missing (missing-key)'],
  ['groups of another kind', 'template: step\ngroups: x\n', 't/mine.yaml:2:9 groups takes a list (wrong-type)'],
  [
    'a signature nobody knows',
    aTemplate('stp'),
    `t/mine.yaml:1:11 template: "stp" is not one of ${templateNames.join(', ')}; did you mean step? (unknown-value)`,
  ],
  [
    'a rule of two kinds',
    aTemplate('step', 'up', '        record: r\n'),
    't/mine.yaml:5:9 a rule has one of record, alert and include (rule-kind)',
  ],
  [
    'an unknown placeholder',
    aTemplate('step', 'x{a="b",\n          c="<< isue >>"}'),
    't/mine.yaml:8:11 there is no placeholder "isue" here; did you mean "issue"? (placeholder-unknown)',
  ],
  [
    'a placeholder outside its quotes',
    aTemplate('step', 'x{<< issue >>}'),
    't/mine.yaml:7:11 the placeholder "issue" is a text; in an expression put it inside quotes (placeholder-misplaced)',
  ],
  [
    'a regular expression that RE2 refuses',
    aTemplate('step', 'up{a="b",\n          c=~"(?!x)"}'),
    't/mine.yaml:8:11 RE2 refuses the regular expression "(?!x)": "(?!x" opens a kind of group that RE2 does not have (regex-refused)',
  ],
  [
    'what is not PromQL',
    aTemplate('step', 'sum by (a) (\n            x{}) +\n          )'),
    't/mine.yaml:9:11 the expression is not PromQL at ")" (promql-syntax)',
  ],
];

for (const [what, text, problem] of wrong) {
  t.test(`${what}: ${problem}`, async (t) => t.same(problemsWith(text), [problem]));
}

t.test('a placeholder of an issue means nothing in a template without one', async (t) => {
  t.match(problemsWith(aTemplate('usage', 'x{a="<< issue >>"}'), 'usage')[0], 'there is no placeholder "issue" here');
});

t.test('a template that includes itself, through another one, is a problem', async (t) => {
  const including = (name: string, other: string) =>
    `template: ${name}\ngroups:\n  - name: g\n    rules:\n      - include: ${other}\n`;
  const others = templateNames.filter((name) => name !== 'step' && name !== 'saturation');
  const { templates } = loadTemplates('t', [
    ...others.map((name) => ({ path: `t/${name}.yaml`, text: aTemplate(name) })),
    { path: 't/step.yaml', text: including('step', 'saturation') },
    { path: 't/saturation.yaml', text: including('saturation', 'step') },
  ]);
  const output = defaultOutput;
  const { problems } = generate({ catalog, templates, settings: defaultRuleSettings, output });
  t.same(problems.map(formatProblem), [
    't/saturation.yaml:5:9 the template "step" includes itself: step → saturation → step (template-circular)',
  ]);
});

const misshapen = [
  ['what is included has rules of its own', '      - include: expected\n        expr: up\n', 'remove expr (rule-kind)'],
  ['a rule without an expression', '      - record: r\n', 'a rule needs expr (missing-key)'],
] as const;
for (const [what, rule, problem] of misshapen) {
  t.test(`${what}: ${problem}`, async (t) => {
    t.match(problemsWith(`template: step\ngroups:\n  - name: g\n    rules:\n${rule}`)[0], problem);
  });
}

t.test('two files for one template, and none for another, are problems', async (t) => {
  const file = (path: string) => ({ path, text: aTemplate('step') });
  t.same(loadTemplates('t', [file('t/a.yaml'), file('t/b.yaml')]).problems.map(formatProblem), [
    't/b.yaml:1:11 the template "step" is already in t/a.yaml; keep one of the two files (template-twice)',
  ]);
  t.match(
    loadTemplates('t', [file('t/a.yaml')]).problems.map(formatProblem)[0],
    /^t:1:1 no file of this folder is the template "/,
  );
});

t.test('every rule of the table is raised by some template here', async (t) => {
  const raised = new Set(wrong.map(([, , problem]) => /\((?<rule>[a-z-]+)\)$/.exec(problem)?.groups?.['rule']));
  for (const rule of ['template-twice', 'template-missing', 'template-circular']) raised.add(rule);
  t.same(
    Object.keys(templateRules).filter((rule) => !raised.has(rule)),
    [],
  );
});
