import { z } from 'zod';
import { entry, oneOf, text } from '../text/entry.ts';
import { dockerTagScheme } from '../versions/docker-tag.ts';
import { kernelScheme } from '../versions/kernel.ts';
import { kubernetesScheme } from '../versions/kubernetes.ts';
import type { AffectedRange } from '../versions/version-range.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';
import { type KnownComponents, refuse, requireComponent } from './catalog-entry.ts';
import type { Condition, Limits } from './condition.ts';
import type { IssueCondition } from './known-issue.ts';
import { parseRanges, rangeFields } from './range-entry.ts';

/** Versions of container runtimes look like tags: `1.7.2`, `1.6.20-0ubuntu1`, `19.03`. */
const runtimeScheme = dockerTagScheme({ parts: 2 });

const ranges = z.array(rangeFields);
const values = z.array(z.string()).default([]).describe('Any of these; * stands for any text.');
const someValues = z.array(z.string()).nonempty().describe('Any of these; * stands for any text.');
const key = z.string().regex(/^\S+$/, 'write one key, without spaces');
const flag = z
  .string()
  .regex(/^-{0,2}[^\s=-][^\s=]*$/, 'write a flag with its dashes and without a value, --proxy-mode, or a sub-command');

/** Those that Go names for Linux and Windows; a node reports Go's name. */
const architectures = [
  '386',
  'amd64',
  'arm',
  'arm64',
  'loong64',
  'mips',
  'mips64',
  'mips64le',
  'mipsle',
  'ppc64',
  'ppc64le',
  'riscv64',
  's390x',
] as const;

const limits = { at_least: z.number().nonnegative().optional(), at_most: z.number().nonnegative().optional() };

function parseLimits(
  { at_least: atLeast, at_most: atMost }: { at_least?: number | undefined; at_most?: number | undefined },
  context: z.core.$RefinementCtx,
): Limits {
  if (atLeast === undefined && atMost === undefined) refuse(context, 'missing-key', 'give at_least, at_most or both');
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    refuse(context, 'range-empty', `at_least ${atLeast} is more than at_most ${atMost}`, ['at_least']);
  }
  return { atLeast, atMost };
}

function versionOnNode(kind: 'node_kernel' | 'kubelet_version', scheme: VersionScheme) {
  return entry({ ranges: ranges.nonempty() }).transform(
    (fields, context): Condition => ({ kind, ranges: parseRanges(fields.ranges, scheme, context, ['ranges']) }),
  );
}

function keyValue(kind: 'node_label' | 'node_annotation' | 'pod_label' | 'pod_annotation') {
  return entry({ key, values }).transform((fields): Condition => ({ kind, ...fields }));
}

/** The test of a condition: exactly one of its keys. */
function testEntry(components: KnownComponents): z.ZodType<Condition> {
  const test: z.ZodType<Condition> = z
    .lazy(() =>
      entry({
        node_kernel: versionOnNode('node_kernel', kernelScheme).optional(),
        kubelet_version: versionOnNode('kubelet_version', kubernetesScheme).optional(),
        container_runtime: entry({ name: text, ranges: ranges.default([]) })
          .transform(
            (fields, context): Condition => ({
              kind: 'container_runtime',
              name: fields.name,
              ranges: parseRanges(fields.ranges, runtimeScheme, context, ['ranges']),
            }),
          )
          .optional(),
        node_os_image: entry({ values: someValues })
          .transform((fields): Condition => ({ kind: 'node_os_image', ...fields }))
          .optional(),
        node_platform: z
          .array(text)
          .nonempty()
          .transform((platforms): Condition => ({ kind: 'node_platform', platforms }))
          .optional(),
        node_architecture: z
          .array(oneOf(architectures))
          .nonempty()
          .transform((architectures): Condition => ({ kind: 'node_architecture', architectures }))
          .optional(),
        node_instance_type: entry({ values: someValues })
          .transform((fields): Condition => ({ kind: 'node_instance_type', ...fields }))
          .optional(),
        node_capacity: entry({ resource: oneOf(['cpu', 'memory']), ...limits })
          .transform(
            (fields, context): Condition => ({
              kind: 'node_capacity',
              resource: fields.resource,
              limits: parseLimits(fields, context),
            }),
          )
          .optional(),
        node_label: keyValue('node_label').optional(),
        node_annotation: keyValue('node_annotation').optional(),
        pod_label: keyValue('pod_label').optional(),
        pod_annotation: keyValue('pod_annotation').optional(),
        node_argument: entry({ annotations: z.array(key).nonempty(), flag, values })
          .transform((fields): Condition => ({ kind: 'node_argument', ...fields }))
          .optional(),
        container_argument: entry({ flag, values, config_flags: z.array(flag).default([]) })
          .transform(
            ({ config_flags: configFlags, ...fields }): Condition => ({
              kind: 'container_argument',
              ...fields,
              configFlags,
            }),
          )
          .optional(),
        container_env: entry({ name: key, values })
          .transform((fields): Condition => ({ kind: 'container_env', ...fields }))
          .optional(),
        container_image: entry({ values: someValues })
          .transform((fields): Condition => ({ kind: 'container_image', ...fields }))
          .optional(),
        cluster_nodes: entry({ with_label: key.optional(), ...limits })
          .transform(
            (fields, context): Condition => ({
              kind: 'cluster_nodes',
              withLabel: fields.with_label,
              limits: parseLimits(fields, context),
            }),
          )
          .optional(),
        workload_replicas: entry(limits)
          .transform(
            (fields, context): Condition => ({ kind: 'workload_replicas', limits: parseLimits(fields, context) }),
          )
          .optional(),
        component_present: entry({ component: text, ranges: ranges.default([]) })
          .transform((fields, context): Condition => {
            const component = requireComponent(fields.component, components, context, ['component']);
            if (!component) return z.NEVER;
            const parsed: readonly AffectedRange[] = parseRanges(fields.ranges, component.scheme, context, ['ranges']);
            return { kind: 'component_present', component, ranges: parsed };
          })
          .optional(),
        manual: text.transform((check): Condition => ({ kind: 'manual', check })).optional(),
        all: severalOf('all', test).optional(),
        any: severalOf('any', test).optional(),
        not: test.transform((of): Condition => ({ kind: 'not', of })).optional(),
      }).transform((fields, context): Condition => {
        const [condition, ...others] = Object.values(fields).filter((value) => value !== undefined);
        if (condition && others.length === 0) return condition;
        // An unknown key is told already, and it is the reason that there is no test.
        if (!condition && context.issues.length > 0) return z.NEVER;
        return refuse(context, 'condition-shape', 'a condition has exactly one test; join several with all or any');
      }),
    )
    .meta({ id: 'test', description: 'Exactly one of these keys.' });
  return test;
}

function severalOf(kind: 'all' | 'any', test: z.ZodType<Condition>) {
  return z
    .array(test)
    .nonempty()
    .transform((of): Condition => ({ kind, of }));
}

/** A condition of an issue: what it says to people, and the test that decides it. */
export function conditionEntry(components: KnownComponents) {
  return entry({
    text: text.describe('For people: a clause that is true when the condition holds.'),
    when: testEntry(components),
    components: z.array(text).default([]).describe('Holds only these of several components to it.'),
  }).transform((fields, context): IssueCondition => {
    for (const [index, id] of fields.components.entries())
      requireComponent(id, components, context, ['components', index]);
    return { text: fields.text, test: fields.when, components: fields.components };
  });
}
