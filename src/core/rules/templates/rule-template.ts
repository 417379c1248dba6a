import { z } from 'zod';
import { signatures } from '../../catalog/known-issue.ts';
import { entry, oneOf, refuseUnder, text } from '../../text/entry.ts';
import type { Problem } from '../../text/problem.ts';
import { readEntry, type TextFile } from '../../text/read-entry.ts';
import type { YamlDocument } from '../../text/yaml-document.ts';
import type { Rule } from '../rule-model.ts';
import type { TemplateRule } from './template-rules.ts';

/** A file of rules-templates: rules whose strings hold placeholders. */
export interface RuleTemplate {
  readonly name: TemplateName;
  readonly groups: readonly GroupTemplate[];
  /** Where its parts stand, for problems that show only once the placeholders are filled. */
  readonly source: { readonly file: string; readonly document: YamlDocument };
}

export interface GroupTemplate {
  readonly name: string;
  readonly rules: readonly (Rule | Inclusion)[];
}

/** All rules of another template stand in its place. */
export interface Inclusion {
  readonly kind: 'include';
  readonly template: TemplateName;
}

/** Templates that are written once. */
const generalTemplates = ['identity', 'usage', 'versions', 'exporter-health', 'usage-health'] as const;
export type GeneralTemplate = (typeof generalTemplates)[number];

/** Templates that read kube-state-metrics where there is no exporter. */
const inventoryTemplates = ['inventory-kube-state-metrics', 'identity-kube-state-metrics', 'inventory-health'] as const;
export type InventoryTemplate = (typeof inventoryTemplates)[number];
const componentTemplates = ['container-kube-state-metrics', 'node-process-kube-state-metrics'] as const;

/** Templates that are written for each way of measuring. */
const measureTemplates = ['baseline', 'unexplained'] as const;
export type MeasureTemplate = (typeof measureTemplates)[number];

/** Templates that are written for an issue: one for each signature, and what they have in common. */
const issueTemplates = [...signatures, 'expected', 'saturation', 'exposure', 'exposure-kube-state-metrics'] as const;

export const templateNames = [
  ...issueTemplates,
  ...measureTemplates,
  ...generalTemplates,
  ...inventoryTemplates,
  ...componentTemplates,
] as const;
export type TemplateName = (typeof templateNames)[number];

const refuse = refuseUnder<TemplateRule>;
const texts = z.record(z.string(), z.string()).default({});

const rule = entry({
  include: oneOf(templateNames).optional(),
  record: text.optional(),
  alert: text.optional(),
  expr: text.optional(),
  for: text.optional(),
  keep_firing_for: text.optional(),
  labels: texts,
  annotations: texts,
}).transform((fields, context): Rule | Inclusion => {
  const { include, record, alert, expr, labels, annotations } = fields;
  if ([include, record, alert].filter((kind) => kind !== undefined).length !== 1) {
    return refuse(context, 'rule-kind', 'a rule has one of record, alert and include');
  }
  if (include !== undefined) {
    const others = Object.entries({ ...fields, include: undefined }).filter(([, value]) => isSet(value));
    return others.length === 0
      ? { kind: 'include', template: include }
      : refuse(
          context,
          'rule-kind',
          `what is included has its own rules; remove ${others.map(([key]) => key).join(', ')}`,
        );
  }
  if (expr === undefined) return refuse(context, 'missing-key', 'a rule needs expr');
  if (record !== undefined) return { kind: 'record', record, expr, labels };
  const { for: pending, keep_firing_for: keepFiringFor } = fields;
  return { kind: 'alert', alert: alert ?? '', expr, for: pending, keepFiringFor, labels, annotations };
});

function isSet(value: unknown): boolean {
  return value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

const template = entry({
  template: oneOf(templateNames),
  groups: z.array(entry({ name: text, rules: z.array(rule).nonempty() })).nonempty(),
});

export type TemplateReading =
  | { readonly ok: true; readonly template: RuleTemplate }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function parseTemplate(file: TextFile): TemplateReading {
  const reading = readEntry(file, template);
  if (!reading.ok) return reading;
  const { template: name, groups } = reading.value;
  return { ok: true, template: { name, groups, source: { file: file.path, document: reading.document } } };
}
