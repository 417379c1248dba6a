import { comparedResource, type KnownIssue } from '../catalog/known-issue.ts';
import { firstFigure } from '../catalog/measurement.ts';

/** When usage counts as diverging from what is expected: above `factor` times the expectation, and above `floor` cores. */
export interface Divergence {
  readonly factor: number;
  /** In cores: without it, a step from 0.001 to 0.004 cores would page someone. */
  readonly floor: number;
}

const factorRange = { least: 1.5, most: 3 };
const cpuFloor = 0.1;

/**
 * Half way, in ratios, between the expected usage and the one that was observed: √10 ≈ 3.2 for ten times, capped at 3.
 *
 * An issue that "more than doubles" usage would never reach a fixed factor of 3. Where nobody gave a figure, 3 holds.
 */
export function divergenceOf(issue: KnownIssue): Divergence {
  const factor = observedFactor(issue);
  const halfway = factor === undefined ? factorRange.most : Math.sqrt(factor);
  const clamped = Math.min(Math.max(halfway, factorRange.least), factorRange.most);
  return { factor: Math.round(clamped * 100) / 100, floor: cpuFloor };
}

/**
 * The least usage, in cores, that can be the misbehaviour of an issue which starts late: half of what was observed.
 *
 * Such an issue is judged by the instance's own quiet level, and many healthy instances idle at nearly nothing.
 */
export function onsetFloorOf(issue: KnownIssue): number {
  const observed = issue.affected.flatMap(
    ({ component }) => firstFigure('cpu', component.id, issue.observed, 'lowest')?.value ?? [],
  );
  return observed.length === 0 ? cpuFloor : Math.max(cpuFloor, Math.min(...observed) / 2);
}

function observedFactor(issue: KnownIssue): number | undefined {
  const [stated] = issue.observedFactors.flatMap(({ factor, resource }) =>
    resource === issue.resource ? (factor.min ?? factor.max ?? []) : [],
  );
  if (stated !== undefined) return stated;
  const resource = comparedResource(issue);
  if (!resource) return undefined;
  const ratios = issue.affected.flatMap(({ component }) => {
    const expected = firstFigure(resource, component.id, issue.expected, 'highest');
    const observed = firstFigure(resource, component.id, issue.observed, 'lowest');
    return expected && observed && expected.per === observed.per ? observed.value / expected.value : [];
  });
  return ratios.length === 0 ? undefined : Math.min(...ratios);
}
