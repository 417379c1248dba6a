import { readMatchers } from '../label-matchers.ts';
import type { IssueStage } from './issue-stage.ts';

/** Whether a waiver of the issue may be for instances that tests simulate: then they cannot show that its alert fires. */
export function isWaived(stage: IssueStage): boolean {
  const { settings, ruled } = stage;
  return settings.waivers.some(({ issue, selector }) => issue === ruled.issue.id && mayConcern(selector, stage));
}

/** Whether an override may be for them: then the catalog's figure is not what they are judged by. */
export function isOverridden(stage: IssueStage): boolean {
  const { settings, ruled } = stage;
  return settings.overrides.some(
    ({ component, selector, ...values }) =>
      values[ruled.on.resource] !== undefined &&
      ruled.judged.some(({ id }) => id === component) &&
      mayConcern(selector, stage),
  );
}

/** Of labels that are the same in all simulated worlds it can be told; of the others it may be. */
function mayConcern(selector: string, { ruled }: IssueStage): boolean {
  const reading = readMatchers(selector);
  if (!reading.ok) return true;
  const workloads = ruled.judged.map(({ id }) => id);
  const simulated: Readonly<Record<string, readonly string[]>> = {
    namespace: ['kube-system'],
    workload_kind: ['DaemonSet'],
    workload: workloads,
    node: ['victim', '1', '2', '3', '4', '5', '6'].map((name) => `node-${name}`),
  };
  return reading.matchers.every(({ label, operator, value }) => {
    const values = operator === '=' ? simulated[label] : undefined;
    return values === undefined || values.includes(value);
  });
}
