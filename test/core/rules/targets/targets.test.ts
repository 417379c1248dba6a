import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import t from 'tap';
import { targets } from '../../../../src/app/targets.ts';
import { isGenerated } from '../../../../src/core/rules/targets/generated-header.ts';
import { defaultOutput, type OutputSettings } from '../../../../src/core/rules/targets/output-settings.ts';
import { parseProgramVersion } from '../../../../src/core/rules/targets/program.ts';
import { targetNames } from '../../../../src/core/rules/targets/target-name.ts';
import { toYaml } from '../../../../src/core/text/to-yaml.ts';
import { artefactsOf, builtInCatalog } from '../../../support/built-in.ts';
import { objectSchemas } from '../../../support/object-schemas.ts';
import { promtool, writeArtefacts } from '../../../support/promtool.ts';
import { runTool } from '../../../support/run-tool.ts';
import { needs } from '../../../support/tools.ts';

const { catalog } = await builtInCatalog();
const everything: OutputSettings = {
  ...defaultOutput,
  targets: targetNames,
  namespace: 'monitoring',
  labels: { release: 'kube-prometheus-stack' },
  serviceNamespace: 'plimsoll',
  scrapeInterval: '30s',
  matcherStrategy: 'None',
};
const artefacts = await artefactsOf(catalog, {}, everything);
const inFolder = (folder: string) => artefacts.filter(({ path }) => path.startsWith(`${folder}/`));

interface Group {
  readonly name: string;
  readonly rules: readonly object[];
  readonly [field: string]: unknown;
}
interface GroupFile {
  readonly groups: readonly Group[];
}
const groupsIn = (folder: string) => inFolder(folder).flatMap(({ text }) => (load(text) as GroupFile).groups);

t.test('each target writes into its own folders and no others, with the header', async (t) => {
  const owned = new Map(Object.values(targets).flatMap(({ folders }) => folders.map((folder) => [folder, 0])));
  for (const { path, text } of artefacts) {
    const [folder = ''] = path.split('/');
    t.ok(owned.has(folder), path);
    t.ok(isGenerated(text), path);
    owned.set(folder, (owned.get(folder) ?? 0) + 1);
  }
  t.notOk([...owned.values()].includes(0), 'every folder has files');
  t.equal(
    new Set(Object.values(targets).flatMap(({ folders }) => folders)).size,
    owned.size,
    'no folder has two owners',
  );
  t.same(
    artefacts.map(({ path }) => path),
    artefacts.map(({ path }) => path).sort(),
    'ordered by path',
  );
});

t.test('objects are what the CRDs and kustomize document', async (t) => {
  const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false });
  const kinds = new Set<string>();
  for (const folder of ['prometheusrules', 'vmrules', 'alertmanagerconfigs']) {
    for (const { path, text } of inFolder(folder)) {
      const object = load(text) as { readonly kind: keyof typeof objectSchemas };
      kinds.add(object.kind);
      t.ok(ajv.validate(objectSchemas[object.kind], object), `${path}: ${ajv.errorsText()}`);
    }
  }
  t.same([...kinds].sort(), Object.keys(objectSchemas).sort());
});

t.test('a kustomization names every other file of its folder, in order', async (t) => {
  for (const folder of ['prometheusrules', 'vmrules', 'alertmanagerconfigs']) {
    const names = inFolder(folder).map(({ path }) => path.slice(folder.length + 1));
    const file = inFolder(folder).find(({ path }) => path.endsWith('/kustomization.yaml'));
    const { resources } = load(file?.text ?? '') as { readonly resources: readonly string[] };
    t.same(resources, names.filter((name) => name !== 'kustomization.yaml').sort());
  }
});

