import { align, templateOffset } from './align.ts';
import type { RulePart } from './mutate-rule.ts';
import { nameOf, type WrittenRule } from './rule-file.ts';
import type { WrittenTemplate } from './templates.ts';

/** The rule of a template that a generated rule was filled from. */
export interface Origin {
  readonly template: WrittenTemplate;
  readonly path: readonly [group: number, rule: number];
  readonly rule: WrittenRule;
}

/** Where in a template something stands. */
export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly lineNumber: number;
  /** The line of the template, or the name of a part that is one value. */
  readonly line: string;
}

/** Every text of a generated rule has to fit; rules of two templates often differ in nothing but their annotations. */
export function findOrigin(rule: WrittenRule, templates: readonly WrittenTemplate[]): Origin | undefined {
  for (const template of templates) {
    for (const [group, { rules }] of template.groups.entries()) {
      const index = rules.findIndex((candidate) => fits(trimmed(candidate), rule));
      const found = rules[index];
      if (found) return { template, path: [group, index], rule: trimmed(found) };
    }
  }
  return undefined;
}

/** As the generator trims what it fills. */
function trimmed(rule: WrittenRule): WrittenRule {
  const annotations = Object.entries(rule.annotations ?? {}).map(([name, text]) => [name, text.trim()]);
  return { ...rule, expr: rule.expr.trimEnd(), annotations: Object.fromEntries(annotations) };
}

/** Settings may add labels and annotations to those of the template. */
function fits(template: WrittenRule, rule: WrittenRule): boolean {
  const textsFit = (of: 'labels' | 'annotations') =>
    Object.entries(template[of] ?? {}).every(([name, text]) => align(text, rule[of]?.[name] ?? '') !== undefined);
  return (
    (template.alert === undefined) === (rule.alert === undefined) &&
    nameOf(template) !== '' &&
    align(nameOf(template), nameOf(rule)) !== undefined &&
    align(template.expr, rule.expr) !== undefined &&
    textsFit('labels') &&
    textsFit('annotations')
  );
}

/** `offset` counts in the expression of `filled`, where the part is its expression. */
export function placeOf({ template, path, rule }: Origin, part: RulePart, filled: WrittenRule, offset: number): Place {
  const [group, index] = path;
  const key = typeof part === 'string' ? [part] : part;
  const file = template.source.path;
  const start = template.document.locate(['groups', group, 'rules', index, ...key]).line;
  if (part !== 'expr') return { file, lineNumber: start, line: key.join('.') };
  const stretches = align(rule.expr, filled.expr) ?? [];
  const linesBefore = rule.expr.slice(0, templateOffset(stretches, offset)).split('\n').length - 1;
  const line = (rule.expr.split('\n')[linesBefore] ?? '').trim();
  return { file, lineNumber: start + linesBefore, line };
}
