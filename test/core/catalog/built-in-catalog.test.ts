import t from 'tap';
import { affects, comparedResource, fixedVersions, type KnownIssue } from '../../../src/core/catalog/known-issue.ts';
import { firstFigure } from '../../../src/core/catalog/measurement.ts';
import { formatProblem } from '../../../src/core/text/problem.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { aVersion } from '../../support/versions.ts';

const { catalog, problems } = await builtInCatalog();

t.test('the built-in catalog has no problems', async (t) => {
  t.same(problems.map(formatProblem), []);
});

/** Every range at its edges: the versions just outside and just inside, as upstream tagged them. */
const edges: Readonly<
  Record<string, Readonly<Record<string, { readonly bad: readonly string[]; readonly good: readonly string[] }>>>
> = {
  'CALICO-8856': {
    'calico-node': {
      bad: ['v3.26.5', 'v3.27.3', 'v3.28.0'],
      good: ['v3.26.4', 'v3.27.0', 'v3.27.2', 'v3.27.4', 'v3.28.1', 'v3.29.0', 'v3.25.2'],
    },
  },
  'K3S-12127': {
    k3s: {
      bad: [
        'v1.29.14+k3s1',
        'v1.29.15+k3s1',
        'v1.30.10+k3s1',
        'v1.30.11+k3s1',
        'v1.31.6+k3s1',
        'v1.31.7+k3s1',
        'v1.32.2+k3s1',
        'v1.32.3+k3s1',
      ],
      good: [
        'v1.29.13+k3s1',
        'v1.30.9+k3s1',
        'v1.30.12+k3s1',
        'v1.31.5+k3s1',
        'v1.31.8+k3s1',
        'v1.32.1+k3s1',
        'v1.32.4+k3s1',
        'v1.33.0+k3s1',
      ],
    },
    rke2: {
      bad: ['v1.30.10+rke2r1', 'v1.31.6+rke2r1', 'v1.31.7+rke2r1', 'v1.32.3+rke2r1'],
      good: ['v1.30.12+rke2r1', 'v1.31.5+rke2r1', 'v1.31.8+rke2r1', 'v1.32.4+rke2r1'],
    },
  },
  'K3S-13574': {
    k3s: {
      bad: ['v1.32.11+k3s3', 'v1.33.7+k3s3', 'v1.34.3+k3s3'],
      good: [
        'v1.32.11+k3s1',
        'v1.32.11+k3s2',
        'v1.32.12+k3s1',
        'v1.33.7+k3s1',
        'v1.33.7+k3s2',
        'v1.33.8+k3s1',
        'v1.34.3+k3s1',
        'v1.34.4+k3s1',
        'v1.35.1+k3s1',
      ],
    },
    rke2: {
      bad: ['v1.32.11+rke2r3', 'v1.33.7+rke2r3', 'v1.34.3+rke2r3'],
      good: ['v1.34.3+rke2r1', 'v1.34.3+rke2r2', 'v1.34.4+rke2r1', 'v1.33.8+rke2r1'],
    },
  },
  'KARPENTER-7986': {
    karpenter: { bad: ['1.3.0', 'v1.3.3', '1.3.8'], good: ['1.2.2', '1.4.0', 'v0.36.1'] },
  },
  'KUBESHARK-1544': {
    'kubeshark-worker': { bad: ['v52.2.39', 'v52.3.0', 'v52.3.58'], good: ['v52.3.59', 'v52.4.0'] },
  },
};

t.test('the first five cases are there, each with every range tested', async (t) => {
  for (const issue of catalog.issues) {
    if (!(issue.id in edges)) continue;
    const components = issue.affected.map(({ component }) => component.id);
    t.same(components, Object.keys(edges[issue.id] ?? {}), issue.id);
  }
});

for (const issue of catalog.issues) {
  for (const entry of issue.affected) {
    const { bad = [], good = [] } = edges[issue.id]?.[entry.component.id] ?? {};
    for (const [texts, affected] of [
      [bad, true],
      [good, false],
    ] as const) {
      for (const text of texts) {
        t.test(`${issue.id} ${affected ? 'affects' : 'does not affect'} ${entry.component.id} ${text}`, async (t) => {
          t.equal(affects(entry, aVersion(entry.component.scheme, text)), affected);
        });
      }
    }
  }
}

function firstExpected(issue: KnownIssue, componentId: string) {
  const resource = comparedResource(issue);
  return resource && firstFigure(resource, componentId, issue.expected, 'highest');
}

t.test('where an article and the upstream issue disagree, the upstream issue counts and both are kept', async (t) => {
  for (const issue of catalog.issues) {
    const measurements = [...issue.expected, ...issue.observed, ...issue.observedFactors];
    if (measurements.some(({ evidence }) => evidence === 'article')) t.not(issue.disputes.length, 0, issue.id);
    for (const { component } of issue.affected) {
      t.not(firstExpected(issue, component.id)?.evidence, 'article', issue.id);
    }
    t.not(issue.observedFactors[0]?.evidence, 'article', issue.id);
    t.match(issue.references[0].url, /^https:\/\/github\.com\//, `${issue.id} names the upstream issue first`);
  }
  const calico = catalog.issues.find(({ id }) => id === 'CALICO-8856');
  t.equal(firstFigure('cpu', 'calico-node', calico?.expected ?? [], 'highest')?.value, 0.05);
  t.same(
    calico?.observed.map(({ amount, evidence }) => [amount.min, evidence]),
    [[0.4, 'article']],
  );
});

t.test('fixed versions are named for each component', async (t) => {
  const k3s = catalog.issues.find(({ id }) => id === 'K3S-12127');
  t.same(k3s && fixedVersions(k3s, 'rke2').map(({ version }) => version.text), [
    'v1.30.12+rke2r1',
    'v1.31.8+rke2r1',
    'v1.32.4+rke2r1',
  ]);
});
