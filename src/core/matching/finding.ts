import type { LeafKind } from '../catalog/condition.ts';
import type { IssueCondition, KnownIssue } from '../catalog/known-issue.ts';

/**
 * Values of the metric label `exposure`. Unknown: a condition cannot be seen. Unconfirmed: the record's range holds the
 * version, but nobody has seen it affected; that is worth a look before an upgrade and no reason to wake anyone.
 */
export const exposureStates = ['exposed', 'unknown', 'unconfirmed', 'not_exposed'] as const;
export type ExposureState = (typeof exposureStates)[number];

/** What a known issue means for instances whose version is in its range. */
export interface Finding {
  readonly issue: KnownIssue;
  readonly state: ExposureState;
  /** The condition that decided against, or that cannot be seen. */
  readonly condition: IssueCondition | undefined;
  /** Which fact is missing; only where the state is unknown. */
  readonly reason: LeafKind | undefined;
}
