import { judgedBy } from '../catalog/judged-by.ts';
import { fixedVersions } from '../catalog/known-issue.ts';
import { type ComparedResource, firstFigure } from '../catalog/measurement.ts';
import { unresolvedReasons } from '../components/recognise.ts';
import type { Instance } from '../inventory/inventory.ts';
import type { Exposure } from '../matching/match.ts';
import { compareText } from '../text/compare-text.ts';
import type { Alike } from './alike.ts';
import { type Samples, versionText } from './samples.ts';

type Kinds<Value> = readonly Alike<Value>[];

/** What the families that count look at. The texts hold no line break. */
export function instanceKey(instance: Instance): string {
  const { component, version, cluster = '' } = instance;
  return `${cluster}\n${component.id}\n${versionText(instance)}\n${version.ok ? '' : version.reason}`;
}

export function exposureKey({ issue, instance, version, reason }: Exposure): string {
  return `${instance.cluster ?? ''}\n${issue.id}\n${instance.component.id}\n${version.text}\n${reason ?? ''}`;
}

export function componentInstances(instances: Kinds<Instance>): Samples<'componentInstances'> {
  return sums(
    instances.map(({ one, count }) => ({
      labels: { component: one.component.id, version: versionText(one) },
      value: count,
      cluster: one.cluster,
    })),
  );
}

export function unknownInstances(exposures: Kinds<Exposure>): Samples<'knownIssueUnknownInstances'> {
  return sums(
    exposures.flatMap(({ one: { issue, instance, version, reason }, count }) => {
      if (reason === undefined) return [];
      const labels = { component: instance.component.id, version: version.text, issue: issue.id, reason };
      return [{ labels, value: count, cluster: instance.cluster }];
    }),
  );
}

export function knownIssueInfo(exposures: Kinds<Exposure>): Samples<'knownIssueInfo'> {
  return distinct(
    exposures.map(({ one: { issue, instance } }) => {
      const labels = {
        issue: issue.id,
        component: instance.component.id,
        resource: issue.resource,
        severity: issue.severity,
        fixed_version: fixedVersions(issue, instance.component.id)
          .map(({ version }) => version.text)
          .join(', '),
        judged_by: judgedBy(issue, instance.component.id),
      };
      return { labels, value: 1, cluster: instance.cluster };
    }),
  );
}

export function expected(
  resource: ComparedResource,
  exposures: Kinds<Exposure>,
): Samples<'expectedCpuCores' | 'expectedMemoryBytes'> {
  const samples = exposures.flatMap(({ one: { issue, instance, version } }) => {
    const component = instance.component.id;
    const figure = firstFigure(resource, component, issue.expected, 'highest');
    if (!figure) return [];
    const labels = { component, version: version.text, issue: issue.id, source: 'catalog' };
    return [{ labels, value: figure.value, cluster: instance.cluster }];
  });
  return distinct(samples);
}

/** Zeros included for every component that runs, so that the first unresolved instance is a change and not a new series. */
export function unresolvedInstances(instances: Kinds<Instance>): Samples<'unresolvedInstances'> {
  return sums(
    instances.flatMap(({ one: { component, version, cluster }, count }) =>
      unresolvedReasons.map((reason) => ({
        labels: { component: component.id, reason },
        value: !version.ok && version.reason === reason ? count : 0,
        cluster,
      })),
    ),
  );
}

interface Labelled<Labels> {
  readonly labels: Labels;
  readonly value: number;
  readonly cluster?: string | undefined;
}

function sums<Labels>(all: readonly Labelled<Labels>[]): readonly Labelled<Labels>[] {
  return combined(all, (a, b) => a + b);
}

function distinct<Labels>(all: readonly Labelled<Labels>[]): readonly Labelled<Labels>[] {
  return combined(all, (_, b) => b);
}

/** One sample for each cluster and set of labels, ordered by them; `combine` makes one value of two. */
function combined<Labels>(
  all: readonly Labelled<Labels>[],
  combine: (a: number, b: number) => number,
): readonly Labelled<Labels>[] {
  const byLabels = new Map<string, Labelled<Labels>>();
  for (const { labels, value, cluster } of all) {
    const key = `${cluster ?? ''}\n${JSON.stringify(labels)}`;
    const same = byLabels.get(key);
    byLabels.set(key, { labels, value: same ? combine(same.value, value) : value, cluster });
  }
  return [...byLabels].sort(([a], [b]) => compareText(a, b)).map(([, sample]) => sample);
}
