import type { Version } from '../versions/version.ts';
import type { AffectedRange } from '../versions/version-range.ts';

/** A range as a catalog file holds it. */
export function writtenRange(range: AffectedRange) {
  const { introduced, upper } = range;
  return {
    introduced: introduced?.text ?? '0',
    fixed: upper?.kind === 'fixed' ? upper.version.text : undefined,
    last_affected: upper?.kind === 'lastAffected' ? upper.version.text : undefined,
    ...writtenReport(range, ({ text }) => text),
    confidence: range.confidence === 'confirmed' ? undefined : range.confidence,
    edition: range.edition,
    note: range.note,
  };
}

/** How far into the range anyone has seen it. */
export function writtenReport({ firstReported, lastReported }: AffectedRange, textOf: (version: Version) => string) {
  return {
    first_reported: firstReported && textOf(firstReported),
    last_reported: lastReported && textOf(lastReported),
  };
}
