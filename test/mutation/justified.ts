import { z } from 'zod';
import { entry, text } from '../../src/core/text/entry.ts';
import type { Problem } from '../../src/core/text/problem.ts';
import { readEntry, type TextFile } from '../../src/core/text/read-entry.ts';
import { idOf, type Mutant } from './find-mutants.ts';
import type { Outcome } from './hunt.ts';

/** A mutant that may live, and why. */
export interface Justification {
  readonly id: string;
  readonly template: string;
  readonly reason: string;
  /** Where it is written, for complaints. */
  readonly place: string;
}

export type JustificationsReading =
  | { readonly ok: true; readonly justifications: readonly Justification[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const justified = z.array(
  entry({
    template: text,
    rule: text,
    line: text,
    mutants: z.array(text).nonempty(),
    reason: text,
  }),
);

export function readJustifications(file: TextFile): JustificationsReading {
  const reading = readEntry(file, justified);
  if (!reading.ok) return reading;
  const justifications = reading.value.flatMap(({ template, rule, line, mutants, reason }, entryIndex) =>
    mutants.map((what, index) => {
      const { line: at } = reading.document.locate([entryIndex, 'mutants', index]);
      const id = [template, rule, line, what].join(' › ');
      return { id, template, reason, place: `${file.path}:${at}` };
    }),
  );
  return { ok: true, justifications };
}

export interface Judgement {
  readonly killed: readonly Outcome[];
  readonly justified: readonly Outcome[];
  readonly survivors: readonly Outcome[];
  /** Slips that Prometheus would not load: an operator makes something that is no PromQL. */
  readonly broken: readonly Outcome[];
  /** Justifications of what is killed, or is no mutant of the templates that were looked at. */
  readonly stale: readonly { readonly justification: Justification; readonly why: string }[];
}

/** `looked` names the templates that `outcomes` has all mutants of. */
export function judge(
  outcomes: readonly Outcome[],
  justifications: readonly Justification[],
  looked: ReadonlySet<string>,
): Judgement {
  const reasons = new Set(justifications.map(({ id }) => id));
  const alive = outcomes.filter(({ killer }) => killer === undefined);
  const isJustified = ({ mutant }: { readonly mutant: Mutant }) => reasons.has(idOf(mutant));
  const byId = new Map(outcomes.map((outcome) => [idOf(outcome.mutant), outcome]));
  const seen = new Set<string>();
  return {
    killed: outcomes.filter(({ killer, broken }) => killer !== undefined && !broken),
    justified: alive.filter(isJustified),
    survivors: alive.filter((outcome) => !isJustified(outcome)),
    broken: outcomes.filter(({ broken }) => broken),
    stale: justifications.flatMap((justification) => {
      if (!looked.has(justification.template)) return [];
      const outcome = byId.get(justification.id);
      const twice = seen.has(justification.id);
      seen.add(justification.id);
      if (twice) return [{ justification, why: 'is here twice' }];
      if (!outcome) return [{ justification, why: 'is no mutant of the template any more' }];
      return outcome.killer ? [{ justification, why: `is noticed by "${outcome.killer.test.name}"` }] : [];
    }),
  };
}
