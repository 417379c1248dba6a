import t from 'tap';
import { createIssueList } from '../../../src/core/browse/issue-list.ts';
import { renderIssueList } from '../../../src/core/browse/render-issue-list.ts';
import type { KnownIssue } from '../../../src/core/catalog/known-issue.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { anAffected, anIssue, aRange, version, widget } from './widget-issues.ts';

const everything = { components: [], resources: [], signatures: [], severities: [] };

function table(issues: readonly KnownIssue[], columns?: number): string {
  return renderIssueList(createIssueList(issues, everything), columns);
}

t.test('each issue is a line, with what it costs, where, and since when', async (t) => {
  const open = anAffected({ ranges: [aRange({ upper: undefined })] });
  t.equal(
    table([anIssue(), anIssue({ id: 'WIDGET-2', resource: 'memory', signature: 'growth', affected: [open] })]),
    `ID        COMPONENT  RESOURCE  SIGNATURE  SEVERITY  AFFECTED          FIXED   SUMMARY
WIDGET-1  widget     cpu       step       high      >=v1.0.0 <v1.2.0  v1.2.0  it spins
WIDGET-2  widget     memory    growth     high      >=v1.0.0          -       it spins
`,
  );
});

t.test('of many components and versions the first are shown, and how many more there are', async (t) => {
  const lines = ['v1.0.0', 'v2.0.0', 'v3.0.0', 'v4.0.0'].map((line) =>
    aRange({
      introduced: version(line),
      upper: { kind: 'fixed', version: version(line.replace('.0.0', '.1.0')) },
    }),
  );
  const gadget = { ...widget, id: 'gadget-with-quite-a-long-name' };
  const text = table([anIssue({ affected: [anAffected({ ranges: lines }), anAffected({ component: gadget })] })]);
  t.match(text, / widget, \+1 /);
  t.match(text, / >=v1.0.0 <v1.1.0, >=v2.0.0 <v2.1.0, \+3 /);
  t.match(text, / v1.1.0, v2.1.0, v3.1.0, \+2 /);
});

t.test('what stands alone is shown whole, however long it is', async (t) => {
  const affected = anAffected({ component: { ...widget, id: 'argocd-applicationset-controller' } });
  t.match(table([anIssue({ affected: [affected] })]), ' argocd-applicationset-controller ');
});

t.test('single versions stand beside the ranges', async (t) => {
  t.match(table([anIssue({ affected: [anAffected({ versions: [version('v0.9.0')] })] })]), '>=v1.0.0 <v1.2.0, v0.9.0');
});

t.test('a range has a question mark where nobody said which versions', async (t) => {
  const doubt = { confidence: 'unknown' } as const;
  t.match(table([anIssue({ affected: [anAffected({ ranges: [aRange(doubt)] })] })]), ' >=v1.0.0 <v1.2.0 ? ');
  const anyVersion = aRange({ ...doubt, introduced: undefined, upper: undefined });
  t.match(table([anIssue({ affected: [anAffected({ ranges: [anyVersion] })] })]), /high +\? +- +it spins/);
});

t.test('withdrawn records and baseline shifts are marked', async (t) => {
  const text = table([
    anIssue({ id: 'WIDGET-1', withdrawn: '2026-02-01' }),
    anIssue({ id: 'WIDGET-2', kind: 'baseline-shift' }),
  ]);
  t.match(text, '[withdrawn] it spins');
  t.match(text, '[baseline shift] it spins');
});

t.test('a summary is cut to the terminal, and only there', async (t) => {
  const long = anIssue({ summary: `it spins ${'and spins '.repeat(20)}` });
  t.match(table([long]), long.summary.trim());
  const [, line = ''] = table([long], 120).split('\n');
  t.ok(line.length <= 120);
  t.match(line, /it spins and .*\.\.\.$/);
});

t.test('a narrow terminal has fewer columns, and always the id and the summary', async (t) => {
  const headers = [200, 100, 75, 65, 10].map((columns) => table([anIssue()], columns).split('\n')[0]);
  t.strictSame(headers, [
    'ID        COMPONENT  RESOURCE  SIGNATURE  SEVERITY  AFFECTED          FIXED   SUMMARY',
    'ID        COMPONENT  RESOURCE  SIGNATURE  SEVERITY  FIXED   SUMMARY',
    'ID        RESOURCE  SEVERITY  SUMMARY',
    'ID        SEVERITY  SUMMARY',
    'ID',
  ]);
});

t.test('nothing that matches is said, not shown as an empty table', async (t) => {
  t.equal(table([]), 'No known issue matches.\n');
});

t.test('no line of the built-in catalog is wider than the terminal', async (t) => {
  const { catalog } = await builtInCatalog();
  for (const columns of [60, 80, 100, 120, 160, 200, 240]) {
    const lines = table(catalog.issues, columns).split('\n');
    t.equal(lines.length, catalog.issues.length + 2);
    t.strictSame(
      lines.filter((line) => line.length > columns || /\s$/.test(line)),
      [],
    );
  }
});
