import { z } from 'zod';
import { entry, text } from '../text/entry.ts';
import { type KnownComponents, refuse, requireComponent } from './catalog-entry.ts';
import { checkRanges } from './check-ranges.ts';
import type { Affected } from './known-issue.ts';
import { parseBound, parseRanges, rangeFields, writtenVersion } from './range-entry.ts';

const partialFix = entry({
  version: writtenVersion.describe('A release that helps but does not cure.'),
  what: text.describe('What is better there, and what is not.'),
});

/** One component of an issue, and its affected versions. The component decides how the versions beside it are read. */
export function affectedEntry(components: KnownComponents) {
  return entry({
    component: text.describe('The id of a component that the catalog describes.'),
    ranges: z.array(rangeFields).default([]).describe('Stretches of affected versions. They must not overlap.'),
    versions: z.array(writtenVersion).default([]).describe('Single affected versions that no range holds.'),
    partial_fixes: z.array(partialFix).default([]),
  }).transform((fields, context): Affected => {
    const component = requireComponent(fields.component, components, context, ['component']);
    if (!component) return z.NEVER;
    if (fields.ranges.length + fields.versions.length === 0) {
      return refuse(context, 'missing-key', 'name affected versions, with ranges or versions');
    }
    const { scheme } = component;
    const affected: Affected = {
      component,
      ranges: parseRanges(fields.ranges, scheme, context, ['ranges']),
      versions: fields.versions.flatMap(
        (written, index) => parseBound(written, scheme, context, ['versions', index]) ?? [],
      ),
      partialFixes: fields.partial_fixes.flatMap(({ version: written, what }, index) => {
        const version = parseBound(written, scheme, context, ['partial_fixes', index, 'version']);
        return version ? [{ version, what }] : [];
      }),
    };
    if (context.issues.length === 0) checkRanges(affected, context);
    return affected;
  });
}
