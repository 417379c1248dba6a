import type { IssueKind } from '../../catalog/known-issue.ts';
import { joinWords } from '../../text/join-words.ts';
import type { Confidence } from '../../versions/version-range.ts';
import type { ListedAffected, ListedRange } from '../issue-list.ts';
import type { IssueRecord } from '../issue-record.ts';
import { fromTheStart } from '../range-notation.ts';
import { listItem, type Paragraph, paragraph, type Section } from './section.ts';

export function affectedSection({ affected, kind }: IssueRecord): Section {
  return { heading: 'AFFECTED VERSIONS', content: affected.flatMap((one) => describeComponent(one, kind)) };
}

function describeComponent(
  { component, name, ranges, versions }: ListedAffected,
  kind: IssueKind,
): readonly Paragraph[] {
  return [
    paragraph(name.toLowerCase() === component ? component : `${component}, ${name}`),
    ...ranges.map((range) => listItem([rangeInWords(range, kind), ...remarksOn(range)].join('\n'), 1)),
    ...(versions.length === 0 ? [] : [listItem(joinWords(versions, 'and'), 1)]),
  ];
}

function rangeInWords({ introduced, fixed, lastAffected }: ListedRange, kind: IssueKind): string {
  if (introduced === lastAffected) return `only ${introduced}`;
  const isFromStart = introduced === fromTheStart;
  const start = isFromStart ? 'every version' : `from ${introduced}`;
  if (fixed !== null) return `${start} until ${fixed} (fixed)`;
  if (lastAffected !== null) return `${start} up to and including ${lastAffected}`;
  const open = isFromStart ? start : `${start} on`;
  return kind === 'regression' ? `${open}; no fixed release is known` : open;
}

function remarksOn(range: ListedRange): readonly string[] {
  return [
    ...seenAffected(range),
    ...(range.edition === null ? [] : [`The fixed release exists only as ${range.edition}.`]),
    ...grounds(range),
  ];
}

/** Nothing where the range is certain from end to end, and where it is unknown as a whole, which its grounds say. */
function seenAffected({ introduced, firstReported, lastReported, confidence }: ListedRange): readonly string[] {
  const ends = [...(firstReported === null ? [] : ['older']), ...(lastReported === null ? [] : ['newer'])];
  if (confidence === 'unknown' || ends.length === 0) return [];
  const first = firstReported ?? introduced;
  const seen =
    first === lastReported
      ? `Only ${first} was seen affected`
      : ['Seen affected', ...between(firstReported, lastReported)].join(' ');
  return [`${seen}; ${joinWords(ends, 'and')} versions of the range are unconfirmed.`];
}

function between(first: string | null, last: string | null): readonly string[] {
  if (first === null) return [`up to ${last}`];
  return [`from ${first}`, last === null ? 'on' : `to ${last}`];
}

function grounds({ confidence, note }: ListedRange): readonly string[] {
  const sentences = [...certainties[confidence], ...(note === null ? [] : [note])];
  return sentences.length === 0 ? [] : [sentences.join(' ')];
}

const certainties: Readonly<Record<Confidence, readonly string[]>> = {
  confirmed: [],
  inferred: ['Inferred.'],
  disputed: ['Disputed.'],
  unknown: ['Nobody said which versions, so the whole range is unconfirmed.'],
};
