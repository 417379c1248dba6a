import t from 'tap';
import { generate } from '../../src/app/generate.ts';
import { createCatalog } from '../../src/core/catalog/catalog.ts';
import { defaultRuleSettings } from '../../src/core/rules/rule-settings.ts';
import { defaultOutput, type OutputSettings } from '../../src/core/rules/targets/output-settings.ts';
import { builtInTemplates, firstCasesCatalog } from '../support/built-in.ts';

const catalog = await firstCasesCatalog();
const { templates, problems } = await builtInTemplates();
const output = defaultOutput;

t.test('the built-in templates have no problems and fill without any', async (t) => {
  t.same(problems, []);
  const generated = generate({ catalog, templates, settings: defaultRuleSettings, output });
  t.same(generated.problems, []);
  t.same(generated.leftOut, []);
});

t.test('a catalog with only containers, or only processes on nodes, fills every template as well', async (t) => {
  for (const kind of ['container', 'node-process']) {
    const components = new Map(
      catalog.components.flatMap((component) => (component.runs.as === kind ? [[component.id, component]] : [])),
    );
    const issues = new Map(
      catalog.issues.flatMap((issue) =>
        issue.affected.every(({ component }) => components.has(component.id)) ? [[issue.id, issue]] : [],
      ),
    );
    const small = createCatalog(components, issues, new Map());
    t.ok(small.issues.length > 0);
    t.same(generate({ catalog: small, templates, settings: defaultRuleSettings, output }).problems, [], kind);
  }
});

t.test('an issue that no rule can be written for is left out and named', async (t) => {
  const issues = new Map(
    catalog.issues.map((issue) => [issue.id, { ...issue, resource: 'logs' as const, furtherResources: [] }]),
  );
  const components = new Map(catalog.components.map((component) => [component.id, component]));
  const input = {
    catalog: createCatalog(components, issues, new Map()),
    templates,
    settings: defaultRuleSettings,
    output,
  };
  const { leftOut, artefacts } = generate(input);
  t.same(
    leftOut.map(({ issue }) => issue.id),
    [...issues.keys()],
  );
  t.match(leftOut[0]?.why, 'no rule can judge logs');
  t.notOk(artefacts.some(({ path }) => path.includes('known-issues')));
});

t.test('PrometheusRule objects carry the namespace and labels that a ruleSelector asks for', async (t) => {
  const objects = { ...defaultOutput, namespace: 'monitoring', labels: { release: 'kube-prometheus-stack' } };
  const { artefacts } = generate({ catalog, templates, settings: defaultRuleSettings, output: objects });
  for (const { path, text } of artefacts.filter((artefact) =>
    /^prometheusrules\/(?!kustomization)/.test(artefact.path),
  )) {
    t.match(
      text,
      /\n {2}namespace: monitoring\n {2}labels:\n {4}app\.kubernetes\.io\/name: plimsoll\n {4}release: kube-prometheus-stack\n/,
      path,
    );
  }
});

t.test('dashboards are generated where they are wanted', async (t) => {
  const input = { catalog, templates, settings: defaultRuleSettings };
  const ofDashboards = (targets: OutputSettings['targets']) =>
    generate({ ...input, output: { ...defaultOutput, targets } }).artefacts.flatMap(({ path }) =>
      path.startsWith('dashboards/') ? path : [],
    );
  t.same(ofDashboards(['prometheus']), []);
  t.same(ofDashboards(['prometheus', 'grafana']), [
    'dashboards/kustomization.yaml',
    'dashboards/plimsoll-component.json',
    'dashboards/plimsoll-fleet.json',
  ]);
});
