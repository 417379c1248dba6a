import { idOf, type Mutant, type Variant } from './find-mutants.ts';
import { scenarioOf } from './generated.ts';
import type { Judge, Trial } from './judge.ts';
import { relevantRules, withoutOthers } from './relevant.ts';
import { nameOf, type WrittenTest, type WrittenTests } from './rule-file.ts';

/** What became of a mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  /** The first generated test that failed, with the rules as they should be; `undefined` when all passed. */
  readonly killer: Trial | undefined;
  /** Whether Prometheus refuses the rule. */
  readonly broken: boolean;
}

/** Tests judged in one run of promtool. */
const batch = 8;

/** A mutant that has not failed a test yet, and the tests it has not been put to. */
interface Living {
  readonly mutant: Mutant;
  waiting: readonly Attempt[];
}

interface Attempt {
  readonly variant: Variant;
  readonly tests: WrittenTests;
  readonly test: WrittenTest;
  /** Names of the rules that the test can see a slip in. */
  readonly relevant: ReadonlySet<string>;
  readonly length: number;
}

/** Puts every mutant to the tests of its rule file that can see it, until one fails: first those that found its like. */
export async function hunt(mutants: readonly Mutant[], judge: Judge, workers: number): Promise<readonly Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const experience = new Map<string, number>();
  const living = mutants.map((mutant): Living => ({ mutant, waiting: attemptsOf(mutant) }));

  async function work(): Promise<void> {
    for (let chosen = living.splice(0, batch); chosen.length > 0; chosen = living.splice(0, batch)) {
      const tried = chosen.flatMap((one) => {
        const attempt = mostPromising(one, experience);
        if (attempt) return [{ one, attempt }];
        outcomes.set(idOf(one.mutant), { mutant: one.mutant, killer: undefined, broken: false });
        return [];
      });
      if (tried.length === 0) continue;
      const verdicts = await judge.judge(tried.map(({ attempt }) => trialOf(attempt)));
      for (const [index, { one, attempt }] of tried.entries()) {
        const verdict = verdicts[index];
        if (verdict === 'passes') {
          living.push({ ...one, waiting: one.waiting.filter((other) => other !== attempt) });
          continue;
        }
        learn(experience, one.mutant, attempt);
        const outcome = { mutant: one.mutant, killer: unaltered(attempt), broken: verdict === 'broken' };
        outcomes.set(idOf(one.mutant), outcome);
      }
    }
  }

  await Promise.all(Array.from({ length: workers }, work));
  return mutants.flatMap((mutant) => outcomes.get(idOf(mutant)) ?? []);
}

/** Names of tests that killed a mutant and fail as well when nothing is altered: they say nothing about it. */
export async function failingAnyway(
  outcomes: readonly Outcome[],
  judge: Judge,
  workers: number,
): Promise<readonly string[]> {
  const killers = outcomes.flatMap(({ killer }) => killer ?? []);
  const trials = [...new Map(killers.map((trial) => [trial.test, trial])).values()];
  const share = Math.max(1, Math.ceil(trials.length / workers));
  const shares = Array.from({ length: workers }, (_, index) => trials.slice(index * share, (index + 1) * share));
  const verdicts = await Promise.all(shares.map((part) => (part.length === 0 ? [] : judge.judge(part))));
  return trials.flatMap(({ test }, index) => (verdicts.flat()[index] === 'passes' ? [] : [test.name]));
}

function attemptsOf({ variants }: Mutant): readonly Attempt[] {
  return variants.flatMap((variant) => {
    const tests = variant.generated.tests.get(variant.file);
    if (!tests) return [];
    const files = [...variant.generated.rules.values()];
    return tests.tests.flatMap((test) => {
      const relevant = relevantRules(test, files);
      return relevant.has(nameOf(variant.before)) ? [{ variant, tests, test, relevant, length: lengthOf(test) }] : [];
    });
  });
}

/** How many evaluations a test takes, and a little for starting. */
function lengthOf({ alert_rule_test = [], promql_expr_test = [] }: WrittenTest): number {
  const ends = [...alert_rule_test, ...promql_expr_test].map(({ eval_time }) => secondsOf(eval_time));
  return 20 + Math.max(0, ...ends) / 60;
}

/** Of whole units, one or more of them. */
function secondsOf(duration: string): number {
  const units: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };
  return [...duration.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (units[unit ?? ''] ?? 0),
    0,
  );
}

function unaltered({ variant, tests, test }: Attempt): Trial {
  return { rules: variant.generated.rules, tests, test };
}

function trialOf({ variant, tests, test, relevant }: Attempt): Trial {
  const files = [...variant.generated.rules, [variant.file, variant.mutated] as const];
  return { rules: new Map(files.map(([name, rules]) => [name, withoutOthers(rules, relevant)])), tests, test };
}

/** Finds for each evaluation that it costs. */
function mostPromising({ mutant, waiting }: Living, experience: ReadonlyMap<string, number>): Attempt | undefined {
  let best: { readonly attempt: Attempt; readonly worth: number } | undefined;
  for (const attempt of waiting) {
    const found = lessons(mutant, attempt).reduce(
      (sum, [lesson, weight]) => sum + weight * (experience.get(lesson) ?? 0),
      0,
    );
    const fires = attempt.test.alert_rule_test?.some(({ exp_alerts }) => exp_alerts.length > 0) ?? true;
    const worth = (found + (fires ? 0.2 : 0.1)) / attempt.length;
    if (!best || worth > best.worth) best = { attempt, worth };
  }
  return best?.attempt;
}

function learn(experience: Map<string, number>, mutant: Mutant, attempt: Attempt): void {
  for (const [lesson] of lessons(mutant, attempt)) experience.set(lesson, (experience.get(lesson) ?? 0) + 1);
}

/** What a find teaches: about the same rule, and about the same slip. */
function lessons(mutant: Mutant, { test }: Attempt): readonly (readonly [lesson: string, weight: number])[] {
  const scenario = scenarioOf(test.name);
  return [
    [`${mutant.rule} ${scenario}`, 1],
    [`${mutant.what} ${scenario}`, 2],
    [`${mutant.rule} ${mutant.place.line} ${scenario}`, 2],
  ];
}
