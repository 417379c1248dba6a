import { z } from 'zod';
import type { Component } from '../components/component.ts';
import { entry, oneOf, text } from '../text/entry.ts';
import { affectedEntry } from './affected-entry.ts';
import { httpsUrl, refuse } from './catalog-entry.ts';
import { conditionEntry } from './condition-entry.ts';
import { type Example, type KnownIssue, severities, signatures } from './known-issue.ts';
import { evidences, type Measurement, type ObservedFactor, resources, scopes, units } from './measurement.ts';

const date = z.iso.date('write the date as 2024-05-23');
const sourced = { context: text, evidence: oneOf(evidences), source: httpsUrl };
const amount = z.number().positive();

const measurement = entry({
  value: amount,
  unit: oneOf(units),
  per: oneOf(scopes),
  component: text.optional(),
  ...sourced,
}).transform((fields): Measurement => ({ ...fields, component: fields.component }));
const observedFactor = entry({ factor: amount, ...sourced }).transform((fields): ObservedFactor => fields);

const reference = entry({ url: httpsUrl, shows: text });
const texts = z.record(z.string(), z.string()).default({});

const example = entry({
  image: text.optional(),
  kubelet: z.string().optional(),
  kernel: z.string().default(''),
  os_image: z.string().default(''),
  provider_id: z.string().default(''),
  node_labels: texts,
  node_annotations: texts,
  env: texts,
  nodes: z.int().positive().default(1),
}).transform(({ image, kubelet, ...fields }, context): Example => {
  if ((image === undefined) === (kubelet === undefined)) {
    return refuse(context, 'example-shape', 'an example runs either an image or a kubelet; give one of the two');
  }
  return {
    runs: image === undefined ? { as: 'node-process', kubelet: kubelet ?? '' } : { as: 'container', image },
    kernel: fields.kernel,
    osImage: fields.os_image,
    providerId: fields.provider_id,
    nodeLabels: fields.node_labels,
    nodeAnnotations: fields.node_annotations,
    env: fields.env,
    nodes: fields.nodes,
  };
});

/** The shape of an `issues/<project>/<ID>.yaml` file. What it parses to is a KnownIssue: there is no second mapping. */
export function issueEntry(components: ReadonlyMap<string, Component>) {
  return entry({
    id: z.string().regex(/^[A-Z0-9]+-[0-9]+$/, 'write the project and the upstream number: CALICO-8856'),
    summary: text.max(120, 'keep it to one line of at most 120 characters'),
    details: text,
    published: date,
    modified: date,
    severity: oneOf(severities),
    resource: oneOf(resources),
    signature: oneOf(signatures),
    aliases: z.array(text).default([]),
    affected: z.array(affectedEntry(components)).nonempty(),
    conditions: z.array(conditionEntry).default([]),
    expected: z.array(measurement).default([]),
    observed: z.array(measurement).default([]),
    observed_factors: z.array(observedFactor).default([]),
    disputes: z.array(text).default([]),
    remediation: entry({ workarounds: z.array(text).default([]), restart_helps: z.boolean().optional() }),
    references: z.tuple([reference], reference),
    examples: entry({ affected: z.array(example).nonempty(), unaffected: z.array(example).nonempty() }),
  }).transform(
    ({ remediation, observed_factors: observedFactors, ...fields }): KnownIssue => ({
      ...fields,
      observedFactors,
      workarounds: remediation.workarounds,
      restartHelps: remediation.restart_helps,
    }),
  );
}
