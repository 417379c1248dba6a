import type { Version } from './version.ts';
import type { VersionScheme } from './version-scheme.ts';

const lead = '(?:[A-Za-z]+[.-]|v)?';
const tail = '(?:[-_+.][A-Za-z][\\w.-]*)?';
/** `RELEASE.2024-01-16T16-07-38Z`, `2024-05-01`, `2024.1.3`, `24.04`, `24.1.1`. */
const separated = new RegExp(
  `^${lead}(?<first>\\d{4}|\\d{2})[.-](?<second>\\d{1,2})(?:[.-](?<third>\\d{1,4}))?(?:T(?<hour>\\d{2})[-:](?<minute>\\d{2})[-:](?<second2>\\d{2})Z?)?${tail}$`,
);
/** `20240116`, `v20240116-1`, `20240116-a1b2c3d`. */
const joined = new RegExp(
  `^${lead}(?<first>\\d{4})(?<second>\\d{2})(?<third>\\d{2})(?:[-.](?<build>\\d{1,6})(?![\\da-f]))?(?:[-_+.][\\w.-]*)?$`,
);

/** Versions that are dates. They order as numbers; one that is shorter has 0 in its missing places. */
export const calendarScheme: VersionScheme = {
  id: 'calendar',
  example: '2024.1.3',
  parse,
  pattern: undefined,
  reading: undefined,
};

function parse(text: string): Version | undefined {
  const groups = separated.exec(text)?.groups ?? joined.exec(text)?.groups;
  if (!groups) return undefined;
  const { first = '', second = '', third, hour, minute, second2, build } = groups;
  const month = Number(second);
  if (month < 1 || month > 12) return undefined;
  const release = [first, second, third ?? '0', ...(hour === undefined ? [] : [hour, minute ?? '0', second2 ?? '0'])];
  return { text, release: release.map(Number), prerelease: [], build: build === undefined ? [] : [Number(build)] };
}
