import { z } from 'zod';
import { entry, text } from '../text/entry.ts';
import { kernelScheme } from '../versions/kernel.ts';
import { compareVersions, type Version } from '../versions/version.ts';
import { unreadableVersion } from './affected-entry.ts';
import { refuse } from './catalog-entry.ts';
import type { Condition } from './condition.ts';

const kernelVersion = z.string().transform((written, context): Version => {
  const version = kernelScheme.parse(written);
  return version ?? refuse(context, 'version-unreadable', unreadableVersion(written, kernelScheme));
});

const nodeKernel = entry({
  affected_before: kernelVersion,
  unaffected_from: kernelVersion,
}).transform((fields, context): Condition => {
  const { affected_before: affectedBefore, unaffected_from: unaffectedFrom } = fields;
  if (compareVersions(affectedBefore, unaffectedFrom) <= 0)
    return { kind: 'node_kernel', affectedBefore, unaffectedFrom };
  return refuse(
    context,
    'range-empty',
    `affected_before ${affectedBefore.text} is newer than unaffected_from ${unaffectedFrom.text}`,
  );
});

const keyValue = entry({ key: text, values: z.array(text).default([]) });

/** The test of a condition: exactly one of these keys. */
const test: z.ZodType<Condition> = z.lazy(() =>
  entry({
    node_kernel: nodeKernel.optional(),
    node_os_image: entry({ prefixes: z.array(text).nonempty() })
      .transform(({ prefixes }): Condition => ({ kind: 'node_os_image', prefixes }))
      .optional(),
    node_platform: z
      .array(text)
      .nonempty()
      .transform((platforms): Condition => ({ kind: 'node_platform', platforms }))
      .optional(),
    node_label: keyValue.transform((fields): Condition => ({ kind: 'node_label', ...fields })).optional(),
    node_annotation: keyValue.transform((fields): Condition => ({ kind: 'node_annotation', ...fields })).optional(),
    node_argument: entry({ annotations: z.array(text).nonempty(), flag: text })
      .transform((fields): Condition => ({ kind: 'node_argument', ...fields }))
      .optional(),
    container_env: entry({ name: text, values: z.array(text).nonempty() })
      .transform((fields): Condition => ({ kind: 'container_env', ...fields }))
      .optional(),
    cluster_nodes: entry({ with_label: text.optional(), at_least: z.int().positive() })
      .transform(
        (fields): Condition => ({ kind: 'cluster_nodes', withLabel: fields.with_label, atLeast: fields.at_least }),
      )
      .optional(),
    manual: text.transform((check): Condition => ({ kind: 'manual', check })).optional(),
    all: z
      .array(test)
      .nonempty()
      .transform((of): Condition => ({ kind: 'all', of }))
      .optional(),
    any: z
      .array(test)
      .nonempty()
      .transform((of): Condition => ({ kind: 'any', of }))
      .optional(),
    not: test.transform((of): Condition => ({ kind: 'not', of })).optional(),
  }).transform((fields, context): Condition => {
    const [condition, ...others] = Object.values(fields).filter((value) => value !== undefined);
    if (condition && others.length === 0) return condition;
    return refuse(context, 'condition-shape', 'a condition has exactly one test; join several with all or any');
  }),
);

/** A condition of an issue: what it says to people, and the test that decides it. */
export const conditionEntry = entry({ text, when: test }).transform(({ text, when }) => ({ text, test: when }));
