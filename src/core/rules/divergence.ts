import { comparedResource, type KnownIssue, showingComponents } from '../catalog/known-issue.ts';
import { type ComparedResource, firstFigure, unitOf } from '../catalog/measurement.ts';
import type { ThresholdSettings } from './rule-settings.ts';

/** When usage counts as diverging from what is expected: above `factor` times the expectation, and above `floor`. */
export interface Divergence {
  readonly factor: number;
  /** In cores or bytes: without it, a step from 0.001 to 0.004 cores would page someone. */
  readonly floor: number;
}

const factorRange = { least: 1.5, most: 3 };

/**
 * Half way, in ratios, between the expected usage and the one that was observed: √10 ≈ 3.2 for ten times, capped at 3.
 *
 * An issue that "more than doubles" usage would never reach a fixed factor of 3. Where nobody gave a figure, 3 holds, and
 * for memory half of the way to it in ratios: healthy processes hardly ever double what they hold.
 */
export function divergenceOf(issue: KnownIssue, resource: ComparedResource, settings: ThresholdSettings): Divergence {
  return { factor: settings.factor ?? ownFactor(issue, resource), floor: floorOf(resource, settings) };
}

/** Least usage of a resource that diverges, in cores or bytes. */
export function floorOf(resource: ComparedResource, { cpuFloor, memoryFloor }: ThresholdSettings): number {
  return resource === 'cpu' ? cpuFloor : memoryFloor;
}

/**
 * The least usage, in cores or bytes, that can be the misbehaviour of an issue which starts late: half of what was
 * observed.
 *
 * Such an issue is judged by the instance's own quiet level, and many healthy instances idle at nearly nothing.
 */
export function onsetFloorOf(issue: KnownIssue, resource: ComparedResource, settings: ThresholdSettings): number {
  const floor = floorOf(resource, settings);
  const observed = showingComponents(issue).flatMap(
    ({ id }) => firstFigure(resource, id, issue.observed, 'lowest')?.value ?? [],
  );
  return observed.length === 0 ? floor : Math.max(floor, Math.min(...observed) / 2);
}

/** Slowest growth, in cores or bytes a second, that is this leak: half of the slowest that was observed with its time. */
export function growthFloorOf(issue: KnownIssue, resource: ComparedResource, settings: ThresholdSettings): number {
  const floor = (resource === 'cpu' ? settings.cpuGrowthFloor : settings.memoryGrowthFloor) / 3600;
  const observed = issue.observedGrowth.flatMap(({ by, over, unit }) => {
    const increase = by.min ?? by.max;
    return unit === unitOf[resource] && increase !== undefined && over !== undefined ? increase / over : [];
  });
  return observed.length === 0 ? floor : Math.max(floor, Math.min(...observed) / 2);
}

function ownFactor(issue: KnownIssue, resource: ComparedResource): number {
  const factor = observedFactor(issue, resource);
  const halfway = factor === undefined ? factorRange.most : Math.sqrt(factor);
  const unstated = factor === undefined && resource === 'memory' ? Math.sqrt(factorRange.most) : halfway;
  const clamped = Math.min(Math.max(unstated, factorRange.least), factorRange.most);
  return Math.round(clamped * 100) / 100;
}

function observedFactor(issue: KnownIssue, resource: ComparedResource): number | undefined {
  const [stated] = issue.observedFactors.flatMap((observed) =>
    observed.resource === resource ? (observed.factor.min ?? observed.factor.max ?? []) : [],
  );
  if (stated !== undefined) return stated;
  if (resource !== comparedResource(issue)) return undefined;
  const ratios = showingComponents(issue).flatMap(({ id }) => {
    const expected = firstFigure(resource, id, issue.expected, 'highest');
    const observed = firstFigure(resource, id, issue.observed, 'lowest');
    return expected && observed && expected.per === observed.per ? observed.value / expected.value : [];
  });
  return ratios.length === 0 ? undefined : Math.min(...ratios);
}
