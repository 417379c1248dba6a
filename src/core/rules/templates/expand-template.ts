import { nearestWord } from '../../text/nearest-word.ts';
import type { Problem } from '../../text/problem.ts';
import type { YamlPath } from '../../text/yaml-document.ts';
import type { CheckedPromql } from '../promql.ts';
import type { Rule, RuleGroup } from '../rule-model.ts';
import { fill, type Landing, type Values } from './fill.ts';
import { kindOf, namesOf, type TemplateSubject } from './placeholders.ts';
import type { Inclusion, RuleTemplate, TemplateName } from './rule-template.ts';
import type { TemplateRule } from './template-rules.ts';

export interface Expansion {
  readonly groups: readonly RuleGroup[];
  readonly problems: readonly Problem[];
}

export interface ExpansionInput {
  readonly template: RuleTemplate;
  /** To include from. */
  readonly templates: ReadonlyMap<TemplateName, RuleTemplate>;
  /** By placeholder. */
  readonly values: Readonly<Record<string, string>>;
  /** Which placeholders have values. */
  readonly subject: TemplateSubject;
  readonly interval: string;
  readonly checkPromql: (expression: string) => CheckedPromql;
  /** Of each group; `undefined` is none. */
  readonly limit: number | undefined;
  /** Added to every alert. */
  readonly alertLabels: Readonly<Record<string, string>>;
  readonly alertAnnotations: Readonly<Record<string, string>>;
}

/** Fills every string of a template and checks that what comes out is PromQL. */
export function expandTemplate(input: ExpansionInput): Expansion {
  const { template, templates, values, subject, interval, limit } = input;
  const problems: Problem[] = [];
  const lookUp: Values = {
    kindOf: (name) => kindOf(name, subject),
    valueOf: (name) => values[name] ?? '',
    suggest: (name) => nearestWord(name, namesOf(subject)),
  };

  function expand(owner: RuleTemplate, includedBy: readonly TemplateName[]): readonly RuleGroup[] {
    const filler = createFiller(owner, lookUp, input.checkPromql, problems);
    const within = [...includedBy, owner.name];
    return owner.groups.map(({ name, rules }, group) => ({
      name: filler(name, 'name', ['groups', group, 'name']),
      interval,
      limit,
      rules: rules.flatMap((rule, index): readonly Rule[] => {
        const path = ['groups', group, 'rules', index];
        return rule.kind === 'include'
          ? included(rule, owner, path, within)
          : [withAdditions(expandRule(rule, filler, path), input)];
      }),
    }));
  }

  function included(
    { template: name }: Inclusion,
    owner: RuleTemplate,
    path: YamlPath,
    within: readonly TemplateName[],
  ): readonly Rule[] {
    if (within.includes(name)) {
      const place = owner.source.document.locate(path);
      const rule: TemplateRule = 'template-circular';
      const message = `the template "${name}" includes itself: ${[...within, name].join(' → ')}`;
      problems.push({ file: owner.source.file, ...place, rule, message });
      return [];
    }
    const other = templates.get(name);
    return other ? expand(other, within).flatMap(({ rules }) => rules) : [];
  }

  return { groups: expand(template, []), problems };
}

/** Fills one string that stands at `path`, and notes what is wrong with it. */
type Filler = (text: string, landing: Landing, path: YamlPath) => string;

function createFiller(
  { source }: RuleTemplate,
  values: Values,
  checkPromql: ExpansionInput['checkPromql'],
  problems: Problem[],
): Filler {
  return (text, landing, path) => {
    const filled = fill(text, landing, values);
    const start = source.document.locate(path);
    const note = (rule: TemplateRule, message: string, textBefore: string) => {
      const line = start.line + textBefore.split('\n').length - 1;
      problems.push({ file: source.file, line, column: start.column, rule, message });
    };
    for (const { rule, message, offset } of filled.problems) note(rule, message, text.slice(0, offset));
    if (landing !== 'promql' || filled.problems.length > 0) return filled.text;
    const checked = checkPromql(filled.text);
    if (checked.ok) return checked.text;
    const { rule, message, offset } = checked.fault;
    note(rule, message, filled.text.slice(0, offset));
    return filled.text;
  };
}

function expandRule(rule: Rule, fillAt: Filler, path: YamlPath): Rule {
  const fillTexts = (texts: Readonly<Record<string, string>>, key: string) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, fillAt(text, 'go', [...path, key, name]).trim()]),
    );
  const expr = withoutBlankLines(fillAt(rule.expr, 'promql', [...path, 'expr']));
  const labels = fillTexts(rule.labels, 'labels');
  if (rule.kind === 'record') {
    return { kind: 'record', record: fillAt(rule.record, 'name', [...path, 'record']), expr, labels };
  }
  return {
    kind: 'alert',
    alert: fillAt(rule.alert, 'name', [...path, 'alert']),
    expr,
    for: rule.for && fillAt(rule.for, 'name', [...path, 'for']),
    keepFiringFor: rule.keepFiringFor && fillAt(rule.keepFiringFor, 'name', [...path, 'keep_firing_for']),
    labels,
    annotations: fillTexts(rule.annotations, 'annotations'),
  };
}

/** Some placeholders stand for nothing, and leave their line empty. */
function withoutBlankLines(text: string): string {
  return text.replaceAll(/\n[ \t]*(?=\n)/g, '').trimEnd();
}

function withAdditions(rule: Rule, { alertLabels, alertAnnotations }: ExpansionInput): Rule {
  if (rule.kind === 'record') return rule;
  return {
    ...rule,
    labels: { ...rule.labels, ...alertLabels },
    annotations: { ...rule.annotations, ...alertAnnotations },
  };
}
