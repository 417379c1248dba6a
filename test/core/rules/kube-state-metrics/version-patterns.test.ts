import t from 'tap';
import { type Affected, affects } from '../../../../src/core/catalog/known-issue.ts';
import { matcher, readVersion, select } from '../../../../src/core/rules/kube-state-metrics/promql-text.ts';
import { seriesText } from '../../../../src/core/rules/tests/promtool-test.ts';
import { toYaml } from '../../../../src/core/text/to-yaml.ts';
import { coveragePattern } from '../../../../src/core/versions/coverage-pattern.ts';
import type { TextReading } from '../../../../src/core/versions/text-reading.ts';
import type { Version } from '../../../../src/core/versions/version.ts';
import type { VersionScheme } from '../../../../src/core/versions/version-scheme.ts';
import { builtInCatalog } from '../../../support/built-in.ts';
import { createDice, type Dice } from '../../../support/dice.ts';
import { promtool, writeArtefacts } from '../../../support/promtool.ts';
import { matches, readText } from '../../../support/read-text.ts';
import { needs } from '../../../support/tools.ts';

/** The patterns that rules hold, against the evaluator that the exporter asks, over every version of the catalog. */

const { catalog } = await builtInCatalog();
const entries = catalog.issues.flatMap((issue) => issue.affected.map((affected) => ({ issue, affected })));

/** Every version that the catalog has of a component: bounds, what was reported, what distributions carry. */
function versionsOf(id: string): readonly Version[] {
  const inIssues = entries
    .filter(({ affected }) => affected.component.id === id)
    .flatMap(({ affected: { ranges, versions } }) => [
      ...ranges.flatMap(({ introduced, upper, firstReported, lastReported }) => [
        introduced,
        upper?.version,
        firstReported,
        lastReported,
      ]),
      ...versions,
    ]);
  const carried = catalog.distributions.flatMap(({ releases }) =>
    releases.flatMap(({ carries }) => carries.get(id) ?? []),
  );
  return [...inIssues, ...carried].filter((version) => version !== undefined);
}

/** One up and one down in every number, more and fewer numbers, pre-releases, rebuilds, and what vendors add. */
function neighbours({ release, build }: Version, scheme: VersionScheme): readonly string[] {
  const prefix = scheme.example.startsWith('v') ? 'v' : /^[^0-9]*/.exec(scheme.example)?.[0];
  const releases = release.flatMap((number, index) =>
    [-1, 0, 1].flatMap((step) => (number + step < 0 ? [] : [release.with(index, number + step)])),
  );
  const builds = (
    scheme.pattern?.build ? [0, 1, 2, (build[0] ?? 0) + 1, Math.max(0, (build[0] ?? 0) - 1)] : []
  ).flatMap((number) => ['', '-0', '-1', '.2'].map((more) => `${scheme.pattern?.build?.prefix}${number}${more}`));
  return releases.flatMap((numbers) =>
    [numbers, [...numbers, 0], [...numbers, 1], numbers.slice(0, 2)].flatMap((all) =>
      ['', '-rc1', '-beta.2', '-amd64', '-debian-12-r3', '-dirty', '-3-g0123abc', ...builds, '-rc1-eksbuild.1'].flatMap(
        (suffix) => [`${prefix}${all.join('.')}${suffix}`, `${all.join('.')}${suffix}`],
      ),
    ),
  );
}

function generated(dice: Dice, scheme: VersionScheme): string {
  const number = () => dice.pick([dice.below(3), dice.below(12), dice.below(130), dice.below(2_000)]);
  const numbers = Array.from({ length: 2 + dice.below(3) }, number);
  const build = scheme.pattern?.build ? `${scheme.pattern.build.prefix}${number()}` : '';
  const suffix = dice.pick(['', '', '', '-rc1', '-alpha.3', '-arm64', '-1', '+git', '_x', '.dev', 'a1']);
  return `${dice.pick(['v', 'v', '', 'stable-'])}${numbers.join('.')}${dice.pick([suffix + build, build + suffix])}`;
}

/** As an image's tag, or a kubelet, would have it. */
function textsFor(dice: Dice, { component: { id, scheme } }: Affected): readonly string[] {
  const versions = versionsOf(id);
  const near = versions.flatMap((version) => [
    version.text,
    version.text.replace('+', '-'),
    ...neighbours(version, scheme),
  ]);
  return [...new Set([...near, ...Array.from({ length: 2_000 }, () => generated(dice, scheme))])];
}

