import { z } from 'zod';
import { takenAlertLabels, takenAnnotations } from '../core/rules/taken-names.ts';
import { type GoTemplateUse, refusedTemplate } from './go-template.ts';
import { refuse } from './setting-kind.ts';
import { isLabelName, labelNamePattern } from './text-kinds.ts';

/** Names with texts, which only a file can hold. */
export interface MapKind<Value> {
  readonly name: 'mapping';
  readonly entry: z.ZodType<Value>;
  readonly format: (value: Value) => string;
}

type Texts = Readonly<Record<string, string>>;

export const alertLabels = mapOf('label', takenAlertLabels);
export const alertAnnotations = mapOf('annotation', takenAnnotations);

function mapOf(use: GoTemplateUse, taken: readonly string[]): MapKind<Texts> {
  const entry = z
    .record(z.string(), z.string())
    .meta({ propertyNames: { pattern: labelNamePattern, not: { enum: taken } } })
    .transform((texts, context): Texts => {
      for (const [name, text] of Object.entries(texts)) {
        if (!isLabelName(name)) {
          refuse(context, 'label-name', `"${name}" is no name of a ${use}; use letters, digits and underscores`, [
            name,
          ]);
        }
        if (taken.includes(name)) {
          refuse(context, 'label-taken', `the alerts set the ${use} ${name} themselves; choose another name`, [name]);
        }
        const refused = refusedTemplate(text, use);
        if (refused !== undefined) refuse(context, 'go-template', `the ${use} ${name}: ${refused}`, [name]);
      }
      return texts;
    });
  return { name: 'mapping', entry, format: () => 'none' };
}
