import { z } from 'zod';
import { entry } from '../core/text/entry.ts';
import { refuse } from './setting-kind.ts';

/** What the objects that are written have in common. */
export interface ObjectsSettings {
  /** `undefined` leaves the namespace to whoever applies them. */
  readonly namespace: string | undefined;
  /** What the operators' selectors ask for. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A DNS label, and labels, as Kubernetes takes them: kubernetes.io/docs/concepts/overview/working-with-objects. */
const namespacePattern = '^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$';
const word = '[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
const keyPattern = `^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?${word}$`;
const valuePattern = `^(?:${word})?$`;

const namespace = z
  .string()
  .meta({ pattern: namespacePattern })
  .transform((name, context) => {
    if (new RegExp(namespacePattern).test(name)) return name;
    return refuse(context, 'object-name', `"${name}" is no name of a namespace; write monitoring`);
  });

const labels = z
  .record(z.string(), z.string().meta({ pattern: valuePattern }))
  .meta({ propertyNames: { pattern: keyPattern } })
  .transform((texts, context) => {
    for (const [key, value] of Object.entries(texts)) {
      if (new RegExp(keyPattern).test(key) && new RegExp(valuePattern).test(value)) continue;
      const message = `"${key}: ${value}" is no label as Kubernetes has them; write release: monitoring`;
      refuse(context, 'object-name', message, [key]);
    }
    return texts;
  });

export const objectsEntry = entry({
  namespace: namespace.optional().describe('Their namespace. Default: that of whoever applies them.'),
  labels: labels.default({}).describe("Labels that the operator's selectors ask for."),
});
