import t from 'tap';
import { type Basis, judgedBy } from '../../../src/core/catalog/judged-by.ts';
import { builtInCatalog } from '../../support/built-in.ts';

const { catalog } = await builtInCatalog();

const expected: readonly (readonly [issue: string, component: string, basis: Basis])[] = [
  ['CALICO-8856', 'calico-node', 'figure'],
  ['KARPENTER-2958', 'karpenter', 'history'],
  ['K3S-12127', 'k3s', 'peers'],
  ['KUBESHARK-1544', 'kubeshark-worker', 'own_past'],
  ['HARVESTER-2245', 'fleet-agent', 'figure'],
  ['CONTOUR-6860', 'contour', 'trend'],
  ['KYVERNO-6977', 'kyverno-admission-controller', 'unburdened'],
  ['KARPENTER-5618', 'karpenter', 'nothing'],
  ['CERT-MANAGER-8994', 'cert-manager-controller', 'nothing'],
];

for (const [id, component, basis] of expected) {
  t.test(`${id} is judged by: ${basis}`, async (t) => {
    const issue = catalog.issues.find((candidate) => candidate.id === id);
    t.equal(issue && judgedBy(issue, component), basis);
  });
}
