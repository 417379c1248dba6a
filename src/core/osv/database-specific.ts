import type { IssueCondition, KnownIssue } from '../catalog/known-issue.ts';
import type { DatabaseSpecific } from './osv-record.ts';
import { listed } from './written.ts';
import { writtenFactor, writtenGrowth, writtenMeasurement } from './written-figures.ts';
import { writtenTest } from './written-test.ts';

/** What OSV has no place for, under the keys and in the shapes of a catalog file (docs/catalog-format.md). */
export function databaseSpecific(issue: KnownIssue): DatabaseSpecific {
  return {
    kind: issue.kind,
    severity: issue.severity,
    confidence: issue.confidence,
    resource: issue.resource,
    further_resources: listed(issue.furtherResources),
    signature: issue.signature,
    instances: issue.instances,
    victim: issue.victim?.id,
    tickets: listed(ticketsOf(issue)),
    conditions: listed(issue.conditions.map(writtenCondition)),
    cause: issue.cause,
    log_lines: listed(issue.logLines),
    expected: listed(issue.expected.map(writtenMeasurement)),
    observed: listed(issue.observed.map(writtenMeasurement)),
    observed_factors: listed(issue.observedFactors.map(writtenFactor)),
    observed_growth: listed(issue.observedGrowth.map(writtenGrowth)),
    disputes: listed(issue.disputes),
    open_questions: listed(issue.openQuestions),
    remediation: { workarounds: listed(issue.workarounds), restart_helps: issue.restartHelps },
    references: issue.references,
  };
}

/**
 * Ids of the same defect in vulnerability databases. OSV's aliases are ids of such databases; a ticket is one of ours,
 * and what it is about may be more or less than the record.
 */
export function vulnerabilityIdsOf({ aliases }: KnownIssue): readonly string[] {
  return aliases.filter((alias) => !isTicket(alias));
}

function ticketsOf({ aliases }: KnownIssue): readonly string[] {
  return aliases.filter(isTicket);
}

/** `owner/repository#number` */
function isTicket(alias: string): boolean {
  return alias.includes('#');
}

function writtenCondition({ text, test, components }: IssueCondition) {
  return { text, when: writtenTest(test), components: listed(components) };
}
