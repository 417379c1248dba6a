import type { AffectedRange } from '../versions/version-range.ts';

/** A range of affected versions with its versions as texts; `null` where the record gives none. */
export interface RangeTexts {
  /** Inclusive; `0`, as OSV writes it, when every earlier version is affected. */
  readonly introduced: string;
  /** Exclusive. */
  readonly fixed: string | null;
  /** Inclusive. */
  readonly lastAffected: string | null;
  /** Lowest and highest version that was seen affected; outside of them the range is unconfirmed. */
  readonly firstReported: string | null;
  readonly lastReported: string | null;
}

/** A range that holds every version, in the notation below. */
export const anyVersion = '*';

/** OSV's word for a range that has no beginning. */
export const fromTheStart = '0';

export function rangeTexts({ introduced, upper, firstReported, lastReported }: AffectedRange): RangeTexts {
  return {
    introduced: introduced?.text ?? fromTheStart,
    fixed: upper?.kind === 'fixed' ? upper.version.text : null,
    lastAffected: upper?.kind === 'lastAffected' ? upper.version.text : null,
    firstReported: firstReported?.text ?? null,
    lastReported: lastReported?.text ?? null,
  };
}

/** `>=v3.27.3 <v3.27.4`, as security advisories write it; one version alone stands for itself. */
export function rangeNotation({ introduced, fixed, lastAffected }: RangeTexts): string {
  if (introduced === lastAffected) return introduced;
  const bounds = [
    ...(introduced === fromTheStart ? [] : [`>=${introduced}`]),
    ...(fixed === null ? [] : [`<${fixed}`]),
    ...(lastAffected === null ? [] : [`<=${lastAffected}`]),
  ];
  return bounds.length === 0 ? anyVersion : bounds.join(' ');
}
