import type { Catalog } from '../../src/core/catalog/catalog.ts';
import type { Condition } from '../../src/core/catalog/condition.ts';
import { judgedBy } from '../../src/core/catalog/judged-by.ts';
import { affects, fixedVersions, type KnownIssue } from '../../src/core/catalog/known-issue.ts';
import { firstFigure } from '../../src/core/catalog/measurement.ts';
import { type Recogniser, unresolvedReasons } from '../../src/core/components/recognise.ts';
import type { ClusterObjects } from '../../src/core/inventory/build-inventory.ts';
import type { Instance, Inventory } from '../../src/core/inventory/inventory.ts';
import { clusterFacts } from '../../src/core/matching/cluster-facts.ts';
import { evaluateCondition } from '../../src/core/matching/evaluate-condition.ts';
import type { Exposure } from '../../src/core/matching/match.ts';
import { families, type MetricFamily } from '../../src/core/metrics/families.ts';
import type { CatalogIdentity } from '../../src/core/metrics/render-snapshot.ts';

/** What the exporter does, written down in the plainest way, one thing after the other and nothing kept. */

export function inventoryFromScratch(
  { cluster, nodes, pods, replicaSets, seesAllPods = true }: ClusterObjects,
  recogniser: Recogniser,
): Inventory {
  const allNodes = new Map([...nodes].map((node) => [node.name, node]));
  const owners = new Map([...replicaSets].map((one) => [`${one.namespace}/${one.name}`, one]));
  const onNodes = [...allNodes.values()].flatMap((node) =>
    recogniser
      .recogniseNode(node)
      .map((recognised): Instance => ({ kind: 'node-process', ...recognised, cluster, nodeName: node.name, node })),
  );
  const inPods = [...pods].flatMap((pod) =>
    pod.containers.flatMap(({ name, image, reported, environment, flags }): Instance[] => {
      const recognised = recogniser.recogniseContainer(image, name, reported);
      if (!recognised || pod.nodeName === '' || pod.phase === 'Succeeded' || pod.phase === 'Failed') return [];
      const owner = owners.get(`${pod.namespace}/${pod.controller?.name}`);
      const workload = (pod.controller?.kind === 'ReplicaSet' && owner?.controller) || pod.controller;
      return [
        {
          kind: 'container',
          ...recognised,
          cluster,
          namespace: pod.namespace,
          pod: pod.name,
          container: name,
          workload: workload ?? { kind: 'Pod', name: pod.name },
          image,
          environment,
          flags,
          podLabels: pod.labels,
          podAnnotations: pod.annotations,
          nodeName: pod.nodeName,
          node: allNodes.get(pod.nodeName),
        },
      ];
    }),
  );
  const place = (instance: Instance) =>
    instance.kind === 'container' ? `${instance.namespace}/${instance.pod}/${instance.container}` : instance.nodeName;
  return {
    nodes: [...allNodes.values()].sort((a, b) => order(a.name, b.name)),
    instances: [...onNodes, ...inPods].sort(
      (a, b) => order(a.component.id, b.component.id) || order(place(a), place(b)),
    ),
    seesAllPods,
  };
}

export function exposuresFromScratch(inventory: Inventory, catalog: Catalog): readonly Exposure[] {
  const cluster = clusterFacts(inventory);
  return inventory.instances.flatMap((instance) => {
    const { component, version: reading } = instance;
    if (!reading.ok) return [];
    return catalog.issuesOf(component.id).flatMap((issue): Exposure[] => {
      const affected = issue.affected.find((one) => one.component.id === component.id);
      const isAffected = affected && affects(affected, reading.version);
      if (issue.kind !== 'regression' || isAffected === false) return [];
      const answer = stateOf(issue, isAffected === true, (test) => evaluateCondition(test, { instance, cluster }));
      return [{ issue, instance, version: reading.version, ...answer }];
    });
  });

  function stateOf(
    { conditions }: KnownIssue,
    isCertain: boolean,
    evaluate: (test: Condition) => ReturnType<typeof evaluateCondition>,
  ): Pick<Exposure, 'state' | 'condition' | 'reason'> {
    const answers = conditions.map((condition) => ({ condition, ...evaluate(condition.test) }));
    const no = answers.find(({ truth }) => truth === false);
    if (no) return { state: 'not_exposed', condition: no.condition, reason: undefined };
    if (!isCertain) return { state: 'unconfirmed', condition: undefined, reason: undefined };
    const open = answers.find((answer) => answer.truth === undefined);
    if (open?.truth !== undefined || !open) return { state: 'exposed', condition: undefined, reason: undefined };
    return { state: 'unknown', condition: open.condition, reason: open.because };
  }
}

