import t from 'tap';
import {
  type IssueFilter,
  passesFilter,
  readIssueFilter,
  type WrittenFilter,
} from '../../../src/core/browse/issue-filter.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { anIssue, widget } from './widget-issues.ts';

const { catalog } = await builtInCatalog();

function written(filter: Partial<WrittenFilter>): WrittenFilter {
  return { components: [], resources: [], signatures: [], severities: [], ...filter };
}

t.test('values that exist are taken', async (t) => {
  const filter = written({
    components: ['calico-node', 'k3s'],
    resources: ['memory'],
    signatures: ['growth'],
    severities: ['high'],
  });
  t.strictSame(readIssueFilter(filter, catalog), { ok: true, filter });
});

t.test('every value that does not exist comes with what was probably meant', async (t) => {
  const reading = readIssueFilter(
    written({
      components: ['calico', 'k3s', 'nonsense'],
      resources: ['cpus'],
      signatures: ['leak'],
      severities: ['hgih'],
    }),
    catalog,
  );
  t.match(reading, {
    ok: false,
    unknown: [
      { filter: 'components', value: 'calico', meant: ['calico-apiserver', 'calico-node'] },
      { filter: 'components', value: 'nonsense', meant: [] },
      { filter: 'resources', value: 'cpus', meant: ['cpu'] },
      {
        filter: 'signatures',
        value: 'leak',
        meant: [],
        known: ['step', 'outlier', 'delayed-onset', 'growth', 'victim'],
      },
      { filter: 'severities', value: 'hgih', meant: ['high'] },
    ],
  });
});

t.test('no more than three are suggested', async (t) => {
  const reading = readIssueFilter(written({ components: ['kube'] }), catalog);
  t.match(reading, {
    unknown: [{ meant: ['kube-apiserver', 'kube-controller-manager', 'kube-ovn'] }],
  });
});

const issue = anIssue({
  resource: 'cpu',
  furtherResources: ['logs'],
  signature: 'victim',
  victim: { ...widget, id: 'kube-apiserver' },
  severity: 'high',
});
const everything: IssueFilter = { components: [], resources: [], signatures: [], severities: [] };

for (const [name, filter, passes] of [
  ['no filter', {}, true],
  ['its component', { components: ['widget'] }, true],
  ['its component among others', { components: ['gadget', 'widget'] }, true],
  ['the component that pays', { components: ['kube-apiserver'] }, true],
  ['another component', { components: ['gadget'] }, false],
  ['its resource', { resources: ['cpu'] }, true],
  ['a further resource', { resources: ['logs'] }, true],
  ['another resource', { resources: ['memory'] }, false],
  ['its signature', { signatures: ['victim'] }, true],
  ['another signature', { signatures: ['step'] }, false],
  ['its severity', { severities: ['low', 'high'] }, true],
  ['another severity', { severities: ['low'] }, false],
  ['its component and another severity', { components: ['widget'], severities: ['low'] }, false],
] as const satisfies readonly (readonly [string, Partial<IssueFilter>, boolean])[]) {
  t.test(`an issue ${passes ? 'passes' : 'does not pass'} ${name}`, async (t) => {
    t.equal(passesFilter(issue, { ...everything, ...filter }), passes);
  });
}
