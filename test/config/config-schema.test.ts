import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { load } from 'js-yaml';
import t from 'tap';
import { configSchema } from '../../src/config/config-schema.ts';
import { defaultText } from '../../src/config/default-text.ts';
import { readFlagSettings } from '../../src/config/given-settings.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { keyText, settingNames, settingsTable } from '../../src/config/settings-table.ts';
import { defaultRuleSettings } from '../../src/core/rules/rule-settings.ts';
import { toYaml } from '../../src/core/text/to-yaml.ts';
import { builtInCatalog } from '../support/built-in.ts';

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false });
const validate = ajv.compile(JSON.parse(configSchema().text));

function fitsSchema(text: string): boolean {
  return validate(load(text));
}

/** Rules that one value alone cannot show: an editor does not see them. */
const needsMore = /^(?:contradiction|.*-twice|unknown-(?:label|issue|component)|waiver-expired|go-template|selector)$/;

/** `undefined` where only problems are found that an editor does not see. */
function isRead(text: string): boolean | undefined {
  const flags = readFlagSettings(() => undefined);
  const file = { path: 'plimsoll.yaml', text };
  const reading = readConfig({ file, flags, preset: undefined, catalog: undefined, now: 0 });
  if (reading.ok) return true;
  return reading.problems.every(({ rule }) => needsMore.test(rule)) ? undefined : false;
}

t.test('the worked example fits the schema that it names, and has no problems', async (t) => {
  const folder = new URL('../../config/', import.meta.url);
  const text = readFileSync(new URL('example.yaml', folder), 'utf8');
  t.equal(text.split('\n')[0], `# yaml-language-server: $schema=${configSchema().path}`);
  t.equal(readFileSync(new URL(configSchema().path, folder), 'utf8'), configSchema().text);
  t.ok(fitsSchema(text), JSON.stringify(validate.errors));
  const { catalog } = await builtInCatalog();
  const flags = readFlagSettings(() => undefined);
  t.ok(readConfig({ file: { path: 'example.yaml', text }, flags, preset: undefined, catalog, now: 1.8e9 }).ok);
});

t.test('every default, written out, fits the schema and reads as itself', async (t) => {
  const file: Record<string, unknown> = {};
  for (const name of settingNames) {
    const { key, kind } = settingsTable[name];
    const value = defaultRuleSettings[name];
    if (value === undefined || 'entry' in kind) continue;
    const written = typeof value === 'boolean' || typeof value === 'string' ? value : load(defaultText(name));
    const [first, second] = key;
    file[first] = second === undefined ? written : { ...(file[first] as object), [second]: written };
  }
  const text = toYaml(file);
  t.ok(fitsSchema(text), JSON.stringify(validate.errors));
  const flags = readFlagSettings(() => undefined);
  const reading = readConfig({ file: { path: 'p', text }, flags, preset: undefined, catalog: undefined, now: 0 });
  t.match(reading, { ok: true, settings: defaultRuleSettings });
});

t.test('keys explain themselves where the cursor is', async (t) => {
  const { properties } = JSON.parse(configSchema().text);
  for (const name of settingNames) {
    const [first, second] = settingsTable[name].key;
    const shown = second === undefined ? properties[first] : properties[first].properties[second];
    t.match(shown?.description, /Default: /, keyText(settingsTable[name]));
  }
  for (const key of ['preset', 'baselines', 'waivers', 'issues', 'components', 'present_in', 'out']) {
    t.type(properties[key]?.description, 'string', key);
  }
});

const values = fc.constantFrom<unknown>(
  'cluster',
  'my-cluster',
  '5m',
  '1h30m',
  '0s',
  '5 minutes',
  'job="a"',
  'exporter',
  'cgroup',
  'kubelet',
  0,
  1,
  0.5,
  2.5,
  -1,
  1.5,
  90,
  '300m',
  '512Mi',
  '1e3',
  '0',
  'lots',
  true,
  false,
  null,
  [],
  {},
  { a: 'b' },
  { 'a-b': 'c' },
  { severity: 'x' },
  { a: 1 },
  'https://example.com',
  'https://example.com/x y',
  'example.com',
  '',
  '2099-01-31',
  '2099-13-01',
  '2099-01-31T10:00:00Z',
  '2099-01-31T10:00:00',
  ['a'],
  [''],
  [1],
);
const keys = [...new Set(settingNames.map((name) => settingsTable[name].key))];
const setting = fc
  .tuple(fc.constantFrom(...keys), values)
  .map(([[first, second], value]) => ({ [first]: second === undefined ? value : { [second]: value } }));
const others = fc
  .tuple(
    fc.constantFrom('preset', 'issues', 'components', 'present_in', 'catalogs', 'built_in_catalog', 'out', 'colour'),
    values,
  )
  .map(([key, value]) => ({ [key]: value }));
const entries = fc
  .dictionary(
    fc.constantFrom('component', 'issue', 'cpu', 'memory', 'selector', 'owner', 'reason', 'expires', 'colour'),
    values,
    { maxKeys: 6 },
  )
  .chain((entry) => fc.constantFrom('baselines', 'waivers').map((list) => ({ [list]: [entry] })));
const objects = fc.tuple(values, values).map(([namespace, label]) => ({ objects: { namespace, labels: { label } } }));
const waiver = fc
  .tuple(values, values)
  .map(([expires, owner]) => ({ waivers: [{ issue: 'A-1', owner, reason: 'x', expires }] }));
const baseline = fc.tuple(values, values).map(([cpu, memory]) => ({ baselines: [{ component: 'a', cpu, memory }] }));

t.test('an editor marks what reading refuses, and nothing else', async (t) => {
  let right = 0;
  fc.assert(
    fc.property(fc.oneof(setting, others, entries, waiver, baseline, objects), (file) => {
      const text = toYaml(file);
      const isRight = isRead(text);
      if (isRight) right += 1;
      if (isRight !== undefined && fitsSchema(text) !== isRight)
        throw new Error(`${text}: ${isRight ? JSON.stringify(validate.errors) : 'fits'}`);
    }),
    { numRuns: 1500, seed: 7 },
  );
  t.ok(right > 40, String(right));
});
