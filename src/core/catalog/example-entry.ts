import { z } from 'zod';
import { entry, text } from '../text/entry.ts';
import { refuse } from './catalog-entry.ts';
import type { Example, ExampleContainer } from './known-issue.ts';

const texts = z.record(z.string(), z.string()).optional();
const count = z.int().positive();
const ofContainer = ['container', 'args', 'env', 'pod_labels', 'pod_annotations', 'replicas'] as const;

const exampleFields = entry({
  image: text.optional().describe('A container with this image; without it the example is of what runs on the node.'),
  container: text.optional().describe('The name of the container, where the image is shared.'),
  args: z.array(z.string()).optional(),
  env: texts,
  pod_labels: texts,
  pod_annotations: texts,
  replicas: count.optional().describe('How many such pods the workload has.'),
  kubelet: text.optional().describe('v1.31.6+k3s1'),
  runtime: text.optional().describe('containerd://1.7.2'),
  kernel: text.optional(),
  os_image: text.optional(),
  architecture: text.optional().describe('arm64'),
  instance_type: text.optional().describe('m5.large'),
  provider_id: text.optional(),
  node_labels: texts,
  node_annotations: texts,
  cpus: z.number().positive().optional(),
  memory: z.number().positive().optional().describe('In bytes.'),
  nodes: count.default(1).describe('How many such nodes the cluster has.'),
  others: z
    .array(entry({ image: text, container: text.optional() }))
    .default([])
    .describe('Further containers in the cluster.'),
});

type ExampleFields = z.output<typeof exampleFields>;

/** A miniature instance that holds a record to what it says. */
export const exampleEntry = exampleFields.transform((fields, context): Example => {
  checkShape(fields, context);
  return {
    container: containerOf(fields),
    kubelet: fields.kubelet ?? '',
    runtime: fields.runtime ?? '',
    kernel: fields.kernel ?? '',
    osImage: fields.os_image ?? '',
    architecture: fields.architecture ?? '',
    instanceType: fields.instance_type ?? '',
    providerId: fields.provider_id ?? '',
    nodeLabels: fields.node_labels ?? {},
    nodeAnnotations: fields.node_annotations ?? {},
    cpus: fields.cpus,
    memory: fields.memory,
    nodes: fields.nodes,
    others: fields.others.map(({ image, container }) => ({ image, name: container ?? '' })),
  };
});

function checkShape(fields: ExampleFields, context: z.core.$RefinementCtx): void {
  if (fields.image !== undefined) return;
  const misplaced = ofContainer.find((key) => fields[key] !== undefined);
  if (misplaced) refuse(context, 'example-shape', `${misplaced} is of a container; add image`, [misplaced]);
  else if ((fields.kubelet ?? fields.runtime ?? fields.os_image ?? fields.kernel) === undefined) {
    const message = 'an example runs an image, or a node that says a version: add image or kubelet';
    refuse(context, 'example-shape', message);
  }
}

function containerOf(fields: ExampleFields): ExampleContainer | undefined {
  if (fields.image === undefined) return undefined;
  return {
    image: fields.image,
    name: fields.container ?? '',
    args: fields.args ?? [],
    env: fields.env ?? {},
    podLabels: fields.pod_labels ?? {},
    podAnnotations: fields.pod_annotations ?? {},
    replicas: fields.replicas ?? 1,
  };
}