t.test('the ServiceMonitor selects the Service of the chart, and its series keep their labels', async (t) => {
  const monitor = artefacts.find(({ path }) => path === 'prometheusrules/service-monitor.yaml');
  t.same(load(monitor?.text ?? ''), {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: {
      name: 'plimsoll',
      namespace: 'monitoring',
      labels: { 'app.kubernetes.io/name': 'plimsoll', release: 'kube-prometheus-stack' },
    },
    spec: {
      jobLabel: 'app.kubernetes.io/name',
      namespaceSelector: { matchNames: ['plimsoll'] },
      selector: { matchLabels: { 'app.kubernetes.io/name': 'plimsoll' } },
      endpoints: [{ port: 'http', honorLabels: true, interval: '30s' }],
    },
  });
});

t.test('where another ServiceMonitor has the exporter scraped, none is written', async (t) => {
  const objects = await artefactsOf(catalog, {}, { targets: ['prometheus-operator'], serviceMonitor: false });
  t.notOk(objects.some(({ text }) => text.includes('kind: ServiceMonitor') || text.includes('service-monitor')));
});

t.test('Thanos and Mimir have the same rules as Prometheus, with what is theirs', needs('promtool'), async (t) => {
  const plain = groupsIn('rules').toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const sorted = (groups: readonly Group[]) => groups.toSorted((a, b) => (a.name < b.name ? -1 : 1));

  const thanos = sorted(groupsIn('thanos'));
  t.same(
    thanos,
    plain.map((group) => ({ ...group, partial_response_strategy: 'abort' })),
  );
  const [mimirFile, ...others] = inFolder('mimir');
  t.same(others, [], 'mimirtool refuses a second file of a namespace');
  const mimir = load(mimirFile?.text ?? '') as GroupFile & { readonly namespace: string };
  t.equal(mimir.namespace, 'plimsoll');
  t.same(
    sorted(mimir.groups),
    plain.map(({ limit, ...group }) => group),
    'Mimir stores no limit',
  );
  const folder = t.testdir({ 'mimir.yaml': toYaml({ groups: mimir.groups }) });
  const { code, output } = await promtool(['check', 'rules', `${folder}/mimir.yaml`]);
  t.equal(code, 0, output);
});

t.test('names of groups are the same in every target, and none is twice in one', async (t) => {
  const vmrules = inFolder('vmrules').flatMap(
    ({ text }) => (load(text) as { readonly spec?: GroupFile }).spec?.groups ?? [],
  );
  const namesOf = (groups: readonly Group[]) => groups.map(({ name }) => name).sort();
  const names = namesOf(groupsIn('rules'));
  t.equal(new Set(names).size, names.length);
  for (const groups of [groupsIn('thanos'), groupsIn('mimir'), vmrules]) t.same(namesOf(groups), names);
});

t.test(
  'vmalert takes the rules of its version, and no field that the table says it lacks',
  needs('vmalert'),
  async (t) => {
    const { output: said } = await runTool('vmalert', ['-version']);
    const number = /v(?<number>1\.\d+\.\d+)|-(?<debian>1\.\d+\.\d+)/.exec(said)?.groups;
    const version = parseProgramVersion(number?.['number'] ?? number?.['debian'] ?? '1.79');
    if (version === undefined) throw new Error(said);
    const check = async (versions: OutputSettings['versions']) => {
      const folder = t.testdir();
      const output = { targets: ['victoria-metrics' as const], versions };
      const objects = await artefactsOf(catalog, {}, output);
      const files = objects.flatMap(({ path, text }) => {
        const { spec } = load(text) as { readonly spec?: GroupFile };
        return spec === undefined ? [] : [{ path, text: toYaml(spec) }];
      });
      await writeArtefacts(folder, files);
      return runTool('vmalert', ['-dryRun', `-rule=${folder}/vmrules/*.yaml`]);
    };

    const fitting = await check(new Map([['victoria-metrics', version]]));
    t.equal(fitting.code, 0, fitting.output.slice(-500));
    if (version.minor < 92) t.match((await check(new Map())).output, 'unknown fields in rule: keep_firing_for');
  },
);
