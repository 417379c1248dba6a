import { z } from 'zod';
import type { Component } from '../components/component.ts';
import { entry, oneOf, text } from '../text/entry.ts';
import { type VersionSchemeId, versionSchemes } from '../versions/schemes.ts';
import { httpsUrl, refuse } from './catalog-entry.ts';

const schemeIds = Object.keys(versionSchemes) as [VersionSchemeId, ...VersionSchemeId[]]; // keys of a literal
const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'write it in lower case, with dashes: calico-node');
const imagePath = z
  .string()
  .regex(/^[a-z0-9._-]+(?:\/[a-z0-9._-]+)+$/, 'write the path in the registry without host and tag: calico/node');

const container = entry({ images: z.array(imagePath).nonempty(), containers: z.array(text).nonempty() });
const nodeProcess = entry({
  any_label: z.array(text).default([]),
  no_label: z.array(text).default([]),
  cgroup: z.string().startsWith('/', 'write the path of the cgroup: /system.slice/rke2-server.service').optional(),
});

/** The shape of a `components/<id>.yaml` file. What it parses to is a Component: there is no second mapping. */
export const componentEntry = entry({
  id,
  name: text,
  repository: httpsUrl,
  version_scheme: oneOf(schemeIds),
  container: container.optional(),
  node_process: nodeProcess.optional(),
}).transform((fields, context): Component => {
  const { container, node_process: nodeProcess } = fields;
  const base = { id: fields.id, name: fields.name, scheme: versionSchemes[fields.version_scheme] };
  if (container && !nodeProcess) {
    return { ...base, runs: { as: 'container', images: container.images, containers: container.containers } };
  }
  if (nodeProcess && !container) {
    const { any_label: anyLabel, no_label: noLabel, cgroup } = nodeProcess;
    return { ...base, runs: { as: 'node-process', anyLabel, noLabel, cgroup } };
  }
  return refuse(context, 'missing-key', 'a component has one of container and node_process, to say where it runs');
});
