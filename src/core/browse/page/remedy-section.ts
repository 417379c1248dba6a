import { joinWords } from '../../text/join-words.ts';
import type { ListedAffected } from '../issue-list.ts';
import type { IssueRecord } from '../issue-record.ts';
import { listItem, type Section } from './section.ts';

export function remedySection({ affected, kind, workarounds, restartHelps }: IssueRecord): Section {
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
  const targets = fixedVersions.map((version) => {
    const edition = editions.get(version) ?? null;
    return edition === null ? version : `${version} (only as ${edition})`;
  });
  return [
    targets.length === 0
      ? `No fixed release of ${component} is known.`
      : `Upgrade ${component} to ${joinWords(targets, 'or')}.`,
    ...partialFixes.map(({ version, what }) => `${component} ${version} helps but does not cure: ${what}`),
  ];
}
