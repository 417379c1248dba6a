import type { Instance } from '../inventory/inventory.ts';
import type { Exposure } from '../matching/match.ts';
import type { Sample } from './exposition.ts';
import type { families } from './families.ts';

export type Samples<Name extends keyof typeof families> = readonly Sample<(typeof families)[Name]>[];

export function versionText({ version }: Instance): string {
  return version.ok ? version.version.text : '';
}

export function componentInfo(instance: Instance): Samples<'componentInfo'> {
  if (instance.kind !== 'container') return [];
  const { namespace, workload, pod, container, nodeName: node, component } = instance;
  const labels = {
    namespace,
    workload_kind: workload.kind,
    workload: workload.name,
    pod,
    container,
    node,
    component: component.id,
    version: versionText(instance),
  };
  return [{ labels, value: 1, cluster: instance.cluster }];
}

export function nodeComponentInfo(instance: Instance): Samples<'nodeComponentInfo'> {
  if (instance.kind !== 'node-process') return [];
  const { nodeName: node, component } = instance;
  return [
    { labels: { node, component: component.id, version: versionText(instance) }, value: 1, cluster: instance.cluster },
  ];
}

export function knownIssue({ issue, instance, version, state }: Exposure): Samples<'knownIssue'>[number] {
  const inPod = instance.kind === 'container';
  const labels = {
    namespace: inPod ? instance.namespace : '',
    pod: inPod ? instance.pod : '',
    container: inPod ? instance.container : '',
    node: instance.nodeName,
    component: instance.component.id,
    version: version.text,
    issue: issue.id,
    exposure: state,
  };
  return { labels, value: 1, cluster: instance.cluster };
}
