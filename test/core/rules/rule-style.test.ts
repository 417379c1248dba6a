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

t.test('no alert ranks, parses labels, or looks back further than the exporter may be away', async (t) => {
  for (const { alert, expr } of alerts) {
    for (const costly of ['topk', 'bottomk', 'label_replace', 'label_join']) t.notMatch(expr, costly, alert);
    t.same(partsOf(expr, 'SubqueryExpr'), [], alert);
  }
});

t.test('every alert compares, or asks for what is absent', async (t) => {
  for (const { alert, expr } of alerts) t.match(expr, / (?:>|<|==|>=|<=) |absent\(/, alert);
});

t.test('annotations name no label that the alert does not have', async (t) => {
  for (const { alert, expr, labels = {}, annotations = {} } of alerts) {
    const used = new Set(
      Object.values(annotations).flatMap((text) =>
        [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label ?? ''),
      ),
    );
    for (const label of used) {
      if (label in labels) continue;
      t.ok(labelsOf(expr).has(label), `${alert} has the label ${label}`);
    }
  }
});

/** Labels that an expression keeps: those it groups by, of recordings that hold them too. */
function labelsOf(expr: string): ReadonlySet<string> {
  const grouped = partsOf(expr, 'GroupingLabels').flatMap((text) => text.split(/[(),\s]+/));
  const recorded = rules
    .filter(({ record }) => record !== undefined && expr.includes(record))
    .flatMap(({ expr: of }) => [
      ...partsOf(of, 'GroupingLabels').flatMap((text) => text.split(/[(),\s]+/)),
      ...[...of.matchAll(/"(\w+)", "[^"]*", "\w*", "[^"]*"/g)].map(([, label]) => label ?? ''),
    ]);
  return new Set([...grouped, ...recorded].filter((label) => label !== ''));
}

t.test('values are humanised, except counts, and no label holds one', async (t) => {
  for (const { alert, expr, labels = {}, annotations = {} } of alerts) {
    for (const text of Object.values(labels)) t.notMatch(text, /\{\{/, alert);
    const isCount =
      /^\s*count by/.test(expr) || alert === 'PlimsollDiscoveryIncomplete' || alert === 'PlimsollVersionUnresolved';
    for (const text of Object.values(annotations)) {
      if (!isCount) t.notMatch(text, /\{\{\s*\$value\s*\}\}/, alert);
      t.notMatch(text, /\{\{\s*\.Value\s*\}\}/, alert);
    }
  }
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
  for (const { alert, labels = {}, annotations = {} } of alerts) {
    t.match(labels['severity'], /^(?:info|warning|critical)$/, alert);
    for (const needed of ['summary', 'description', 'fix']) t.ok(annotations[needed], `${alert} has ${needed}`);
  }
});
