import { align, type Stretch } from './align.ts';
import { mutatePromql } from './mutate-promql.ts';
import { applyEdit, type Edit } from './operators/edit.ts';
import type { WrittenRule } from './rule-file.ts';

/** A part of a rule in which a slip can be. */
export type RulePart = 'expr' | 'for' | 'keep_firing_for' | readonly ['labels' | 'annotations', string];

export interface RuleMutation {
  readonly part: RulePart;
  readonly what: string;
  /** Offset in the part's text. */
  readonly at: number;
  readonly rule: WrittenRule;
}

/** `rule` with every slip that it can have, one at a time. `template` is what it was filled from. */
export function mutateRule(rule: WrittenRule, template: WrittenRule): readonly RuleMutation[] {
  return [
    ...mutatePromql(rule.expr).map(
      (edit): RuleMutation => ({
        part: 'expr',
        what: edit.what,
        at: edit.at,
        rule: { ...rule, expr: applyEdit(rule.expr, edit) },
      }),
    ),
    ...(['for', 'keep_firing_for'] as const).flatMap((part) => withoutDuration(rule, part)),
    ...Object.keys(rule.labels ?? {}).map((name) => withOtherLabel(rule, name)),
    ...Object.entries(rule.annotations ?? {}).flatMap(([name, text]) =>
      mutateAnnotation(text, align(template.annotations?.[name] ?? '', text) ?? []).map(
        (edit): RuleMutation => ({
          part: ['annotations', name],
          what: edit.what,
          at: edit.at,
          rule: { ...rule, annotations: { ...rule.annotations, [name]: applyEdit(text, edit) } },
        }),
      ),
    ),
  ];
}

function withoutDuration(rule: WrittenRule, part: 'for' | 'keep_firing_for'): readonly RuleMutation[] {
  if (rule[part] === undefined) return [];
  const { [part]: _dropped, ...rest } = rule;
  return [{ part, what: `without ${part}`, at: 0, rule: rest }];
}

function withOtherLabel(rule: WrittenRule, name: string): RuleMutation {
  return {
    part: ['labels', name],
    what: `${name} becomes mutant`,
    at: 0,
    rule: { ...rule, labels: { ...rule.labels, [name]: 'mutant' } },
  };
}

/** Where text comes from a placeholder, or from a label or value of the alert, it is lost; queries ask for others. */
function mutateAnnotation(text: string, stretches: readonly Stretch[]): readonly Edit[] {
  const lost = (at: number, value: string, what: string): Edit => ({
    what: `without ${what}`,
    from: at,
    to: at + value.length,
    insert: '',
    at,
  });
  return [
    ...stretches.flatMap(({ filled, placeholder, value }) =>
      placeholder === undefined || value === '' ? [] : [lost(filled, value, `<< ${placeholder} >>`)],
    ),
    ...[...text.matchAll(/\{\{ \$(?:labels\.\w+|value)[^}]*\}\}/g)].map((match) =>
      lost(match.index, match[0], match[0]),
    ),
    ...[...text.matchAll(/\$labels\.(\w+) \$labels\.(\w+)/g)].map(
      (match): Edit => ({
        what: `${match[1]} and ${match[2]} exchanged`,
        from: match.index,
        to: match.index + match[0].length,
        insert: `$labels.${match[2]} $labels.${match[1]}`,
        at: match.index,
      }),
    ),
    ...[...text.matchAll(/\btopk\(/g)].map(
      (match): Edit => ({
        what: 'topk becomes bottomk',
        from: match.index,
        to: match.index + 'topk'.length,
        insert: 'bottomk',
        at: match.index,
      }),
    ),
  ];
}
