import t from 'tap';
import { findSelectionSlip, type IssueSelection, selectIssues } from '../../../src/core/rules/select-issues.ts';
import { firstCasesCatalog } from '../../support/built-in.ts';

const catalog = await firstCasesCatalog();

function select(selection: Partial<IssueSelection>): readonly string[] {
  const selected = selectIssues(catalog, { issues: [], components: [], present: undefined, ...selection });
  return selected.issues.map(({ id }) => id);
}

const all = catalog.issues.map(({ id }) => id);

for (const [selection, chosen] of [
  [{}, all],
  [{ issues: ['CALICO-8856'] }, ['CALICO-8856']],
  [{ issues: ['kubeshark-1544', 'calico-*'] }, ['CALICO-8856', 'KUBESHARK-1544']],
  [{ issues: ['K3S-*', 'K3S-12127'] }, ['K3S-12127', 'K3S-13574']],
  [{ issues: ['*'] }, all],
  [{ issues: ['k3s-io/k3s#12127'] }, ['K3S-12127']],
  [{ components: ['calico-node'] }, ['CALICO-8856']],
  [{ components: ['rke2*'] }, ['K3S-12127', 'K3S-13574']],
  [{ components: ['Karpenter', 'kubeshark-*'] }, ['KARPENTER-7986', 'KUBESHARK-1544']],
  [{ present: new Set(['karpenter', 'nothing-known']) }, ['KARPENTER-7986']],
  [{ present: new Set<string>() }, []],
  [{ issues: ['K3S-*', 'CALICO-*'], components: ['calico-node'] }, ['CALICO-8856']],
  [{ issues: ['CALICO-*'], present: new Set(['k3s']) }, []],
] as const satisfies readonly (readonly [Partial<IssueSelection>, readonly string[]])[]) {
  const name = JSON.stringify(selection, (_key, value) => (value instanceof Set ? [...value] : value));
  t.test(`${name} chooses ${chosen.join(', ') || 'nothing'}`, async (t) => t.same(select(selection), chosen));
}

t.test('a component that pays for an issue chooses it, but is not where it is present', async (t) => {
  const [issue, ...others] = catalog.issues;
  const [affected] = issue?.affected ?? [];
  const victim = catalog.components.find(({ id }) => id !== affected?.component.id);
  if (!issue || !victim) throw new Error('no such issue');
  const changed = { ...catalog, issues: [{ ...issue, victim }, ...others] };
  const chosen = (selection: Partial<IssueSelection>) =>
    selectIssues(changed, { issues: [issue.id], components: [], present: undefined, ...selection }).issues.length;
  t.equal(chosen({ components: [victim.id] }), 1);
  t.equal(chosen({ present: new Set([victim.id]) }), 0);
});

t.test('components and everything else of the catalog stay', async (t) => {
  const selected = selectIssues(catalog, { issues: ['CALICO-8856'], components: [], present: undefined });
  t.equal(selected.components, catalog.components);
});

for (const [kind, word, slip] of [
  ['issues', 'CALICO-8856', undefined],
  ['issues', 'CALICO-*', undefined],
  [
    'issues',
    'CALICO-8857',
    { problem: 'no known issue "CALICO-8857" in the catalog', remedy: 'did you mean CALICO-8856?' },
  ],
  ['issues', 'calico', { problem: 'no known issue "calico" in the catalog', remedy: 'did you mean CALICO-8856?' }],
  ['issues', 'ZZZ-*', { problem: 'no known issue "ZZZ-*" in the catalog', remedy: 'plimsoll catalog list shows all' }],
  [
    'components',
    'calico-nod',
    { problem: 'no component "calico-nod" in the catalog', remedy: 'did you mean calico-node?' },
  ],
  ['components', 'calico-*', undefined],
] as const) {
  t.test(`${kind} ${word}: ${slip?.remedy ?? 'fine'}`, async (t) =>
    t.same(findSelectionSlip(kind, word, catalog), slip),
  );
}
