import type { z } from 'zod';
import { compareVersions, type Version } from '../versions/version.ts';
import {
  type AffectedRange,
  rangeContains,
  rangeHolds,
  rangesOverlap,
  type VersionRange,
} from '../versions/version-range.ts';
import { refuse } from './catalog-entry.ts';
import type { Affected } from './known-issue.ts';

type Context = z.core.$RefinementCtx;

/** What the ranges of one component contradict each other in. All of them must have parsed, so that places are theirs. */
export function checkRanges({ ranges, versions }: Affected, context: Context): void {
  for (const [index, range] of ranges.entries()) {
    for (const [otherIndex, other] of ranges.entries()) {
      if (index === otherIndex) continue;
      checkPair(range, other, { index, otherIndex }, context);
    }
    const { upper } = range;
    if (upper?.kind === 'fixed' && versions.some((version) => compareVersions(version, upper.version) === 0)) {
      const message = `${upper.version.text} fixes this range but is among the affected versions; one of the two is wrong`;
      refuse(context, 'fixed-is-affected', message, ['ranges', index, 'fixed']);
    }
  }
  for (const [index, version] of versions.entries()) {
    const holds = ranges.find((range) => rangeContains(range, version));
    if (!holds) continue;
    const message = `${version.text} is already in the range ${describeRange(holds)}; leave it out of versions`;
    refuse(context, 'range-unreachable', message, ['versions', index]);
  }
}

interface Places {
  readonly index: number;
  readonly otherIndex: number;
}

function checkPair(range: AffectedRange, other: AffectedRange, { index, otherIndex }: Places, context: Context): void {
  if (!rangesOverlap(range, other)) return;
  const same = rangeHolds(range, other) && rangeHolds(other, range);
  const path = ['ranges', index, 'introduced'];
  if (rangeHolds(other, range)) {
    if (!same || index > otherIndex) {
      const message = `${describeRange(range)} lies inside ${describeRange(other)}, so it decides nothing; keep one of the two`;
      refuse(context, 'range-unreachable', message, path);
    }
  } else if (!rangeHolds(range, other) && index > otherIndex) {
    const message = `${describeRange(range)} overlaps ${describeRange(other)}; join the two or move their ends apart`;
    refuse(context, 'range-overlap', message, path);
  }
  const { upper } = range;
  if (upper?.kind === 'fixed' && rangeContains(other, upper.version)) {
    const message = `${upper.version.text} fixes this range but is affected by ${describeRange(other)}; correct one of the ends`;
    refuse(context, 'fixed-is-affected', message, ['ranges', index, 'fixed']);
  }
}

/** A range as a person writes it in a sentence: `v3.27.3 until v3.27.4`. */
function describeRange({ introduced, upper }: VersionRange): string {
  return `${introduced?.text ?? 'the start'} ${describeEnd(upper)}`;
}

function describeEnd(upper: { readonly kind: string; readonly version: Version } | undefined): string {
  if (!upper) return 'without an end';
  return `${upper.kind === 'fixed' ? 'until' : 'to'} ${upper.version.text}`;
}
