import type { Condition, Leaf, Limits } from '../catalog/condition.ts';
import type { DatabaseSpecific } from './osv-record.ts';
import { listed } from './written.ts';
import { writtenRange } from './written-range.ts';

/** The test of a condition as a catalog file holds it under `when`. */
export function writtenTest(condition: Condition): DatabaseSpecific {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { [condition.kind]: condition.of.map(writtenTest) };
    case 'not':
      return { not: writtenTest(condition.of) };
    default:
      return { [condition.kind]: writtenLeaf(condition) };
  }
}

function writtenLeaf(leaf: Leaf): unknown {
  switch (leaf.kind) {
    case 'node_kernel':
    case 'kubelet_version':
      return { ranges: leaf.ranges.map(writtenRange) };
    case 'container_runtime':
      return { name: leaf.name, ranges: listed(leaf.ranges.map(writtenRange)) };
    case 'component_present':
      return { component: leaf.component.id, ranges: listed(leaf.ranges.map(writtenRange)) };
    case 'node_os_image':
    case 'node_instance_type':
    case 'container_image':
      return { values: leaf.values };
    case 'node_platform':
      return leaf.platforms;
    case 'node_architecture':
      return leaf.architectures;
    case 'node_capacity':
      return { resource: leaf.resource, ...writtenLimits(leaf.limits) };
    case 'node_label':
    case 'node_annotation':
    case 'pod_label':
    case 'pod_annotation':
      return { key: leaf.key, values: listed(leaf.values) };
    case 'node_argument':
      return { annotations: leaf.annotations, flag: leaf.flag, values: listed(leaf.values) };
    case 'container_argument':
      return { flag: leaf.flag, values: listed(leaf.values), config_flags: listed(leaf.configFlags) };
    case 'container_env':
      return { name: leaf.name, values: leaf.values };
    case 'cluster_nodes':
      return { with_label: leaf.withLabel, ...writtenLimits(leaf.limits) };
    case 'workload_replicas':
      return writtenLimits(leaf.limits);
    case 'manual':
      return leaf.check;
  }
}

function writtenLimits({ atLeast, atMost }: Limits) {
  return { at_least: atLeast, at_most: atMost };
}
