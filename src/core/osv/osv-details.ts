import type { Cause, CauseBasis, IssueCondition, KnownIssue } from '../catalog/known-issue.ts';
import { markdownList, toMarkdown } from './markdown.ts';

/** What a person needs who sees nothing but this text: what happens, why, to whom, and what helps besides an upgrade. */
export function osvDetails({ details, cause, conditions, workarounds, restartHelps }: KnownIssue): string {
  return [
    toMarkdown(details),
    ...(cause ? causeSection(cause) : []),
    ...(conditions.length === 0 ? [] : conditionSection(conditions)),
    ...remediationSection(workarounds, restartHelps),
  ].join('\n\n');
}

const causeHeadings: Readonly<Record<CauseBasis, string>> = {
  stated: '### Cause',
  inferred: '### Cause (inferred)',
  unknown: '### Cause (unknown)',
};

function causeSection({ text, basis }: Cause): readonly string[] {
  return [causeHeadings[basis], toMarkdown(text)];
}

function conditionSection(conditions: readonly IssueCondition[]): readonly string[] {
  const clauses = conditions.map(({ text, components }) =>
    components.length === 0 ? text : `for ${components.join(', ')}: ${text}`,
  );
  return ['### Conditions', 'An affected version shows it only where all of these hold:', markdownList(clauses)];
}

function remediationSection(workarounds: readonly string[], restartHelps: boolean | undefined): readonly string[] {
  const restart = restartHelps ? 'A restart helps for a while.' : 'A restart does not help.';
  const all = [...workarounds, ...(restartHelps === undefined ? [] : [restart])];
  return all.length === 0 ? [] : ['### Workarounds', markdownList(all)];
}
