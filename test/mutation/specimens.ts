import { type Catalog, createCatalog } from '../../src/core/catalog/catalog.ts';
import type { Affected, KnownIssue } from '../../src/core/catalog/known-issue.ts';
import type { Component } from '../../src/core/components/component.ts';
import type { RuleSettings } from '../../src/core/rules/rule-settings.ts';

/** A catalog so small that its rules are tested quickly. */
export interface Specimen {
  readonly name: string;
  readonly catalog: Catalog;
  readonly settings: Partial<RuleSettings>;
  /** Whether it stands for the rules of issues, or for those that every catalog has. */
  readonly of: 'issues' | 'all';
}

/**
 * About half of the default windows, in their order: the tests simulate worlds in their scale, and the cost of a run is
 * the length of these.
 */
export const mutationSettings: Partial<RuleSettings> = {
  exposureAlerts: true,
  rateWindow: 3 * 60,
  memory: 6 * 60,
  sustained: 6 * 60,
  alertFor: 3 * 60,
  keepFiringFor: 8 * 60,
  history: 60 * 60,
  warmUp: 20 * 60,
  lookback: 2 * 86_400,
  growthWindow: 60 * 60,
  growthHorizon: 12 * 60 * 60,
  settle: 10 * 60,
  regressionFor: 10 * 60,
  exporterFor: 8 * 60,
};

/** An issue on one of its components, with what its generated tests are called and how long they are. */
export interface Candidate {
  readonly issue: KnownIssue;
  readonly entry: Affected;
  readonly scenarios: ReadonlySet<string>;
  readonly cost: number;
}

/** Nothing more is gained from further issues of a shape: their tests differ in their figures. */
const mostOfOneShape = 2;

/** For each signature, resource, state of knowledge and way to run, the issues whose tests between them have all scenarios. */
export function chooseSpecimens(candidates: readonly Candidate[]): readonly Specimen[] {
  const shapes = Map.groupBy(candidates, ({ issue, entry }) =>
    [
      issue.signature,
      issue.resource,
      issue.expected.length > 0 ? 'with a figure' : 'without a figure',
      entry.component.runs.as,
    ].join(' '),
  );
  return [...shapes].flatMap(([shape, ofShape]) =>
    cover(ofShape).map(
      ({ issue, entry }): Specimen => ({
        name: `${shape}: ${issue.id} on ${entry.component.id}`,
        catalog: catalogOf([{ issue, entry }]),
        settings: mutationSettings,
        of: 'issues',
      }),
    ),
  );
}

/** One issue for each resource and way to run, and a component for each way to measure. */
export function chooseGeneralSpecimen(candidates: readonly Candidate[], components: readonly Component[]): Specimen {
  const chosen = [...Map.groupBy(candidates, resourceAndKind).values()].flatMap((ofKind) => cheapest(ofKind));
  const measured = new Map(chosen.map(({ entry }) => [wayToMeasure(entry.component), entry.component]));
  const further = components.filter((component) => {
    const isNew = !measured.has(wayToMeasure(component));
    measured.set(wayToMeasure(component), component);
    return isNew;
  });
  return { name: 'every catalog', catalog: catalogOf(chosen, further), settings: mutationSettings, of: 'all' };
}

function resourceAndKind({ issue, entry }: Candidate): string {
  return `${issue.resource} ${entry.component.runs.as}`;
}

function wayToMeasure({ runs }: Component): string {
  return runs.as === 'node-process' && runs.cgroup !== undefined ? 'cgroup' : runs.as;
}

/** The catalog of nothing but these issues, each on one component. */
export function catalogOf(
  chosen: readonly Pick<Candidate, 'issue' | 'entry'>[],
  further: readonly Component[] = [],
): Catalog {
  const components = [
    ...chosen.flatMap(({ issue, entry }) => [entry.component, issue.victim ?? []].flat()),
    ...further,
  ];
  return createCatalog(
    new Map(components.map((component) => [component.id, component])),
    new Map(chosen.map(({ issue, entry }) => [issue.id, { ...issue, affected: [entry] }])),
    new Map(),
  );
}

function cover(candidates: readonly Candidate[]): readonly Candidate[] {
  const chosen: Candidate[] = [];
  const covered = new Set<string>();
  const gain = ({ scenarios }: Candidate) => [...scenarios].filter((title) => !covered.has(title)).length;
  while (chosen.length < mostOfOneShape) {
    const most = Math.max(0, ...candidates.map(gain));
    if (most === 0) break;
    for (const next of cheapest(candidates.filter((candidate) => gain(candidate) === most))) {
      chosen.push(next);
      for (const title of next.scenarios) covered.add(title);
    }
  }
  return chosen;
}

/** The one with the shortest tests; none of none. */
function cheapest(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates].sort((a, b) => a.cost - b.cost).slice(0, 1);
}
