import { describeFixed } from '../../catalog/known-issue.ts';
import { joinWords } from '../../text/join-words.ts';
import type { ListedAffected } from '../issue-list.ts';
import type { IssueRecord } from '../issue-record.ts';
import { listItem, type Section } from './section.ts';

/** Nothing to do about a record that turned out wrong. */
export function remedySection({ affected, kind, withdrawn, workarounds, restartHelps }: IssueRecord): Section {
  if (withdrawn !== null) return { heading: 'WHAT TO DO', content: [] };
  return {
    heading: 'WHAT TO DO',
    content: [
      ...(kind === 'baseline-shift' ? [] : affected.flatMap(describeUpgrade)),
      ...workarounds,
      ...(restartHelps === null ? [] : [restartHelps ? 'A restart helps for a while.' : 'A restart does not help.']),
    ].map((text) => listItem(text)),
  };
}

function describeUpgrade({ component, ranges, fixedVersions, partialFixes }: ListedAffected): readonly string[] {
  const editions = new Map(ranges.map(({ fixed, edition }) => [fixed, edition]));
  const targets = fixedVersions.map((version) => describeFixed(version, editions.get(version)));
  return [
    targets.length === 0
      ? withoutFix(component, ranges.length)
      : `Upgrade ${component} to ${joinWords(targets, 'or')}.`,
    ...partialFixes.map(({ version, what }) => `${component} ${version} helps but does not cure: ${what}`),
  ];
}

/** Where only single versions are affected, every other one is a way out. */
function withoutFix(component: string, ranges: number): string {
  return ranges === 0
    ? `Take a version of ${component} that is not listed above.`
    : `No fixed release of ${component} is known.`;
}
