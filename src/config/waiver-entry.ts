import { z } from 'zod';
import type { Waiver } from '../core/rules/rule-settings.ts';
import { entry, text } from '../core/text/entry.ts';
import type { ConfigContext } from './config-context.ts';
import { checkSelector, selectorEntry } from './instance-selector.ts';
import { knownIssue } from './known-ids.ts';
import { refuse } from './setting-kind.ts';

/** A decision to live with an issue for a while. What it parses to is a Waiver: there is no second mapping. */
export function waiverEntry(context: ConfigContext) {
  return entry({
    issue: knownIssue(context).describe('Id of the issue.'),
    selector: selectorEntry(context).describe('Label matchers of the instances; left out for all.'),
    owner: text.describe('Who answers for it.'),
    reason: text.describe('Why it can wait.'),
    expires: expiry(context).describe('A date, until its end in UTC, or a time with its offset (RFC 3339).'),
  }).transform((waiver, refinement): Waiver => {
    const issue = context.catalog?.issues.find(({ id }) => id === waiver.issue);
    const components = issue?.affected.map(({ component }) => component) ?? [];
    checkSelector(waiver.selector, components, context, refinement);
    return waiver;
  });
}

const datePattern = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const timePattern = '[Tt ](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';

/** Unix seconds from which on the waiver counts no more. */
function expiry({ now }: ConfigContext) {
  return z
    .string()
    .meta({ pattern: `^${datePattern}(?:${timePattern})?$` })
    .transform((written, context) => {
      const seconds = parseExpiry(written);
      if (seconds === undefined) {
        const remedy = 'write 2027-01-31, until the end of that day in UTC, or 2027-01-31T18:00:00+01:00';
        return refuse(context, 'expiry', `"${written}" is neither a date nor a time with its offset; ${remedy}`);
      }
      if (seconds <= now) {
        return refuse(
          context,
          'waiver-expired',
          `the waiver expired on ${written}; take it out, or agree on another date`,
        );
      }
      return seconds;
    });
}

/** `2027-01-31` is the first second of 1 February in UTC: the waiver counts until that day is over. */
function parseExpiry(written: string): number | undefined {
  const day = new RegExp(`^(?<day>${datePattern})(?<time>${timePattern})?$`).exec(written)?.groups;
  const start = Date.parse(`${day?.['day']}T00:00:00Z`);
  if (!day || Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day['day']) return undefined;
  if (day['time'] === undefined) return start / 1000 + 86_400;
  return Math.floor(Date.parse(written.toUpperCase().replace(' ', 'T')) / 1000);
}
