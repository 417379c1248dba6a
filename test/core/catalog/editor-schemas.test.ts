import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { load } from 'js-yaml';
import t from 'tap';
import { editorSchemas } from '../../../src/core/catalog/editor-schemas.ts';
import { rightComponent, rightIssue } from '../../support/catalogs.ts';

const root = new URL('../../../', import.meta.url).pathname;
const files = globSync('catalog/{components,issues,releases}/**/*.yaml', { cwd: root });

/** Draft-7, as the yaml-language-server checks it. */
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const validators = new Map(editorSchemas().map(({ path, text }) => [path, ajv.compile(JSON.parse(text))]));

function complaints(schema: string, text: string): readonly string[] {
  const validate = validators.get(schema);
  if (!validate) throw new Error(`no schema ${schema}`);
  validate(load(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

t.test('every file of the built-in catalog names its schema and fits it', async (t) => {
  t.ok(files.length > 100);
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    const named = /^# yaml-language-server: \$schema=(?<path>\S+)\n/.exec(text)?.groups?.['path'] ?? '';
    const path = join(dirname(file), named);
    t.match(path, /^catalog\/schema\/[a-z]+\.schema\.json$/, file);
    t.same(complaints(path.slice('catalog/schema/'.length), text), [], file);
  }
});

const slips: readonly (readonly [schema: string, text: string, complaint: string])[] = [
  ['issue.schema.json', rightIssue.replace('severity: high', 'severity: hihg'), '/severity must be equal to one of'],
  ['issue.schema.json', `${rightIssue}aliasses: []\n`, ' must NOT have additional properties'],
  [
    'issue.schema.json',
    rightIssue.replace('details: it spins and spins\n', ''),
    "must have required property 'details'",
  ],
  ['issue.schema.json', rightIssue.replace('"v1.0.0"', '1.20'), '/affected/0/ranges/0/introduced must be string'],
  ['issue.schema.json', rightIssue.replace('node_kernel', 'node_kernle'), 'must NOT have additional properties'],
  [
    'issue.schema.json',
    rightIssue.replace(/affected:\n {2}- component[\s\S]*conditions:/, 'affected: []\nconditions:'),
    '/affected must NOT have fewer than 1 items',
  ],
  ['component.schema.json', rightComponent.replace('docker', 'dokcer'), '/version_scheme must be equal to one of'],
  [
    'component.schema.json',
    rightComponent.replace('acme/widget', 'Acme/widget:v1'),
    '/container/images/0 must match pattern',
  ],
];

for (const [schema, text, complaint] of slips) {
  t.test(`an editor marks: ${complaint}`, async (t) => {
    t.ok(
      complaints(schema, text).some((found) => found.includes(complaint)),
      complaints(schema, text).join('; '),
    );
  });
}

t.test('keys explain themselves where the cursor is', async (t) => {
  const { properties } = JSON.parse(editorSchemas().find(({ path }) => path === 'issue.schema.json')?.text ?? '{}');
  for (const key of ['id', 'summary', 'signature', 'affected', 'expected', 'examples']) {
    t.type(properties[key]?.description, 'string', key);
  }
});
