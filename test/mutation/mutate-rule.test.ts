import t from 'tap';
import { mutateRule } from './mutate-rule.ts';

const template = {
  alert: 'TooBusy',
  expr: 'a > << floor >>',
  annotations: { fix: '<< fix >>', description: 'Of {{ $labels.pod }}: << worst >>.' },
};
const rule = {
  alert: 'TooBusy',
  expr: 'a > 3',
  for: '5m',
  keep_firing_for: '15m',
  labels: { severity: 'warning' },
  annotations: {
    fix: 'Upgrade.',
    description:
      'Of {{ $labels.pod }}: {{ with printf "topk(1, a{b=%q, c=%q})" $labels.b $labels.c | query }}x{{ end }}.',
  },
};
const mutations = mutateRule(rule, template);
const after = (what: string) => mutations.find((mutation) => mutation.what === what)?.rule;

t.test('an alert may lose how long it is pending and how long it stays', async (t) => {
  t.notOk(Object.hasOwn(after('without for') ?? rule, 'for'));
  t.notOk(Object.hasOwn(after('without keep_firing_for') ?? rule, 'keep_firing_for'));
});

t.test('a label may have another value', async (t) => {
  t.same(after('severity becomes mutant')?.labels, { severity: 'mutant' });
});

t.test('an annotation may lose each thing that it says', async (t) => {
  t.equal(after('without << fix >>')?.annotations?.['fix'], '');
  t.equal(after('without << worst >>')?.annotations?.['description'], 'Of {{ $labels.pod }}: .');
  t.match(after('without {{ $labels.pod }}')?.annotations?.['description'], /^Of : \{\{ with/);
});

t.test('a query of an annotation may ask for other labels, or for the least', async (t) => {
  t.match(after('b and c exchanged')?.annotations?.['description'], /\$labels\.c \$labels\.b \| query/);
  t.match(after('topk becomes bottomk')?.annotations?.['description'], /"bottomk\(1, /);
});

t.test('one slip at a time', async (t) => {
  t.match(after('> becomes <'), { ...rule, expr: 'a < 3' });
});
