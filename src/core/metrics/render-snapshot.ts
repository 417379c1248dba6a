import { fixedVersions } from '../catalog/known-issue.ts';
import { type ComparedResource, firstFigure } from '../catalog/measurement.ts';
import { unresolvedReasons } from '../components/recognise.ts';
import type { Instance } from '../inventory/inventory.ts';
import type { Exposure } from '../matching/match.ts';
import { compareText } from '../text/compare-text.ts';
import { renderFamily, type Sample } from './exposition.ts';
import { families } from './families.ts';
import type { Snapshot } from './snapshot.ts';

export interface CatalogIdentity {
  readonly version: string;
  readonly digest: string;
  /** Whether the built-in catalog is part of it. */
  readonly builtIn: boolean;
  /** Ids of records that a catalog of the user's replaced. */
  readonly overridden: readonly string[];
}

/** The families that describe the cluster. Equal snapshots give equal text, so two replicas of the exporter say the same. */
export function renderSnapshot({ inventory, exposures }: Snapshot, catalog: CatalogIdentity): string {
  const { instances } = inventory;
  return [
    renderFamily(families.componentInfo, instances.flatMap(componentInfo)),
    renderFamily(families.nodeComponentInfo, instances.flatMap(nodeComponentInfo)),
    renderFamily(families.componentInstances, componentInstances(instances)),
    renderFamily(families.knownIssue, exposures.map(knownIssue)),
    renderFamily(families.knownIssueUnknownInstances, unknownInstances(exposures)),
    renderFamily(families.knownIssueInfo, knownIssueInfo(exposures)),
    renderFamily(families.expectedCpuCores, expected('cpu', exposures)),
    renderFamily(families.expectedMemoryBytes, expected('memory', exposures)),
    renderFamily(families.unresolvedInstances, unresolvedInstances(instances)),
    renderFamily(families.catalogInfo, [catalogInfo(catalog)]),
  ].join('');
}

type Samples<Name extends keyof typeof families> = readonly Sample<(typeof families)[Name]>[];

function catalogInfo({ version, digest, builtIn, overridden }: CatalogIdentity): Samples<'catalogInfo'>[number] {
  return { labels: { version, digest, built_in: String(builtIn), overridden: overridden.join(',') }, value: 1 };
}

function versionText({ version }: Instance): string {
  return version.ok ? version.version.text : '';
}

function componentInfo(instance: Instance): Samples<'componentInfo'> {
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
  return [{ labels, value: 1 }];
}

function nodeComponentInfo(instance: Instance): Samples<'nodeComponentInfo'> {
  if (instance.kind !== 'node-process') return [];
  const { nodeName: node, component } = instance;
  return [{ labels: { node, component: component.id, version: versionText(instance) }, value: 1 }];
}

function componentInstances(instances: readonly Instance[]): Samples<'componentInstances'> {
  return counted(instances.map((instance) => ({ component: instance.component.id, version: versionText(instance) })));
}

function knownIssue({ issue, instance, version, state }: Exposure): Samples<'knownIssue'>[number] {
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
  return { labels, value: 1 };
}

function unknownInstances(exposures: readonly Exposure[]): Samples<'knownIssueUnknownInstances'> {
  return counted(
    exposures.flatMap(({ issue, instance, version, reason }) =>
      reason === undefined
        ? []
        : [{ component: instance.component.id, version: version.text, issue: issue.id, reason }],
    ),
  );
}

function knownIssueInfo(exposures: readonly Exposure[]): Samples<'knownIssueInfo'> {
  return withValueOne(
    exposures.map(({ issue, instance: { component } }) => ({
      issue: issue.id,
      component: component.id,
      resource: issue.resource,
      severity: issue.severity,
      fixed_version: fixedVersions(issue, component.id)
        .map(({ version }) => version.text)
        .join(', '),
    })),
  );
}

function expected(
  resource: ComparedResource,
  exposures: readonly Exposure[],
): Samples<'expectedCpuCores' | 'expectedMemoryBytes'> {
  const samples = exposures.flatMap(({ issue, instance, version }) => {
    const component = instance.component.id;
    const figure = firstFigure(resource, component, issue.expected, 'highest');
    if (!figure) return [];
    const labels = { component, version: version.text, issue: issue.id, source: 'catalog' };
    return [{ labels, value: figure.value }];
  });
  return distinct(samples);
}

/** Zeros included for every component that runs, so that the first unresolved instance is a change and not a new series. */
function unresolvedInstances(instances: readonly Instance[]): Samples<'unresolvedInstances'> {
  const zeros = [...new Set(instances.map(({ component }) => component.id))].flatMap((component) =>
    unresolvedReasons.map((reason) => ({ labels: { component, reason }, value: 0 })),
  );
  const ones = instances.flatMap(({ component, version }) =>
    version.ok ? [] : [{ labels: { component: component.id, reason: version.reason }, value: 1 }],
  );
  return combined([...zeros, ...ones], (a, b) => a + b);
}

interface Labelled<Labels> {
  readonly labels: Labels;
  readonly value: number;
}

function withValueOne<Labels>(all: readonly Labels[]): readonly Labelled<Labels>[] {
  return distinct(all.map((labels) => ({ labels, value: 1 })));
}

function counted<Labels>(all: readonly Labels[]): readonly Labelled<Labels>[] {
  return combined(
    all.map((labels) => ({ labels, value: 1 })),
    (a, b) => a + b,
  );
}

function distinct<Labels>(all: readonly Labelled<Labels>[]): readonly Labelled<Labels>[] {
  return combined(all, (_, b) => b);
}

/** One sample for each set of labels, ordered by them; `combine` makes one value of two. */
function combined<Labels>(
  all: readonly Labelled<Labels>[],
  combine: (a: number, b: number) => number,
): readonly Labelled<Labels>[] {
  const byLabels = new Map<string, Labelled<Labels>>();
  for (const { labels, value } of all) {
    const key = JSON.stringify(labels);
    const same = byLabels.get(key);
    byLabels.set(key, { labels, value: same ? combine(same.value, value) : value });
  }
  return [...byLabels].sort(([a], [b]) => compareText(a, b)).map(([, sample]) => sample);
}
