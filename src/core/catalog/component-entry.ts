import { z } from 'zod';
import type { Component, NodeVersionSource } from '../components/component.ts';
import { entry, oneOf, text } from '../text/entry.ts';
import type { Version } from '../versions/version.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';
import { httpsUrl, refuse } from './catalog-entry.ts';
import { parseVersion, writtenVersion } from './range-entry.ts';
import { id, schemeFields, schemeOf } from './scheme-fields.ts';

type Context = z.core.$RefinementCtx;

const imagePath = z
  .string()
  .regex(
    /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/,
    'write the path in the registry without host and tag: calico/node',
  );

const versionMetric = entry({
  name: z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'write the name of a metric: coredns_build_info'),
  label: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'write the name of a label: version')
    .default('version'),
});

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

const digests = z.record(digest, writtenVersion, {
  error: ({ code }) => (code === 'invalid_key' ? 'write a digest as sha256: and 64 hexadecimal digits' : undefined),
});

const container = entry({
  images: z
    .array(imagePath)
    .default([])
    .describe('Repository paths without registry and tag. A mirror is recognised when its path ends in one of them.'),
  containers: z.array(text).nonempty().describe('Names of its container in manifests and charts.'),
  shared_images: z
    .array(imagePath)
    .default([])
    .describe("The same, where other programs run from the image too; the container's name must be one of containers."),
  version_metric: versionMetric
    .optional()
    .describe('A metric of its own that tells its version where the image does not.'),
  digests: digests.default({}).describe('Versions of images by their digest, for pods that name no tag.'),
});

const nodeFields = ['kubelet', 'container_runtime', 'os_image', 'kernel'] as const;

const nodeProcess = entry({
  version_from: oneOf(nodeFields).default('kubelet').describe("The field of the node's nodeInfo that has the version."),
  runtime: text.optional().describe('With container_runtime: cri-o of cri-o://1.29.4.'),
  os: text.optional().describe('With os_image: what stands before the version.'),
  any_label: z.array(text).default([]).describe('The node has one of these labels.'),
  no_label: z.array(text).default([]).describe('The node has none of these labels.'),
  cgroup: z.string().regex(/^\//, 'write the path of the cgroup: /system.slice/rke2-server.service').optional(),
  kubelet_inside: z
    .boolean()
    .optional()
    .describe(
      "It is the kubelet, or runs it inside itself, so that the kubelet's own metrics measure it. Without cgroup: true.",
    ),
});

/** The shape of a `components/<id>.yaml` file. What it parses to is a Component: there is no second mapping. */
export const componentEntry = entry({
  id,
  name: text.describe('For people.'),
  repository: httpsUrl,
  ...schemeFields,
  container: container.optional().describe('It runs as a container of a pod.'),
  node_process: nodeProcess.optional().describe('It runs on the node, outside any pod.'),
}).transform((fields, context): Component => {
  const { container, node_process: nodeProcess } = fields;
  const { id, name, repository } = fields;
  const scheme = schemeOf(fields, context);
  const base = { id, name, repository, scheme };
  if (container && !nodeProcess) {
    const { images, containers, shared_images: sharedImages, version_metric: versionMetric } = container;
    if (images.length + sharedImages.length === 0) {
      return refuse(context, 'missing-key', 'name its images, or shared_images', ['container']);
    }
    const digests = parseDigests(container.digests, scheme, context);
    return { ...base, runs: { as: 'container', images, sharedImages, containers, digests, versionMetric } };
  }
  if (nodeProcess && !container) {
    const { any_label: anyLabel, no_label: noLabel, cgroup, kubelet_inside: inside } = nodeProcess;
    if (inside === false && cgroup === undefined) {
      return refuse(context, 'missing-key', 'name its cgroup: nothing else measures it', ['node_process']);
    }
    const kubeletInside = inside ?? cgroup === undefined;
    const versionFrom = nodeVersionSource(nodeProcess, context);
    return { ...base, runs: { as: 'node-process', versionFrom, anyLabel, noLabel, kubeletInside, cgroup } };
  }
  return refuse(context, 'missing-key', 'a component has one of container and node_process, to say where it runs');
});

function parseDigests(
  written: Readonly<Record<string, unknown>>,
  scheme: VersionScheme,
  context: Context,
): ReadonlyMap<string, Version> {
  const versions = new Map<string, Version>();
  for (const [digest, text] of Object.entries(written)) {
    const version = parseVersion(text, scheme, context, ['container', 'digests', digest]);
    if (version) versions.set(digest, version);
  }
  return versions;
}

function nodeVersionSource(fields: z.output<typeof nodeProcess>, context: Context): NodeVersionSource {
  const { version_from: field, runtime, os } = fields;
  if (runtime !== undefined && field !== 'container_runtime') {
    return refuse(context, 'unknown-key', 'runtime belongs to version_from: container_runtime', [
      'node_process',
      'runtime',
    ]);
  }
  if (os !== undefined && field !== 'os_image') {
    return refuse(context, 'unknown-key', 'os belongs to version_from: os_image', ['node_process', 'os']);
  }
  switch (field) {
    case 'container_runtime':
      if (runtime !== undefined) return { field, runtime };
      return refuse(context, 'missing-key', 'name the runtime: cri-o or containerd', ['node_process', 'runtime']);
    case 'os_image':
      if (os !== undefined) return { field, os };
      return refuse(context, 'missing-key', 'say with os what stands before the version', ['node_process', 'os']);
    default:
      return { field };
  }
}
