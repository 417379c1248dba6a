import { joinWords } from '../../text/join-words.ts';
import type { RecordedCondition } from '../issue-record.ts';
import { listItem, type Section } from './section.ts';

export function conditionsSection(conditions: readonly RecordedCondition[]): Section {
  const content = conditions.map((condition, index) =>
    listItem(conditionLines(condition).join('\n'), 0, `${index + 1}.`),
  );
  return { heading: 'CONDITIONS', content };
}

function conditionLines({ text, components, seenWhen, checks }: RecordedCondition): readonly string[] {
  return [
    components.length === 0 ? text : `for ${joinWords(components, 'and')} only: ${text}`,
    ...(seenWhen === null ? [] : [`Plimsoll checks: ${seenWhen}`]),
    ...checks.map((check) => `To find out: ${check}`),
  ];
}