type Labels = Readonly<Record<string, string>>;

export function textFromScratch(
  { instances }: Inventory,
  exposures: readonly Exposure[],
  { version, digest, builtIn, overridden }: CatalogIdentity,
): string {
  const versionOf = (instance: Instance) => (instance.version.ok ? instance.version.version.text : '');
  const identity = (instance: Instance) => ({ component: instance.component.id, version: versionOf(instance) });
  const ofIssue = ({ instance, issue }: Exposure) => ({ ...identity(instance), issue: issue.id });
  const figures = (resource: 'cpu' | 'memory') =>
    exposures.flatMap((exposure) => {
      const figure = firstFigure(resource, exposure.instance.component.id, exposure.issue.expected, 'highest');
      return figure ? [[{ ...ofIssue(exposure), source: 'catalog' }, figure.value] as const] : [];
    });
  const components = [...new Set(instances.map(({ component }) => component.id))];
  return [
    family(
      families.componentInfo,
      instances.flatMap((one) => {
        if (one.kind !== 'container') return [];
        const { namespace, pod, container, nodeName: node, workload } = one;
        const owner = { workload_kind: workload.kind, workload: workload.name };
        return [[{ namespace, ...owner, pod, container, node, ...identity(one) }, 1] as const];
      }),
    ),
    family(
      families.nodeComponentInfo,
      instances.flatMap((one) =>
        one.kind === 'node-process' ? [[{ node: one.nodeName, ...identity(one) }, 1] as const] : [],
      ),
    ),
    family(families.componentInstances, counted(instances.map(identity))),
    family(
      families.knownIssue,
      exposures.map((exposure) => {
        const { instance, state } = exposure;
        const { namespace, pod, container } =
          instance.kind === 'container' ? instance : { namespace: '', pod: '', container: '' };
        const node = instance.nodeName;
        return [{ namespace, pod, container, node, ...ofIssue(exposure), exposure: state }, 1] as const;
      }),
    ),
    family(
      families.knownIssueUnknownInstances,
      counted(
        exposures.flatMap((exposure) =>
          exposure.reason === undefined ? [] : [{ ...ofIssue(exposure), reason: exposure.reason }],
        ),
      ),
    ),
    family(
      families.knownIssueInfo,
      once(
        exposures.map(({ issue, instance: { component } }) => {
          const fixed = fixedVersions(issue, component.id).map((one) => one.version.text);
          const { id, resource, severity } = issue;
          const about = { issue: id, component: component.id, resource, severity };
          return [{ ...about, fixed_version: fixed.join(', '), judged_by: judgedBy(issue, component.id) }, 1];
        }),
      ),
    ),
    family(families.expectedCpuCores, once(figures('cpu'))),
    family(families.expectedMemoryBytes, once(figures('memory'))),
    family(
      families.unresolvedInstances,
      components.flatMap((component) =>
        unresolvedReasons.map((reason) => {
          const all = instances.filter((one) => one.component.id === component && !one.version.ok);
          const count = all.filter((one) => !one.version.ok && one.version.reason === reason).length;
          return [{ component, reason }, count] as const;
        }),
      ),
    ),
    family(families.catalogInfo, [[{ version, digest, built_in: String(builtIn), overridden: overridden.join() }, 1]]),
  ].join('');
}

type Series = readonly (readonly [labels: Labels, value: number])[];

function family({ name, help, type, labels: names }: MetricFamily, series: Series): string {
  const lines = series.map(([labels, value]) => {
    const pairs = names.map((label) => `${label}="${labels[label]?.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`);
    return `${name}{${pairs.join()}} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function counted(all: readonly Labels[]): Series {
  const groups = Map.groupBy(all, text);
  return once([...groups.values()].map((alike) => [alike[0] ?? {}, alike.length] as const));
}

/** Each set of labels once, in their order. */
function once(series: Series): Series {
  const byText = new Map(series.map((one) => [text(one[0]), one]));
  return [...byText].sort(([a], [b]) => order(a, b)).map(([, one]) => one);
}

function text(labels: Labels): string {
  return JSON.stringify(labels);
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
