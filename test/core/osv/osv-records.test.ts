import t from 'tap';
import { osvRecords } from '../../../src/core/osv/osv-records.ts';
import { osvFileName, renderOsv } from '../../../src/core/osv/render-osv.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { rightIssue } from '../../support/catalogs.ts';
import { osvSchema } from './osv-schema.ts';
import { aCatalog, exported } from './small-catalog.ts';

const { catalog } = await builtInCatalog();
const records = osvRecords(catalog);

t.test('every record is valid OSV 1.7.5', async (t) => {
  t.equal(records.length, catalog.issues.length);
  for (const record of records) {
    const { error } = osvSchema.safeParse(JSON.parse(renderOsv(record)));
    t.same(error?.issues ?? [], [], record.id);
  }
});

t.test('an id is that of a database that is not registered, and names a file', async (t) => {
  t.ok(records.some(({ id }) => id === 'x_plimsoll-CALICO-8856'));
  for (const [index, record] of records.entries()) {
    t.equal(record.id, `x_plimsoll-${catalog.issues[index]?.id}`);
    t.equal(osvFileName(record), `${record.id}.json`);
    t.match(osvFileName(record), /^[\w.-]+$/);
  }
  t.equal(new Set(records.map(osvFileName)).size, records.length);
});

t.test('the same catalog gives the same bytes', async (t) => {
  t.equal(renderOsv(osvRecords((await builtInCatalog()).catalog)), renderOsv(records));
});

t.test('a record is JSON with two spaces, a line at its end, and the keys in the order of the format', async (t) => {
  const order = [
    ...['schema_version', 'id', 'modified', 'published', 'withdrawn', 'aliases', 'upstream', 'related', 'summary'],
    ...['details', 'severity', 'affected', 'references', 'credits', 'database_specific'],
  ];
  for (const record of records) {
    const text = renderOsv(record);
    const written: Record<string, unknown> = JSON.parse(text);
    t.equal(text, `${JSON.stringify(written, null, 2)}\n`);
    t.same(
      Object.keys(written),
      order.filter((key) => key in written),
    );
  }
  t.same(
    JSON.parse(renderOsv(records)),
    records.map((record) => JSON.parse(renderOsv(record))),
  );
});

t.test('dates begin their day in UTC', async (t) => {
  const [record] = exported(aCatalog({ issues: [rightIssue] }));
  t.equal(record?.published, '2026-01-01T00:00:00Z');
  t.equal(record?.modified, '2026-01-02T00:00:00Z');
  t.equal(record?.withdrawn, undefined);
});

t.test('a withdrawn issue stays in, marked', async (t) => {
  const withdrawn = rightIssue.replace('severity: high', 'withdrawn: 2026-01-02\nseverity: high');
  const [record] = exported(aCatalog({ issues: [withdrawn] }));
  t.equal(record?.withdrawn, '2026-01-02T00:00:00Z');
  t.equal(record?.affected.length, 1);
});

t.test('only ids of vulnerability databases are aliases; tickets are kept apart', async (t) => {
  const aliases = '[acme/widget#1, CVE-2026-12345, GHSA-2222-3333-4444]';
  const [record] = exported(aCatalog({ issues: [`${rightIssue}aliases: ${aliases}\n`] }));
  t.same(record?.aliases, ['CVE-2026-12345', 'GHSA-2222-3333-4444']);
  t.same(record?.database_specific['tickets'], ['acme/widget#1']);
});

t.test('related issues name each other, whichever of them says so', async (t) => {
  const issue = (number: number, related: string) =>
    `${rightIssue.replace('WIDGET-1', `WIDGET-${number}`)}related: ${related}\n`;
  const related = exported(
    aCatalog({ issues: [issue(1, '[]'), issue(2, '[WIDGET-3, WIDGET-1]'), issue(3, '[WIDGET-2]')] }),
  );
  t.same(
    related.map((record) => record.related),
    [['x_plimsoll-WIDGET-2'], ['x_plimsoll-WIDGET-1', 'x_plimsoll-WIDGET-3'], ['x_plimsoll-WIDGET-2']],
  );
});

t.test('references keep their order under the words of OSV, and end with the homes of the components', async (t) => {
  const references = ['report', 'introduced', 'fix', 'release-notes', 'article', 'discussion', 'web'].map(
    (type, index) => `  - {url: "https://example.com/${index}", type: ${type}, shows: something}\n`,
  );
  const issue = rightIssue.replace(/references:\n.*\n/, `references:\n${references.join('')}`);
  const [record] = exported(aCatalog({ issues: [issue] }));
  t.same(
    record?.references.map(({ type }) => type),
    ['REPORT', 'INTRODUCED', 'FIX', 'WEB', 'ARTICLE', 'DISCUSSION', 'WEB', 'PACKAGE'],
  );
  t.same(record?.references.at(0)?.url, 'https://example.com/0');
  t.same(record?.references.at(-1)?.url, 'https://example.com/widget');
});

t.test('a repository that several components share is named once', async (t) => {
  const shared = records.filter(({ affected }) => affected.length > 1);
  t.ok(shared.length > 0);
  for (const { id, references } of shared) {
    const homes = references.flatMap(({ type, url }) => (type === 'PACKAGE' ? [url] : []));
    t.equal(new Set(homes).size, homes.length, id);
  }
});

t.test('details say all that a person needs', async (t) => {
  const issue = rightIssue
    .replace('it spins and spins', 'it spins *and* spins')
    .replace('conditions:\n', 'conditions:\n  - {text: it is *hot*, when: {manual: feel it}, components: [widget]}\n')
    .replace(
      'remediation: {}',
      'remediation: {workarounds: [cool it], restart_helps: true}\ncause: {text: <dust>, basis: inferred}',
    );
  const [record] = exported(aCatalog({ issues: [issue] }));
  t.equal(
    record?.details,
    `it spins \\*and\\* spins

### Cause (inferred)

\\<dust>

### Conditions

An affected version shows it only where all of these hold:

- for widget: it is \\*hot\\*
- the kernel is old

### Workarounds

- cool it
- A restart helps for a while.`,
  );
});

t.test('details say no more than is known', async (t) => {
  const [record] = exported(
    aCatalog({
      issues: [rightIssue.replace(/conditions:\n.*?(?=expected:)/s, '').replace(/, kernel: 5.4.0-1-generic/g, '')],
    }),
  );
  t.equal(record?.details, 'it spins and spins');
});
