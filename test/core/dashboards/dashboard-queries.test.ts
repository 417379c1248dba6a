import { parser } from '@prometheus-io/lezer-promql';
import t from 'tap';
import { dashboardArtefacts } from '../../../src/core/dashboards/dashboard-artefacts.ts';
import { families } from '../../../src/core/metrics/families.ts';
import { measures } from '../../../src/core/rules/measured-on.ts';
import { findFault } from '../../../src/core/rules/promql.ts';
import { defaultRuleSettings, type RuleSettings } from '../../../src/core/rules/rule-settings.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { chosen, dashboardsOf, type GrafanaDashboard } from '../../support/simulated-fleet/grafana-dashboard.ts';

const { catalog } = await builtInCatalog();

function generated(settings: Partial<RuleSettings> = {}): readonly GrafanaDashboard[] {
  return dashboardsOf(dashboardArtefacts(catalog.issues, { ...defaultRuleSettings, ...settings }));
}

interface Query {
  readonly where: string;
  readonly expr: string;
}

function queriesOf(dashboards: readonly GrafanaDashboard[]): readonly Query[] {
  return dashboards.flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      (panel.targets ?? []).map(({ expr, refId }) => ({
        where: `${title}, ${panel.title}, ${refId}`,
        expr: chosen(expr, 'x'),
      })),
    ),
  );
}

/** Texts of all nodes of a kind in a PromQL expression. */
function partsOf(expr: string, ...kinds: readonly string[]): readonly string[] {
  const parts: string[] = [];
  const cursor = parser.parse(expr).cursor();
  do {
    if (kinds.includes(cursor.name)) parts.push(expr.slice(cursor.from, cursor.to));
  } while (cursor.next());
  return parts;
}

t.test('every query is PromQL', async (t) => {
  const queries = queriesOf(generated());
  t.ok(queries.length > 0);
  for (const { where, expr } of queries) t.equal(findFault(expr), undefined, `${where}: ${expr}`);
});

t.test(
  'queries read what rules record, metrics of the exporter and of Prometheus itself, and no raw usage',
  async (t) => {
    const known = new Set([
      ...measures(defaultRuleSettings).flatMap(({ recordings }) => Object.values(recordings)),
      'cluster_component_version:plimsoll_known_issue_unjudged:count',
      'plimsoll_waiver_expiry_timestamp_seconds',
      ...Object.values(families).map(({ name }) => name),
      ...['up', 'ALERTS', 'ALERTS_FOR_STATE'],
      ...['prometheus_rule_evaluation_failures_total', 'prometheus_rule_group_last_duration_seconds'],
    ]);
    for (const { where, expr } of queriesOf(generated())) {
      const names = partsOf(expr, 'Identifier');
      t.ok(names.length > 0, where);
      t.same(
        names.filter((name) => !known.has(name)),
        [],
        where,
      );
    }
  },
);

t.test('every variable that is used is there, and every one that is there is used', async (t) => {
  for (const artefact of dashboardArtefacts(catalog.issues, defaultRuleSettings)) {
    const [dashboard] = dashboardsOf([artefact]);
    if (dashboard === undefined) continue;
    const used = [...artefact.text.matchAll(/\$\{?([a-z]\w*)/g)].map(([, name]) => name ?? '');
    const defined = dashboard.templating.list.map(({ name }) => name);
    t.same([...new Set(used)].sort(), [...defined].sort(), dashboard.title);
  }
});

t.test('another label for clusters is taken everywhere', async (t) => {
  const labels = (dashboards: readonly GrafanaDashboard[]) =>
    queriesOf(dashboards).map(({ where, expr }) => ({ where, labels: partsOf(expr, 'LabelName') }));
  const other = generated({ clusterLabel: 'k8s_cluster' });
  t.ok(
    labels(generated()).some((query) => query.labels.includes('cluster')),
    'labels are found at all',
  );
  for (const query of labels(other)) t.notOk(query.labels.includes('cluster'), query.where);
  for (const { title, templating } of other) {
    t.notMatch(templating.list.map(({ query }) => query).join('\n'), /[^$]\bcluster\b(?![_:])/, title);
  }
  const renamed = JSON.stringify(other).replaceAll('k8s_cluster', 'cluster');
  t.equal(renamed, JSON.stringify(generated()), 'and nothing else differs');
});

t.test('without the exporter nothing of its own is asked for', async (t) => {
  const queries = queriesOf(generated({ inventoryFrom: 'kube-state-metrics' }));
  const own = Object.values(families).map(({ name }) => name as string);
  t.ok(queriesOf(generated()).some(({ expr }) => partsOf(expr, 'Identifier').some((name) => own.includes(name))));
  for (const { where, expr } of queries)
    t.notOk(
      partsOf(expr, 'Identifier').some((name) => own.includes(name)),
      where,
    );
});
