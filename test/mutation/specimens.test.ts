import t from 'tap';
import { firstCasesCatalog } from '../support/built-in.ts';
import { type Candidate, chooseGeneralSpecimen, chooseSpecimens } from './specimens.ts';

const { issues, components } = await firstCasesCatalog();

function candidate(id: string, cost: number, ...scenarios: readonly string[]): Candidate {
  const issue = issues.find((known) => known.id === id);
  if (!issue) throw new Error(`no issue ${id}`);
  return { issue, entry: issue.affected[0], cost, scenarios: new Set(scenarios) };
}

const idsOf = (candidates: readonly Candidate[]) =>
  chooseSpecimens(candidates).map(({ catalog }) => catalog.issues.map(({ id }) => id).join());

t.test('of issues of one shape those are taken whose tests have all scenarios, the cheaper first', async (t) => {
  const calico = candidate('CALICO-8856', 2, 'fires', 'silent');
  t.same(idsOf([calico, candidate('KARPENTER-7986', 1, 'fires')]), ['CALICO-8856']);
  t.same(idsOf([calico, candidate('KARPENTER-7986', 1, 'fires', 'learns')]), ['KARPENTER-7986', 'CALICO-8856']);
});

t.test('each signature and each way to run has a specimen, with one component', async (t) => {
  const candidates = ['CALICO-8856', 'K3S-12127', 'K3S-13574', 'KUBESHARK-1544'].map((id) => candidate(id, 1, 'fires'));
  t.same(idsOf(candidates), ['CALICO-8856', 'K3S-12127', 'K3S-13574', 'KUBESHARK-1544']);
  for (const { catalog } of chooseSpecimens(candidates)) t.equal(catalog.components.length, 1);
});

t.test('what every catalog has is generated with each way to run', async (t) => {
  const { catalog } = chooseGeneralSpecimen([candidate('CALICO-8856', 1), candidate('K3S-13574', 1)], components);
  t.same(new Set(catalog.components.map(({ runs }) => runs.as)), new Set(['container', 'node-process']));
});
