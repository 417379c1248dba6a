import t from 'tap';
import { createIssueRecord } from '../../../src/core/browse/issue-record.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { aCatalog, aDistribution, anIssue, aRecord } from './widget-issues.ts';

const { catalog } = await builtInCatalog();

t.test('what a record does not say is null or empty', async (t) => {
  const record = aRecord({ expected: [], conditions: [] });
  t.match(record, { cause: null, restartHelps: null, withdrawn: null, victim: null });
  for (const key of ['conditions', 'expected', 'observed', 'carriedBy', 'aliases', 'related'] as const) {
    t.strictSame(record[key], [], key);
  }
});

t.test('a condition tells what Plimsoll looks at, and what is left to a person', async (t) => {
  const manual = { kind: 'manual', check: 'Look at it.' } as const;
  const label = { kind: 'node_label', key: 'role', values: [] } as const;
  const conditions = [manual, { kind: 'all', of: [label, manual] } as const, label].map((test) => ({
    text: 'it loops',
    test,
    components: [],
  }));
  t.match(aRecord({ conditions }).conditions, [
    { text: 'it loops', seenWhen: null, checks: ['Look at it.'] },
    { seenWhen: 'the node has the label role and you find it so', checks: ['Look at it.'] },
    { seenWhen: 'the node has the label role', checks: [] },
  ]);
});

t.test('related issues come with their summary', async (t) => {
  const issue = anIssue({ related: ['WIDGET-2'] });
  const other = anIssue({ id: 'WIDGET-2', summary: 'it spins too' });
  t.strictSame(createIssueRecord(issue, aCatalog([issue, other])).related, [
    { id: 'WIDGET-2', summary: 'it spins too' },
  ]);
});

t.test('distributions that carry an affected version belong to it', async (t) => {
  const issue = anIssue();
  const box = aDistribution([['v10.0.0', ['v1.0.0']]]);
  t.match(createIssueRecord(issue, aCatalog([issue], [box])).carriedBy, [{ distribution: 'box' }]);
});

t.test('JSON loses nothing of any built-in record', async (t) => {
  for (const issue of catalog.issues) {
    const record = createIssueRecord(issue, catalog);
    t.strictSame(JSON.parse(JSON.stringify(record)), record, issue.id);
  }
});
