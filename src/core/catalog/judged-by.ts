import { comparedResource, type KnownIssue } from './known-issue.ts';
import { firstFigure } from './measurement.ts';

/**
 * What the rules compare the usage of an affected component with: a figure of the record, what versions without the issue
 * used here, an instance's peers, its own quiet time, its own trend, what a victim used without the issue; or nothing,
 * where no series that rules read shows the issue. A closed list: it is a metric label.
 */
export const bases = ['figure', 'history', 'peers', 'own_past', 'trend', 'unburdened', 'nothing'] as const;
export type Basis = (typeof bases)[number];

export function judgedBy(issue: KnownIssue, componentId: string): Basis {
  const resource = comparedResource(issue);
  if (resource === undefined || issue.kind === 'baseline-shift' || issue.withdrawn !== undefined) return 'nothing';
  const hasFigure = firstFigure(resource, componentId, issue.expected, 'highest') !== undefined;
  switch (issue.signature) {
    case 'step':
      return hasFigure ? 'figure' : 'history';
    case 'outlier':
      return 'peers';
    case 'delayed-onset':
      return hasFigure ? 'figure' : 'own_past';
    case 'growth':
      return 'trend';
    case 'victim':
      return 'unburdened';
  }
}
