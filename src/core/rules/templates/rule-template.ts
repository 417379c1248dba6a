import { z } from 'zod';
import type { Signature } from '../../catalog/known-issue.ts';
import { entry, oneOf, refuseUnder, text } from '../../text/entry.ts';
import type { Problem } from '../../text/problem.ts';
import { readEntry, type TextFile } from '../../text/read-entry.ts';
import type { YamlDocument } from '../../text/yaml-document.ts';
import type { Rule } from '../rule-model.ts';
import type { TemplateRule } from './template-rules.ts';

/** A file of rules-templates: rules whose strings hold placeholders. */
export interface RuleTemplate {
  readonly name: TemplateName;
  /** Templates whose rules come first in the same group. */
  readonly include: readonly TemplateName[];
  readonly groups: readonly GroupTemplate[];
  /** Where its parts stand, for problems that show only once the placeholders are filled. */
  readonly source: { readonly file: string; readonly document: YamlDocument };
}

export interface GroupTemplate {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Signatures that rules can be written for. */
export const ruledSignatures = ['step', 'outlier', 'delayed-onset'] as const satisfies readonly Signature[];
export type RuledSignature = (typeof ruledSignatures)[number];

/** One for each of those signatures, one that several of them include, and those that need no issue. */
export const templateNames = [...ruledSignatures, 'expected', 'identity', 'recordings', 'exporter-health'] as const;
export type TemplateName = (typeof templateNames)[number];

const refuse = refuseUnder<TemplateRule>;
const texts = z.record(z.string(), z.string()).default({});

const rule = entry({
  record: text.optional(),
  alert: text.optional(),
  expr: text,
  for: text.optional(),
  keep_firing_for: text.optional(),
  labels: texts,
  annotations: texts,
}).transform((fields, context): Rule => {
  const { record, alert, expr, labels, annotations } = fields;
  if (record !== undefined && alert === undefined) return { kind: 'record', record, expr, labels };
  if (alert !== undefined && record === undefined) {
    return { kind: 'alert', alert, expr, for: fields.for, keepFiringFor: fields.keep_firing_for, labels, annotations };
  }
  return refuse(context, 'rule-kind', 'a rule has either record or alert');
});

const template = entry({
  template: oneOf(templateNames),
  include: z.array(oneOf(templateNames)).default([]),
  groups: z.array(entry({ name: text, rules: z.array(rule).nonempty() })).nonempty(),
});

export type TemplateReading =
  | { readonly ok: true; readonly template: RuleTemplate }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function parseTemplate(file: TextFile): TemplateReading {
  const reading = readEntry(file, template);
  if (!reading.ok) return reading;
  const { template: name, include, groups } = reading.value;
  return { ok: true, template: { name, include, groups, source: { file: file.path, document: reading.document } } };
}
