import { configRules } from '../../src/config/config-rules.ts';
import { configSchema } from '../../src/config/config-schema.ts';
import { defaultText } from '../../src/config/default-text.ts';
import { presetNames, presets } from '../../src/config/presets.ts';
import { keyText, type SettingName, settingNames, settingsTable } from '../../src/config/settings-table.ts';
import { type Page, page, table } from './page.ts';

/** The reference of plimsoll.yaml, and its JSON Schema. */
export function configurationPages(): readonly Page[] {
  const { path, text } = configSchema();
  return [configurationPage(), { path: `config/${path}`, text }];
}

function configurationPage(): Page {
  return page('docs/configuration.md', 'src/config', [
    '# Configuration',
    '',
    '`plimsoll generate` reads `plimsoll.yaml` where it runs, or the file that `--config` names, and says on stderr when it',
    'does. Every key may be left out, and so may the file. Of two that say the same a flag counts more than the file, the',
    'file more than its preset, and the preset more than the default. A list that flags give replaces that of the file.',
    'Paths in the file are relative to the file. [config/example.yaml](../config/example.yaml) is one to begin with.',
    '',
    '`plimsoll config check` shows [what is wrong](#problems) in a file, all at once; while anything is, `generate` writes',
    'nothing. `plimsoll config schema` writes the JSON Schema, with which editors complete and check:',
    '',
    '```yaml',
    '# yaml-language-server: $schema=schema/plimsoll.schema.json',
    '```',
    '',
    ...settingSections(),
    ...presetSection(),
    ...written,
    '## Problems',
    '',
    'Each is told as `file:line:column sentence (problem)`; `plimsoll config check --output json`, `sarif` and `github` are for',
    'programs.',
    '',
    ...table(
      ['problem', 'meaning', 'remedy'],
      Object.entries(configRules).map(([rule, { meaning, remedy }]) => [`\`${rule}\``, meaning, remedy]),
    ),
  ]);
}

const titles: Readonly<Record<string, string>> = {
  labels: '`labels`',
  selectors: '`selectors`: which series are read',
  inventory_from: 'What is read',
  times: '`times`',
  thresholds: '`thresholds`',
  alerts: '`alerts`',
};

function settingSections(): readonly string[] {
  const sections = Map.groupBy(settingNames, (name) => {
    const [first] = settingsTable[name].key;
    return first === 'node_process_source' ? 'inventory_from' : first;
  });
  return [...sections].flatMap(([section, names]) => [
    `## ${titles[section] ?? section}`,
    '',
    ...table(['key', 'flag', 'takes', 'default', 'meaning'], names.map(settingRow)),
    '',
  ]);
}

function settingRow(name: SettingName): readonly string[] {
  const { kind, flag, meaning } = settingsTable[name];
  const takes = 'entry' in kind ? 'names with texts' : kind.takes.replace(/ such as .*$/s, '');
  const flagText = flag === undefined ? '' : `\`--${flag}\``;
  return [`\`${keyText(settingsTable[name])}\``, flagText, takes, `\`${defaultText(name)}\``, meaning];
}

function presetSection(): readonly string[] {
  const settingsOf = (name: (typeof presetNames)[number]) =>
    Object.entries(presets[name].settings).map(([setting, value]) => {
      return `\`${keyText(settingsTable[setting as SettingName])}: ${value}\``; // its key is one of them
    });
  return [
    '## `preset`: how Prometheus was installed',
    '',
    'A preset (`preset`, `--preset`) knows the labels of one way to install Prometheus. Where it says nothing, the defaults',
    "are right. Plimsoll's own series are as you scrape them: with the job name `plimsoll`, unless `selectors.plimsoll`",
    'says otherwise.',
    '',
    ...table(
      ['preset', 'for', 'sets', 'seen in'],
      presetNames.map((name) => {
        const { meaning, source } = presets[name];
        return [`\`${name}\``, meaning, settingsOf(name).join('<br>') || 'nothing', `[source](${source})`];
      }),
    ),
    '',
  ];
}

const written: readonly string[] = [
  '## `baselines`: what instances should use',
  '',
  'A baseline of yours counts more than what was learned and than what the catalog says.',
  '',
  '```yaml',
  'baselines:',
  '  - component: calico-node          # its id in the catalog',
  '    selector: node=~"edge-.*"       # label matchers without braces; left out for all instances',
  '    cpu: 300m                       # of one instance: cores, as a number or a Kubernetes quantity',
  '    memory: 256Mi                   # of one instance: bytes, in the same way; one of the two is enough',
  '```',
  '',
  'Selectors ask for the labels of an instance: the label of clusters, `namespace`, `workload_kind`, `workload`, `pod`,',
  '`container`, `node`, `component` and `version`. A process on a node has only the cluster, `node`, `component` and `version`.',
  '',
  '## `waivers`: issues to live with for a while',
  '',
  '```yaml',
  'waivers:',
  '  - issue: CALICO-8856',
  '    selector: cluster="lab"         # as for baselines; left out for everywhere',
  '    owner: network-team',
  '    reason: The lab moves to the fixed version with the next upgrade.',
  '    expires: 2027-01-31             # until that day is over in UTC; or a time with its offset: 2027-01-31T18:00:00+01:00',
  '```',
  '',
  'All keys but `selector` are needed. A waiver that has expired is a problem, so that it is taken out or agreed on anew;',
  'in rules that were generated before, it ends by itself.',
  '',
  '## Which issues',
  '',
  ...table(
    ['key', 'flag', 'takes', 'chooses'],
    [
      ['`issues`', '`--issues`', 'ids or aliases; `*` is any text', 'these issues'],
      [
        '`components`',
        '`--components`',
        'ids; `*` is any text',
        'issues that one of these components has, or pays for',
      ],
      [
        '`present_in`',
        '`--present-in`',
        'inventory files as `plimsoll report` takes them, or addresses of exporters (`http://…/metrics`)',
        'issues of components that run there',
      ],
    ],
  ),
  '',
  'An issue has to be chosen by each of the keys that are there; without any, rules are written for all. `present_in` looks',
  'at the component and not at its version: rules that are there before an upgrade see what it brings. Rules that belong to',
  'no issue are always written. A selection that leaves no issue is an error and writes nothing.',
  '',
  '## Everything else',
  '',
  ...table(
    ['key', 'flag', 'takes', 'default', 'meaning'],
    [
      [
        '`preset`',
        '`--preset`',
        'a [preset](#preset-how-prometheus-was-installed)',
        '`kube-prometheus-stack`',
        'the labels of an installation',
      ],
      ['`catalogs`', '`--catalog`', 'folders', 'none', 'catalogs of your own on top of the built-in one'],
      [
        '`built_in_catalog`',
        '`--no-built-in-catalog`',
        'true or false',
        '`true`',
        'whether the built-in catalog is used',
      ],
      ['`out`', '`--out`', 'a folder', 'none', 'where to write'],
      ['`objects.namespace`', '`--namespace`', 'a name', 'none', 'namespace of the PrometheusRule objects'],
      [
        '`objects.labels`',
        '`--rule-label`',
        'names with texts',
        'none',
        "labels of the PrometheusRule objects, as Prometheus' ruleSelector asks for",
      ],
    ],
  ),
  '',
];
