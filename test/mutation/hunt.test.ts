import t from 'tap';
import { needs } from '../support/tools.ts';
import { findMutants } from './find-mutants.ts';
import { failingAnyway, hunt, type Outcome } from './hunt.ts';
import { createJudge } from './judge.ts';
import { type Justification, judge, readJustifications } from './justified.ts';
import { report } from './report.ts';
import { tinyGenerated, tinyTemplate, tinyTrial } from './tiny.ts';

const { mutants, unexplained } = findMutants([tinyGenerated], [tinyTemplate]);
const tiny = new Set(['tiny']);

t.test('every mutant knows its template, its rule and its line', async (t) => {
  t.same(unexplained, []);
  const found = mutants.map(({ place, what }) => `${place.file}:${place.lineNumber} ${place.line}: ${what}`);
  t.same(found, [
    'rules-templates/tiny.yaml:10 > << floor >>: > becomes <',
    'rules-templates/tiny.yaml:10 > << floor >>: without >',
    'rules-templates/tiny.yaml:7 max by (pod) (: max becomes min',
    'rules-templates/tiny.yaml:7 max by (pod) (: max becomes sum',
    'rules-templates/tiny.yaml:7 max by (pod) (: by without pod',
    'rules-templates/tiny.yaml:8 usage{job="<< job >>"}: any job',
    'rules-templates/tiny.yaml:10 > << floor >>: number × 10',
    'rules-templates/tiny.yaml:10 > << floor >>: number ÷ 10',
  ]);
});

t.test('a rule that comes from no template is told', async (t) => {
  t.same(findMutants([tinyGenerated], []), { mutants: [], unexplained: ['pod:usage:max'] });
});

t.test('what a test notices dies, and what none can notice is reported', needs('promtool'), async (t) => {
  const outcomes = await hunt(mutants, createJudge(t.testdir()), 2);
  t.equal(outcomes.length, mutants.length);
  const { killed, survivors, broken, stale } = judge(outcomes, [], tiny);
  t.same([broken, stale], [[], []]);
  t.ok(killed.some(({ mutant }) => mutant.what === 'max becomes min'));
  t.ok(killed.every(({ killer }) => killer?.test.name === 'tiny: the highest of each pod'));
  t.same(
    survivors.map(({ mutant }) => mutant.what),
    ['any job'],
    'all series of the test have the same job',
  );
  t.same(await failingAnyway(outcomes, createJudge(t.testdir()), 2), []);
  const text = report(judge(outcomes, [], tiny));
  t.match(text, /tiny +7 +0 +1/);
  t.match(text, /rules-templates\/tiny\.yaml:8\n/);
  t.match(text, /- {2}usage\{job="a"\}\n +\+ {2}usage\{\}/);
});

t.test('a test that fails anyway is told, as it would kill everything', needs('promtool'), async (t) => {
  const [mutant] = mutants;
  if (!mutant) throw new Error('there are mutants');
  const killer = { ...tinyTrial, rules: new Map([['tiny.yaml', { groups: [] }]]) };
  const outcome = { mutant, killer, broken: false };
  t.same(await failingAnyway([outcome], createJudge(t.testdir()), 2), ['tiny: the highest of each pod']);
});

t.test('a slip that Prometheus does not load is no slip', needs('promtool'), async (t) => {
  const [mutant] = mutants;
  const [variant] = mutant?.variants ?? [];
  if (!mutant || !variant) throw new Error('there are mutants');
  const mutated = { groups: [{ name: 'tiny', rules: [{ record: 'pod:usage:max', expr: 'rate(usage)' }] }] };
  const outcomes = await hunt([{ ...mutant, variants: [{ ...variant, mutated }] }], createJudge(t.testdir()), 1);
  t.equal(judge(outcomes, [], tiny).broken.length, 1);
});

const survivor = 'tiny › pod:usage:max › usage{job="<< job >>"} › any job';
const justification = (id: string): Justification => ({
  id,
  template: 'tiny',
  reason: 'so',
  place: 'justified.yaml:1',
});
const outcomes: readonly Outcome[] = mutants.map((mutant) => ({
  mutant,
  killer: mutant.what === 'any job' ? undefined : tinyTrial,
  broken: false,
}));

t.test('a survivor with a reason may live', async (t) => {
  const judgement = judge(outcomes, [justification(survivor)], tiny);
  t.equal(judgement.justified.length, 1);
  t.same([judgement.survivors, judgement.stale], [[], []]);
});

for (const [what, id, why] of [
  ['dies', 'tiny › pod:usage:max › max by (pod) ( › max becomes min', 'is noticed by "tiny: the highest of each pod"'],
  ['can no longer be made', 'tiny › pod:usage:max › min by (pod) ( › x', 'is no mutant of the template any more'],
] as const) {
  t.test(`a reason for what ${what} is an error`, async (t) => {
    const { stale } = judge(outcomes, [justification(id)], tiny);
    t.same(
      stale.map((entry) => entry.why),
      [why],
    );
    t.same(judge(outcomes, [justification(id)], new Set(['other'])).stale, [], 'unless its template was not looked at');
  });
}

t.test('a mutant is justified once', async (t) => {
  const { stale } = judge(outcomes, [justification(survivor), justification(survivor)], tiny);
  t.same(
    stale.map(({ why }) => why),
    ['is here twice'],
  );
});

t.test('a justification needs a reason', async (t) => {
  const text = '- template: tiny\n  rule: pod:usage:max\n  line: usage{job="<< job >>"}\n  mutants: [any job]\n';
  const read = (more: string) => readJustifications({ path: 'justified.yaml', text: text + more });
  t.match(read('  reason: so\n'), { ok: true, justifications: [{ id: survivor, place: 'justified.yaml:4' }] });
  t.match(read(''), { ok: false, problems: [{ file: 'justified.yaml', line: 1, rule: 'missing-key' }] });
});
