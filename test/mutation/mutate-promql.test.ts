import t from 'tap';
import { findFault } from '../../src/core/rules/promql.ts';
import { mutatePromql } from './mutate-promql.ts';
import { applyEdit } from './operators/edit.ts';

/** Expression, a slip in it, and the expression with the slip. */
const slips = [
  ['a > 3', '> becomes <', 'a < 3'],
  ['a > 3', 'without >', 'a'],
  ['a == 1', '== becomes !=', 'a != 1'],
  ['count(a) >= 3', '>= becomes >', 'count(a) > 3'],
  ['sum(a) > 0', '> becomes >=', 'sum(a) >= 0'],
  ['a * 3', '* becomes /', 'a / 3'],
  ['a * on (pod) group_left (node) b', '* becomes +', 'a + on (pod) group_left (node) b'],
  ['time() - a', '- becomes +', 'time() + a'],
  ['a and on (pod) b', 'without what follows and', 'a'],
  ['a and on (pod) b', 'and becomes unless', 'a unless on (pod) b'],
  ['a and on (pod) b', 'and without its on', 'a and  b'],
  ['a unless b', 'without what follows unless', 'a'],
  ['a unless b', 'unless becomes and', 'a and b'],
  ['a or b', 'without what follows or', 'a'],
  ['a or b', 'without what or follows', 'b'],
  ['sum by (cluster, pod) (a)', 'by without pod', 'sum by (cluster) (a)'],
  ['a > on (cluster) group_left (source) b', 'on without cluster', 'a > on () group_left (source) b'],
  ['a > on (cluster) group_left (source) b', 'group_left without source', 'a > on (cluster) group_left () b'],
  ['a{x="1", y!=""}', 'any y', 'a{x="1"}'],
  ['a{exposure=~"exposed|unknown"}', 'exposure without unknown', 'a{exposure=~"exposed"}'],
  ['a * 3', 'number × 10', 'a * 30'],
  ['clamp_min(a, 0.1)', 'number ÷ 10', 'clamp_min(a, 0.01)'],
  ['count(a) > 0', '0 becomes 1', 'count(a) > 1'],
  ['quantile by (x) (0.5, a)', 'quantile becomes 0.9', 'quantile by (x) (0.9, a)'],
  ['quantile_over_time(0.5, a[1h])', 'quantile becomes 0', 'quantile_over_time(0, a[1h])'],
  ['rate(a[5m])', 'range × 5', 'rate(a[25m])'],
  ['max_over_time(a[10m:1m])', 'range ÷ 5', 'max_over_time(a[2m:1m])'],
  ['a offset 5m', 'without offset', 'a'],
  ['max by (pod) (a)', 'max becomes sum', 'sum by (pod) (a)'],
  ['topk(1, a)', 'topk becomes bottomk', 'bottomk(1, a)'],
  ['min_over_time(a[5m])', 'min_over_time becomes max_over_time', 'max_over_time(a[5m])'],
  ['last_over_time(a[5m])', 'without last_over_time', 'a'],
  ['clamp_min(a, 1)', 'without clamp_min', 'a'],
  ['max(timestamp(a))', 'without timestamp', 'max(a)'],
  [
    'label_replace(a, "source", "learned", "", "")',
    '"learned" becomes "mutant"',
    'label_replace(a, "source", "mutant", "", "")',
  ],
] as const;

for (const [expression, what, expected] of slips) {
  t.test(`${expression}: ${what}`, async (t) => {
    const found = mutatePromql(expression).filter((edit) => edit.what === what);
    t.same(
      found.map((edit) => applyEdit(expression, edit)),
      [expected],
    );
  });
}

/** Slips that nobody could see are not made. */
const invisible = [
  ['count(a) > 0', '> becomes >=', 'a count is never 0'],
  ['count(a) > 0', 'without >', 'a count is never 0'],
  ['a > 0.1', '> becomes >=', 'no fraction is exactly on the boundary'],
  ['a and group by (pod) (b)', 'group becomes sum', 'only whether it is there counts'],
  ['a unless on (pod) max by (pod) (b)', 'max becomes min', 'only whether it is there counts'],
  ['count(a * 3)', 'number × 10', 'a count does not see values'],
  ['count(a * 3)', '* becomes /', 'a count does not see values'],
  ['group(max_over_time(a[5m]))', 'max_over_time becomes min_over_time', 'a group does not see values'],
] as const;

for (const [expression, what, because] of invisible) {
  t.test(`${expression}: no "${what}", as ${because}`, async (t) => {
    t.notOk(mutatePromql(expression).some((edit) => edit.what === what));
  });
}

t.test('what a topk chooses by is seen even where its values are not', async (t) => {
  t.ok(mutatePromql('group(topk(1, max by (pod) (a)))').some(({ what }) => what === 'max becomes min'));
});

t.test('every slip gives another expression, and one that parses', async (t) => {
  const expression = `count by (cluster) (
  (min_over_time(a{x=~"b|c"}[5m]) offset 5m > on (cluster, pod) group_left (source) clamp_min(b * 3, 0.1))
  and on () count_over_time(x[10m]) >= 8
) > 0 or on () label_replace(topk by (pod) (1, max_over_time(timestamp(x)[10m:1m])), "source", "y", "", "") unless z == 1`;
  const texts = mutatePromql(expression).map((edit) => applyEdit(expression, edit));
  t.ok(texts.length > 40);
  t.equal(new Set([...texts, expression]).size, texts.length + 1);
  for (const text of texts) t.equal(findFault(text), undefined, text);
});
