import t from 'tap';
import { targets } from '../../src/app/targets.ts';
import { parseTargetOptions, type TargetOptionValues } from '../../src/config/target-options.ts';
import { defaultOutput } from '../../src/core/rules/targets/output-settings.ts';

const parse = (values: TargetOptionValues) => parseTargetOptions(values, (name) => targets[name].readBy);
const outputOf = (values: TargetOptionValues) => {
  const parsed = parse(values);
  if (!parsed.ok) throw new Error(parsed.mistakes.join('; '));
  return parsed.output;
};

t.test('nothing given is the default', async (t) => t.same(outputOf({}), defaultOutput));

t.test('targets are written in one order, and once', async (t) => {
  t.same(outputOf({ target: ['thanos', 'prometheus', 'thanos'] }).targets, ['prometheus', 'thanos']);
});

t.test('a version alone is that of the only target', async (t) => {
  const { versions } = outputOf({
    target: ['prometheus-operator'],
    targetVersion: ['v0.66.0', 'prometheus=2.42.0-rc.1'],
  });
  t.same(
    [...versions],
    [
      ['prometheus-operator', { major: 0, minor: 66 }],
      ['prometheus', { major: 2, minor: 42 }],
    ],
  );
});

t.test('names and values are as they were given', async (t) => {
  const output = outputOf({
    namespace: 'monitoring',
    ruleLabel: ['release=kube-prometheus-stack', 'example.com/team=', 'a=b.c-d_E'],
    serviceNamespace: 'plimsoll',
    servicePort: 'http-metrics',
    scrapeInterval: '90s',
    alertmanagerNamespace: 'alerting',
    matcherStrategy: 'None',
  });
  t.same(output, {
    ...defaultOutput,
    namespace: 'monitoring',
    labels: { release: 'kube-prometheus-stack', 'example.com/team': '', a: 'b.c-d_E' },
    serviceNamespace: 'plimsoll',
    servicePort: 'http-metrics',
    scrapeInterval: '1m30s',
    alertmanagerNamespace: 'alerting',
    matcherStrategy: 'None',
  });
});

const mistakes: readonly (readonly [TargetOptionValues, string])[] = [
  [{ target: ['promtheus'] }, 'there is no target "promtheus"; did you mean prometheus?'],
  [{ target: ['nagios'] }, 'there is no target "nagios"; use prometheus, prometheus-operator, '],
  [{ target: ['promtheus'], targetVersion: ['2.41'] }, 'there is no target "promtheus"; did you mean prometheus?'],
  [{ targetVersion: ['2.41'] }, 'takes <program>=<version> where there are several targets, not "2.41"'],
  [{ targetVersion: ['promethues=2.41'] }, 'knows no program "promethues"; did you mean prometheus?'],
  [{ target: ['thanos'], targetVersion: ['prometheus=2.41'] }, 'a version of prometheus, which reads no chosen target'],
  [{ target: ['thanos'], targetVersion: ['latest'] }, 'takes a version such as thanos=0.24, not "latest"'],
  [{ target: ['prometheus'], targetVersion: ['2'] }, 'takes a version such as prometheus=2.0, not "2"'],
  [{ target: ['prometheus'], targetVersion: ['prometheus='] }, 'takes a version such as prometheus=2.0, not ""'],
  [
    { target: ['prometheus'], targetVersion: ['4.0'] },
    'prometheus=4.0 is not known: there is 2.x and 3.x of Prometheus',
  ],
  [{ target: ['thanos'], targetVersion: ['0.23'] }, 'thanos=0.23 is too old: the rules need Thanos 0.24'],
  [{ target: ['mimir'], targetVersion: ['2.5', 'mimir=2.6'] }, 'has two versions of mimir'],
  [{ namespace: 'Kube_System' }, '--namespace takes the name of a namespace, not "Kube_System"'],
  [{ serviceNamespace: '' }, '--service-namespace takes the name of a namespace, not ""'],
  [{ alertmanagerNamespace: 'a'.repeat(64) }, '--alertmanager-namespace takes the name of a namespace'],
  [{ ruleLabel: ['release'] }, 'release=monitoring for one, not "release"'],
  [{ ruleLabel: ['release=two words'] }, 'not "release=two words"'],
  [{ ruleLabel: [`release=${'x'.repeat(64)}`] }, '--rule-label takes key=value'],
  [{ servicePort: '9848' }, '--service-port takes the name of a port, not "9848"'],
  [{ scrapeInterval: '5 minutes' }, '--scrape-interval takes a duration in whole seconds or more'],
  [
    { matcherStrategy: 'OnNamespace' },
    'with the matcher strategy OnNamespace no alert about another namespace would match',
  ],
  [{ matcherStrategy: 'none' }, 'there is no matcher strategy "none"; did you mean None?'],
];
for (const [values, mistake] of mistakes) {
  t.test(`${JSON.stringify(values)} is refused`, async (t) => {
    const parsed = parse(values);
    t.notOk(parsed.ok);
    t.same(parsed.ok || parsed.mistakes.length, 1);
    t.match(!parsed.ok && parsed.mistakes[0], mistake);
  });
}

t.test('all mistakes are told at once', async (t) => {
  const parsed = parse({ target: ['x'], namespace: 'Y', ruleLabel: ['z'] });
  t.equal(!parsed.ok && parsed.mistakes.length, 3);
});
