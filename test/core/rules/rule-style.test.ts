import { parser } from '@prometheus-io/lezer-promql';
import { load } from 'js-yaml';
import t from 'tap';
import { artefactsOf, builtInCatalog } from '../../support/built-in.ts';

/** What linters of Prometheus' rules look for: no rule of the built-in catalog needs an exception from any of it. */

interface WrittenRule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const { catalog } = await builtInCatalog();
const settings = { exposureAlerts: true };
const files = (await artefactsOf(catalog, settings)).filter(({ path }) => path.startsWith('rules/'));
const withoutExporter = (await artefactsOf(catalog, { ...settings, inventoryFrom: 'kube-state-metrics' })).filter(
  ({ path }) => path.startsWith('rules/'),
);
const rules = [...files, ...withoutExporter].flatMap(({ path, text }) =>
  (load(text) as { readonly groups: readonly { readonly rules: readonly WrittenRule[] }[] }).groups.flatMap((group) =>
    group.rules.map((rule) => ({ ...rule, path })),
  ),
);
const alerts = rules.flatMap((rule) => (rule.alert === undefined ? [] : [{ ...rule, alert: rule.alert }]));

/** Pieces of PromQL by their kind in the grammar. */
function partsOf(expr: string, kind: string): readonly string[] {
  const parts: string[] = [];
  const cursor = parser.parse(expr).cursor();
  do if (cursor.name === kind) parts.push(expr.slice(cursor.from, cursor.to));
  while (cursor.next());
  return parts;
}

/** Thousands of alerts keep each rule of style: only what does not is told. */
function offenders(isWrong: (rule: (typeof alerts)[number]) => boolean): readonly string[] {
  return [...new Set(alerts.filter(isWrong).map(({ path, alert }) => `${path} ${alert}`))];
}

t.test('no alert ranks, parses labels, or looks back with a subquery', async (t) => {
  const costly = /\b(?:topk|bottomk|label_replace|label_join)\b/;
  t.same(
    offenders(({ expr }) => costly.test(expr) || partsOf(expr, 'SubqueryExpr').length > 0),
    [],
  );
});

t.test('every alert compares, or asks for what is absent', async (t) => {
  t.same(
    offenders(({ expr }) => !/ (?:>|<|==|>=|<=) |absent\(/.test(expr)),
    [],
  );
});

t.test('annotations name no label that the alert does not have', async (t) => {
  const lost = alerts.flatMap(({ alert, expr, labels = {}, annotations = {} }) => {
    const kept = labelsOf(expr);
    return Object.values(annotations)
      .flatMap((text) => [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label ?? ''))
      .flatMap((label) => (label in labels || kept.has(label) ? [] : [`${alert} ${label}`]));
  });
  t.same(new Set(lost), new Set());
});

const recordings = rules.filter(({ record }) => record !== undefined);

/** Labels that an expression keeps: those it groups by, of recordings that hold them too. */
function labelsOf(expr: string): ReadonlySet<string> {
  const grouped = partsOf(expr, 'GroupingLabels').flatMap((text) => text.split(/[(),\s]+/));
  if (expr.startsWith('count by')) return new Set(grouped);
  const recorded = recordings
    .filter(({ record = '' }) => expr.includes(record))
    .flatMap(({ expr: of }) => [
      ...partsOf(of, 'GroupingLabels').flatMap((text) => text.split(/[(),\s]+/)),
      ...[...of.matchAll(/"(\w+)", "[^"]*", "\w*", "[^"]*"/g)].map(([, label]) => label ?? ''),
    ]);
  return new Set([...grouped, ...recorded].filter((label) => label !== ''));
}

const counts: readonly string[] = ['PlimsollDiscoveryIncomplete', 'PlimsollVersionUnresolved'];

t.test('values are humanised, except counts, and no label holds one', async (t) => {
  t.same(
    offenders(({ alert, expr, labels = {}, annotations = {} }) => {
      const isCount = /^\s*count by/.test(expr) || counts.includes(alert);
      const bare = isCount ? /\{\{\s*\.Value\s*\}\}/ : /\{\{\s*(?:\$value|\.Value)\s*\}\}/;
      return (
        Object.values(labels).some((text) => text.includes('{{')) ||
        Object.values(annotations).some((text) => bare.test(text))
      );
    }),
    [],
  );
});

t.test('no regular expression stands where a plain text would do', async (t) => {
  const plain = rules.flatMap(({ path, record, alert, expr }) =>
    partsOf(expr, 'UnquotedLabelMatcher')
      .filter((matcher) => /^\w+\s*[=!]~\s*"[\w-]+"$/.test(matcher))
      .map((matcher) => `${path} ${record ?? alert}: ${matcher}`),
  );
  t.same(plain, []);
});

t.test('every alert has a severity, a summary, a description and a way out', async (t) => {
  t.same(
    offenders(
      ({ labels = {}, annotations = {} }) =>
        !/^(?:info|warning|critical)$/.test(labels['severity'] ?? '') ||
        ['summary', 'description', 'fix'].some((needed) => !annotations[needed]),
    ),
    [],
  );
});
