import { load } from 'js-yaml';
import t from 'tap';
import { takenAlertLabels, takenAnnotations } from '../../../src/core/rules/taken-names.ts';
import { artefactsOf, firstCasesCatalog } from '../../support/built-in.ts';

interface Alert {
  readonly alert?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

t.test('what the alerts set themselves cannot be set by a configuration', async (t) => {
  const files = (await artefactsOf(await firstCasesCatalog())).filter(({ path }) => path.startsWith('rules/'));
  const alerts = files
    .flatMap(({ text }) => (load(text) as { readonly groups: readonly { readonly rules: readonly Alert[] }[] }).groups)
    .flatMap(({ rules }) => rules.filter(({ alert }) => alert !== undefined));
  t.ok(alerts.length > 5);
  const names = (key: 'labels' | 'annotations') => new Set(alerts.flatMap((alert) => Object.keys(alert[key] ?? {})));
  t.same(
    [...names('labels')].filter((name) => !takenAlertLabels.includes(name)),
    [],
  );
  t.same(
    [...names('annotations')].filter((name) => !takenAnnotations.includes(name)),
    [],
  );
});