t.test('of every issue the patterns hold what the evaluator takes for affected', async (t) => {
  const dice = createDice(1);
  const answers = { true: 0, false: 0, undefined: 0 };
  let unread = 0;
  for (const { issue, affected } of entries) {
    const { component, ranges, versions } = affected;
    const { pattern, reading, parse } = component.scheme;
    const coverage = coveragePattern(ranges, versions, pattern);
    if (!coverage || !reading) throw new Error(`${issue.id} has no pattern`);
    const { certain, possible } = coverage;
    const isIn = (regex: string | undefined, text: string) => regex !== undefined && matches(regex, text);
    const wrong = textsFor(dice, affected).filter((text) => {
      const version = parse(text);
      const read = readText(reading, text);
      if (!version) {
        unread += 1;
        return read !== '';
      }
      const answer = affects(affected, version);
      answers[`${answer}`] += 1;
      return isIn(certain, read) !== (answer === true) || isIn(possible, read) !== (answer !== false);
    });
    t.strictSame(wrong, [], `${issue.id} ${component.id}`);
  }
  t.ok(
    Math.min(answers.true, answers.false, answers.undefined, unread) > 1_000,
    JSON.stringify({ ...answers, unread }),
  );
});

t.test('Prometheus reads and selects the same', needs('promtool'), async (t) => {
  const dice = createDice(2);
  const sampled = entries.map(({ issue, affected }, index) => {
    const all = textsFor(dice, affected);
    return {
      index: String(index),
      issue,
      affected,
      texts: [...new Set(Array.from({ length: 25 }, () => dice.pick(all)))],
    };
  });
  const read = (reading: TextReading, index: string) =>
    readVersion(
      select(
        'told',
        matcher('entry', '=', index),
        matcher('text', '=~', reading.accepts),
        ...(reading.refuses === undefined ? [] : [matcher('text', '!~', reading.refuses)]),
      ),
      'text',
      'version',
      reading,
    );
  const of = (record: string, entry: string, text: string, version: string) =>
    seriesText(record, { entry, text, version });
  const file = {
    path: 'rules.yaml',
    text: toYaml({
      groups: [
        {
          name: 'read',
          rules: sampled.map(({ index, affected: { component } }) => {
            const { reading } = component.scheme;
            if (!reading) throw new Error(`${component.id} cannot be read`);
            return { record: 'read', expr: `group by (entry, text, version) (${read(reading, index)})` };
          }),
        },
      ],
    }),
  };
  const checks = sampled.flatMap(({ index, affected, texts }) => {
    const { component, ranges, versions } = affected;
    const coverage = coveragePattern(ranges, versions, component.scheme.pattern);
    const parsed = texts.flatMap((text) => {
      const version = component.scheme.parse(text);
      return version ? [{ text, version, answer: affects(affected, version) }] : [];
    });
    const check = (expr: string, found: typeof parsed) => ({
      expr,
      eval_time: '1m',
      exp_samples: found.map(({ text, version }) => ({ labels: of('read', index, text, version.text), value: 1 })),
    });
    const entry = matcher('entry', '=', index);
    return [
      check(select('read', entry), parsed),
      ...(coverage?.certain === undefined
        ? []
        : [
            check(
              select('read', entry, matcher('version', '=~', coverage.certain)),
              parsed.filter(({ answer }) => answer === true),
            ),
          ]),
      ...(coverage?.possible === undefined
        ? []
        : [
            check(
              select('read', entry, matcher('version', '=~', coverage.possible)),
              parsed.filter(({ answer }) => answer !== false),
            ),
          ]),
    ];
  });
  const test = {
    path: 'test.yaml',
    text: toYaml({
      rule_files: ['rules.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: sampled.flatMap(({ index, texts }) =>
            texts.map((text) => ({ series: of('told', index, text, ''), values: '1x1' })),
          ),
          promql_expr_test: checks,
        },
      ],
    }),
  };
  const folder = t.testdir();
  await writeArtefacts(folder, [file, test]);
  const { code, output } = await promtool(['test', 'rules', `${folder}/test.yaml`]);
  t.equal(code, 0, output.slice(0, 5_000));
});
