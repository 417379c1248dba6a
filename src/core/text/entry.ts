import { z } from 'zod';
import { nearestWord } from './nearest-word.ts';

/** A mapping of a file that a person wrote. Unknown keys are refused with what was probably meant, a line for each. */
export function entry<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, {
    error(issue) {
      if (issue.code !== 'unrecognized_keys') return undefined;
      return issue.keys.map((key) => unknownKey(key, Object.keys(shape))).join('\n');
    },
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearestWord(key, known);
  return meant
    ? `unknown key "${key}"; did you mean "${meant}"?`
    : `unknown key "${key}"; known here: ${known.join(', ')}`;
}

/** A word from a closed list. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, {
    error(issue) {
      if (typeof issue.input !== 'string') return undefined;
      const meant = nearestWord(issue.input, words);
      return `"${issue.input}" is not one of ${words.join(', ')}${meant ? `; did you mean ${meant}?` : ''}`;
    },
  });
}

/** A list with at least one entry. */
export function someOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(schema)
    .nonempty('takes at least one')
    .transform(([first, ...others]): [z.output<Schema>, ...z.output<Schema>[]] => {
      return first === undefined ? z.NEVER : [first, ...others];
    });
}

/** Text that is not empty. */
export const text = z.string().trim().min(1, 'empty; write something or leave the key out');

/** Marks the value as wrong under `rule`. What it gives is only good to return from a transform, where zod expects a value. */
export function refuseUnder<Rule extends string>(
  context: z.core.$RefinementCtx,
  rule: Rule,
  message: string,
  path: readonly PropertyKey[] = [],
): never {
  context.issues.push({ code: 'custom', message, params: { rule }, path: [...path], input: context.value });
  return z.NEVER;
}
