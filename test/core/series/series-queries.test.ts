import t from 'tap';
import { findFault } from '../../../src/core/rules/promql.ts';
import { seriesQueries, versionQuery } from '../../../src/core/series/series-queries.ts';
import { everythingWanted } from '../../support/builders.ts';
import { builtInCatalog } from '../../support/built-in.ts';

const { catalog } = await builtInCatalog();
const one = { clusterLabel: undefined, clusters: [] };
const odd = { clusterLabel: 'k8s_cluster', clusters: ['a.b|c', 'quote" \\ back'] };

for (const [what, scope] of [
  ['one cluster', one],
  ['clusters with odd names', odd],
] as const) {
  for (const { series, expression } of seriesQueries(catalog.components, everythingWanted, scope)) {
    t.test(`the query for ${series} of ${what} is PromQL`, async (t) => t.equal(findFault(expression), undefined));
    t.test(`the query for ${series} of ${what} is not longer than VictoriaMetrics takes`, async (t) => {
      t.ok(expression.length < 16_384, `${expression.length}`);
    });
  }
}

t.test('every series is asked for only in the clusters that are wanted', async (t) => {
  for (const { expression } of seriesQueries(catalog.components, everythingWanted, {
    clusterLabel: 'c',
    clusters: ['x'],
  })) {
    const metrics = expression.match(/kube_[a-z_]+(?![a-z_|"])/g)?.length;
    const selectors = expression.match(/c=~"x"\}/g)?.length;
    const alternatives = expression.match(/__name__=~/g)?.length ?? 0;
    t.equal(selectors, (metrics ?? 0) + alternatives, expression);
  }
  t.equal(versionQuery('up', { clusterLabel: 'c', clusters: ['x', 'y'] }), 'up{c=~"x|y"}');
});

t.test('nothing is asked that no condition looks at', async (t) => {
  const nothing = {
    ...everythingWanted,
    nodeAnnotations: new Set<string>(),
    podLabels: new Set<string>(),
    podAnnotations: new Set<string>(),
  };
  const asked = seriesQueries(catalog.components, nothing, one).map(({ series }) => series);
  for (const name of ['nodeAnnotations', 'podLabels', 'podAnnotations'])
    t.notOk(asked.some((series) => series === name));
});

t.test('without components in containers, pods are not asked for', async (t) => {
  const asked = seriesQueries([], everythingWanted, one).map(({ series }) => series);
  t.strictSame(asked, [
    'nodes',
    'nodeRoles',
    'nodeLabels',
    'nodeAnnotations',
    'nodeCapacity',
    'allContainers',
    'allPods',
  ]);
});
