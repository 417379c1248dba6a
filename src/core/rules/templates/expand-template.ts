import { nearestWord } from '../../text/nearest-word.ts';
import type { Problem } from '../../text/problem.ts';
import type { YamlPath } from '../../text/yaml-document.ts';
import { findSyntaxError } from '../promql.ts';
import type { Rule, RuleGroup } from '../rule-model.ts';
import { fill, type Landing, type Values } from './fill.ts';
import { kindOf, namesOf } from './placeholders.ts';
import type { RuleTemplate } from './rule-template.ts';
import type { TemplateRule } from './template-rules.ts';

export interface Expansion {
  readonly groups: readonly RuleGroup[];
  readonly problems: readonly Problem[];
}

export interface ExpansionInput {
  readonly template: RuleTemplate;
  /** Their rules come first in the template's first group. */
  readonly included: readonly RuleTemplate[];
  /** By placeholder. */
  readonly values: Readonly<Record<string, string>>;
  /** Whether the placeholders of an issue have values. */
  readonly withIssue: boolean;
  readonly interval: string;
}

/** Fills every string of a template and checks that what comes out is PromQL. */
export function expandTemplate({ template, included, values, withIssue, interval }: ExpansionInput): Expansion {
  const problems: Problem[] = [];
  const lookUp: Values = {
    kindOf: (name) => kindOf(name, withIssue),
    valueOf: (name) => values[name] ?? '',
    suggest: (name) => nearestWord(name, namesOf(withIssue)),
  };

  function expand(owner: RuleTemplate): readonly RuleGroup[] {
    const filler = createFiller(owner, lookUp, problems);
    return owner.groups.map(({ name, rules }, group) => ({
      name: filler(name, 'name', ['groups', group, 'name']),
      interval,
      rules: rules.map((rule, index) => expandRule(rule, filler, ['groups', group, 'rules', index])),
    }));
  }

  const first = included.flatMap((owner) => expand(owner).flatMap(({ rules }) => rules));
  const groups = expand(template).map((group, index) =>
    index === 0 ? { ...group, rules: [...first, ...group.rules] } : group,
  );
  return { groups, problems };
}

/** Fills one string that stands at `path`, and notes what is wrong with it. */
type Filler = (text: string, landing: Landing, path: YamlPath) => string;

function createFiller({ source }: RuleTemplate, values: Values, problems: Problem[]): Filler {
  return (text, landing, path) => {
    const filled = fill(text, landing, values);
    const start = source.document.locate(path);
    const note = (rule: TemplateRule, message: string, textBefore: string) => {
      const line = start.line + textBefore.split('\n').length - 1;
      problems.push({ file: source.file, line, column: start.column, rule, message });
    };
    for (const { rule, message, offset } of filled.problems) note(rule, message, text.slice(0, offset));
    const error = landing === 'promql' && filled.problems.length === 0 ? findSyntaxError(filled.text) : undefined;
    if (error !== undefined) {
      const rest = filled.text.slice(error).trim().split('\n')[0] ?? '';
      const near = rest === '' ? 'its end' : `"${rest.slice(0, 40)}"`;
      note('promql-syntax', `the expression is not PromQL at ${near}`, filled.text.slice(0, error));
    }
    return filled.text;
  };
}

function expandRule(rule: Rule, fillAt: Filler, path: YamlPath): Rule {
  const fillTexts = (texts: Readonly<Record<string, string>>, key: string) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, fillAt(text, 'go', [...path, key, name]).trim()]),
    );
  const expr = fillAt(rule.expr, 'promql', [...path, 'expr']).trimEnd();
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
