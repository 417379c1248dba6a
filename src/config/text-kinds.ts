import { readMatchers } from '../core/rules/label-matchers.ts';
import { selectorLabels } from '../core/rules/selector-labels.ts';
import { formatDuration, parseDuration } from '../core/text/duration.ts';
import { joinWords } from '../core/text/join-words.ts';
import { nearestWord } from '../core/text/nearest-word.ts';
import { parsed, type SettingKind } from './setting-kind.ts';

/** Looks ahead for a digit that is not zero. */
const durationPattern = '^(?=.*[1-9])(?:\\d+w)?(?:\\d+d)?(?:\\d+h)?(?:\\d+m)?(?:\\d+s)?$';

/** Whole seconds. */
export const duration: SettingKind<number> = {
  name: 'duration',
  takes: 'a duration in whole seconds or more such as 30s, 5m or 1h30m',
  rule: 'duration',
  parse: (text) => parsed(parseDuration(text), meantDuration(text)),
  format: formatDuration,
  json: { type: 'string', pattern: durationPattern },
};

/** `5 minutes` is 5m. */
function meantDuration(text: string): string | undefined {
  const words = /^(?<count>[1-9]\d*)\s*(?<unit>[smhdw])(?!s$)[a-z]*$/i.exec(text.trim())?.groups;
  return words && `did you mean ${words['count']}${words['unit']?.toLowerCase()}?`;
}

export const labelNamePattern = '^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$';

export function isLabelName(text: string): boolean {
  return new RegExp(labelNamePattern).test(text);
}

export const labelName: SettingKind<string> = {
  name: 'label',
  takes: 'a label name such as cluster',
  rule: 'label-name',
  parse: (text) => parsed(isLabelName(text) ? text : undefined),
  format: (text) => text,
  json: { type: 'string', pattern: labelNamePattern },
};

/** Of series that Prometheus scrapes: at least one matcher, with values that rule tests can make series of. */
export const seriesSelector: SettingKind<string> = {
  name: 'selector',
  takes: 'label matchers in double quotes such as job="kubelet", with plain values',
  rule: 'selector',
  parse: (text) => parsed(text.trim() !== '' && selectorLabels(text) ? tidy(text) : undefined, whyNoMatchers(text)),
  format: (text) => text,
  json: { type: 'string', pattern: '=' },
};

/** Of instances; nothing selects all of them. */
export const instanceSelector: SettingKind<string> = {
  name: 'selector',
  takes: 'label matchers in double quotes such as namespace="kube-system"',
  rule: 'selector',
  parse: (text) => parsed(readMatchers(text).ok ? tidy(text) : undefined, whyNoMatchers(text)),
  format: (text) => text,
  json: { type: 'string' },
};

/** Rules put matchers of their own behind these, with a comma. */
function tidy(matchers: string): string {
  return matchers.trim().replace(/\s*,$/, '');
}

function whyNoMatchers(text: string): string | undefined {
  const reading = readMatchers(text);
  if (reading.ok || text.trim() === '') return undefined;
  if (/^\{.*\}$/s.test(text.trim())) return 'leave the braces out';
  return reading.message.startsWith('RE2') ? reading.message : undefined;
}

export function choice<const Word extends string>(words: readonly Word[]): SettingKind<Word> {
  return {
    name: words.join('|'),
    takes: joinWords(words, 'or'),
    rule: 'unknown-value',
    parse(text) {
      const meant = nearestWord(text, words);
      return parsed(
        words.find((word) => word === text),
        meant === undefined || text === '' ? undefined : `did you mean ${meant}?`,
      );
    },
    format: (word) => word,
    json: { type: 'string', enum: words },
  };
}

export const flag: SettingKind<boolean> = {
  name: 'yes-or-no',
  takes: 'true or false',
  rule: 'wrong-type',
  parse: (text) => parsed(text === 'true' ? true : text === 'false' ? false : undefined),
  format: String,
  json: { type: 'boolean' },
};

/** An address without a slash at its end. */
export const address: SettingKind<string> = {
  name: 'url',
  takes: 'an http or https address such as https://plimsoll.example.com',
  rule: 'address',
  parse: (text) => parsed(isAddress(text) ? text.replace(/\/+$/, '') : undefined),
  format: (text) => text,
  json: { type: 'string', pattern: '^[hH][tT][tT][pP][sS]?://[^\\s/?#@{}]+(?:/[^\\s?#{}]*)?$' },
};

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/?#@{}]+(?:\/[^\s?#{}]*)?$/i.test(text) && URL.canParse(text);
}
