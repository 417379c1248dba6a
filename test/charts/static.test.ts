import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';
import t from 'tap';
import {
  chartFolder,
  isTable,
  type JsonSchema,
  mergeValues,
  readAppVersion,
  readChartFile,
  readDefaults,
  readSchema,
  readTemplates,
  readValuesFiles,
} from './chart.ts';
import { schemaMistakes } from './schema-mistakes.ts';
import { describedValues, leafPaths, valueAt, valuesTable } from './values-table.ts';
import { neededPermissions, type PolicyRule, permissions } from './watched-kinds.ts';

const schema = readSchema();
const defaults = readDefaults();
const templates = readTemplates();
const described = describedValues(readChartFile('values.yaml')).map(({ path }) => path);

t.test('the schema accepts the defaults', async (t) => {
  t.same(await schemaMistakes(schema, defaults), []);
});

for (const { name, values } of readValuesFiles('rendered')) {
  t.test(`the schema accepts ${name}`, async (t) => {
    t.same(await schemaMistakes(schema, mergeValues(values, defaults)), []);
  });
}

for (const { name, values } of readValuesFiles('refused')) {
  t.test(`the schema refuses ${name}`, async (t) => {
    t.not((await schemaMistakes(schema, mergeValues(values, defaults))).length, 0);
  });
}

t.test('the schema knows exactly the values that have a default', async (t) => {
  function compare(part: JsonSchema, values: unknown, path: string): void {
    if (part.additionalProperties !== false || !isTable(values)) return;
    const known = Object.keys(part.properties ?? {}).filter((key) => path !== '' || key !== 'global');
    if (Object.keys(values).length === 0) return; // what its tables hold is the user's
    t.same(known.sort(), Object.keys(values).sort(), path || 'the values');
    for (const key of known) compare(part.properties![key]!, values[key], `${path}${key}.`);
  }
  // A limit that is not set has no default either.
  compare(schema, { ...defaults, resources: {} }, '');
});

t.test('templates read only values that have a default, and every value is read', async (t) => {
  const read = new Set(
    [...templates.values()].flatMap((text) => [...text.matchAll(/\.Values((?:\.\w+)+)/g)].map(([, path]) => path!)),
  );
  const paths = [...read].map((path) => path.slice(1));
  t.same(
    paths.filter((path) => valueAt(defaults, path) === undefined),
    [],
    'without a default',
  );
  t.same(
    described.filter((path) => !paths.includes(path)),
    [],
    'not read',
  );
});

t.test('every value is described', async (t) => {
  const covered = (leaf: string) => described.some((path) => leaf === path || leaf.startsWith(`${path}.`));
  t.same(
    leafPaths(defaults).filter((leaf) => !covered(leaf)),
    [],
  );
});

t.test('the README has the table of the values', async (t) => {
  const path = `${chartFolder}/README.md`;
  const readme = readFileSync(path, 'utf8');
  const table = valuesTable(readChartFile('values.yaml'), defaults);
  const wanted = readme.replace(/(<!-- values: .*-->\n)[\s\S]*(<!-- end of values -->)/, `$1\n${table}\n\n$2`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, wanted);
  t.equal(readFileSync(path, 'utf8'), wanted);
});

t.test('the chart runs the version that package.json names', async (t) => {
  const { version } = JSON.parse(readFileSync(`${chartFolder}/../../package.json`, 'utf8'));
  t.equal(readAppVersion(), version);
  t.match(readChartFile('README.md'), `docker build --tag registry.example/plimsoll:${version} .`);
});

t.test('everything that selects pods selects by the labels that the pods have', async (t) => {
  const selectors = [...templates].flatMap(([name, text]) =>
    [...text.matchAll(/^ *(?:matchLabels|selector):(.+)$/gm)].map(([, labels]) => [name, labels!] as const),
  );
  t.same(
    selectors.map(([name]) => name),
    ['deployment.yaml', 'service-monitor.yaml', 'service.yaml'],
  );
  for (const [name, labels] of selectors) t.match(labels, 'include "plimsoll.selectorLabels"', name);
  t.match(templates.get('deployment.yaml'), /template:\n {4}metadata:\n {6}labels: .*"plimsoll\.selectorLabels"/);
});

t.test('the role grants what the exporter reads, and nothing else', async (t) => {
  const [, text] = /^(rules:\n[\s\S]*?)^---/m.exec(templates.get('rbac.yaml')!)!;
  const everyBranch = text!.replaceAll(/^ *\{\{.*\n/gm, '');
  const { rules } = load(everyBranch) as { rules: readonly PolicyRule[] };
  t.same([...new Set(permissions(rules))], (await neededPermissions()).everywhere);
});
