import { leavesOf } from '../../catalog/condition.ts';
import type { KnownIssue } from '../../catalog/known-issue.ts';
import { coveragePattern } from '../../versions/coverage-pattern.ts';
import { compileCondition } from './compile-condition.ts';
import { never } from './recorded.ts';

/** Why the issue cannot be judged by series of kube-state-metrics, as a clause; `undefined` when it can. */
export function whyNotCompiled(issue: KnownIssue): string | undefined {
  for (const { component, ranges, versions } of issue.affected) {
    const { pattern, reading } = component.scheme;
    if (!reading) return `no regular expression reads the versions of ${component.id}`;
    if (!coveragePattern(ranges, versions, pattern))
      return `no regular expression describes its versions of ${component.id}`;
  }
  const asked = { instances: never, on: { noun: 'container' }, clusterLabel: 'cluster' } as const;
  const leaves = issue.conditions.flatMap(({ test }) => leavesOf(test));
  const [uncompiled] = leaves.filter((leaf) => !compileCondition(leaf, asked));
  return uncompiled && `no PromQL over kube-state-metrics' series answers its condition ${uncompiled.kind}`;
}
