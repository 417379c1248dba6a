import { load } from 'js-yaml';
import t from 'tap';
import { dashboardArtefacts } from '../../../src/core/dashboards/dashboard-artefacts.ts';
import { defaultRuleSettings, type RuleSettings } from '../../../src/core/rules/rule-settings.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import {
  dashboardsOf,
  type GrafanaDashboard,
  type GrafanaPanel,
} from '../../support/simulated-fleet/grafana-dashboard.ts';

const { catalog } = await builtInCatalog();

function generated(settings: Partial<RuleSettings> = {}): readonly GrafanaDashboard[] {
  return dashboardsOf(dashboardArtefacts(catalog.issues, { ...defaultRuleSettings, ...settings }));
}

t.test('panels keep their ids, which links and bookmarks hold', async (t) => {
  const ids = generated().map(({ uid, panels }) => [uid, panels.map(({ id, title }) => `${id} ${title}`)]);
  t.same(Object.fromEntries(ids), {
    'plimsoll-component': [
      '1 At a glance',
      '2 Instances',
      '3 Exposed',
      '4 Diverging',
      '5 Cannot be judged yet',
      '10 CPU',
      '11 CPU of each version, the median of its instances',
      '12 CPU of each version, its highest instances',
      '20 Memory',
      '21 Memory of each version, the median of its instances',
      '22 Memory of each version, its highest instances',
      '30 Versions',
      '31 Instances by version',
      '32 Rollout progress',
      '33 Workloads',
      '34 Regressions that no record explains',
      '40 Above what is expected',
      '41 CPU: instances above, worst first',
      '42 Memory: instances above, worst first',
      '45 Leaks',
      '46 CPU: instances that keep growing, fastest first',
      '47 Memory: instances that keep growing, fastest first',
      '50 Known issues',
      '51 Exposures by issue',
      '52 Severity and fixes',
      '53 Diverging instances',
      '54 What cannot be judged yet',
    ],
    'plimsoll-fleet': [
      '1 At a glance',
      '2 Instances',
      '3 Exposed',
      '4 Diverging',
      '5 Cannot be judged yet',
      '10 What runs, and what it is known for',
      '11 What runs',
      '12 Exposures by issue',
      '30 Diverging now',
      '31 Alerts that fire',
      '34 Leaks',
      '35 Regressions that no record explains',
      '32 Diverging instances',
      '33 What cannot be judged yet',
      '40 Waived',
      '41 Waivers',
      '60 Exporter',
      '61 Exporters up',
      '62 Oldest view',
      '63 Failures to read the source',
      '64 Versions that cannot be read',
      '70 Rules',
      '71 Failed evaluations',
      '72 Time to evaluate',
      '90 Known issues of the catalog',
      '91 Known issues',
    ],
  });
});

t.test('ids are unique, and panels do not overlap', async (t) => {
  for (const { title, panels } of generated()) {
    t.equal(new Set(panels.map(({ id }) => id)).size, panels.length, `${title}: ids`);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    t.equal(new Set(cells).size, cells.length, `${title}: cells`);
    t.ok(
      panels.every(({ gridPos: { x, w } }) => x + w <= 24),
      `${title}: width`,
    );
  }
});

t.test('every number has a unit, and every panel says what it shows', async (t) => {
  for (const { title, panels } of generated()) {
    for (const panel of panels.filter(({ type }) => type !== 'row' && type !== 'text')) {
      const where = `${title}, ${panel.title}`;
      t.match(panel.description, /\w+.*\.$/, where);
      if (panel.type !== 'table') t.ok(panel.fieldConfig?.defaults.unit, where);
      for (const column of panel.type === 'table' ? numberColumns(panel) : []) {
        const override = panel.fieldConfig?.overrides.find(({ matcher }) => matcher.options === column);
        t.ok(
          override?.properties.some(({ id, value }) => id === 'unit' && value !== ''),
          `${where}, ${column}`,
        );
      }
    }
  }
});

function numberColumns({ transformations = [] }: GrafanaPanel): readonly string[] {
  const renamed = transformations.flatMap(({ options }) => Object.entries(options.renameByName ?? {}));
  return renamed.flatMap(([field, header]) => (field.startsWith('Value') ? header : []));
}

t.test('an issue leads to its runbook, or where no runbooks are named to the list with every report', async (t) => {
  const links = (settings: Partial<RuleSettings>) => JSON.stringify(generated(settings));
  t.match(
    links({ runbookBaseUrl: 'https://runbooks.example/plimsoll' }),
    `https://runbooks.example/plimsoll/issues/\${__value.raw}`,
  );
  t.match(links({}), '/d/plimsoll-fleet?viewPanel=91');
  const list = generated()[1]?.panels.find(({ id }) => id === 91)?.options?.content ?? '';
  for (const { id, references } of catalog.issues) t.match(list, `[${id}](${references[0].url})`);
});

t.test('the same input gives the same bytes', async (t) => {
  t.same(
    dashboardArtefacts(catalog.issues, defaultRuleSettings),
    dashboardArtefacts(catalog.issues, defaultRuleSettings),
  );
});

t.test('the kustomization makes a ConfigMap of every dashboard, for the sidecar of Grafana', async (t) => {
  const artefacts = dashboardArtefacts(catalog.issues, defaultRuleSettings);
  const kustomization = load(artefacts.find(({ path }) => path.endsWith('kustomization.yaml'))?.text ?? '');
  t.same(kustomization, {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    configMapGenerator: [{ name: 'plimsoll-dashboards', files: ['plimsoll-component.json', 'plimsoll-fleet.json'] }],
    generatorOptions: { disableNameSuffixHash: true, labels: { grafana_dashboard: '1' } },
  });
});
