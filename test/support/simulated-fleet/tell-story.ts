import { load } from 'js-yaml';
import { type Catalog, createCatalog } from '../../../src/core/catalog/catalog.ts';
import { defaultRuleSettings, type RuleSettings } from '../../../src/core/rules/rule-settings.ts';
import { artefactsOf, builtInCatalog, firstCases } from '../built-in.ts';
import { storyMinutes } from './cluster-at.ts';
import { evaluateRules, type StoryRules } from './evaluate-rules.ts';
import { fleetSeries } from './fleet-series.ts';
import type { StorySeries } from './story-series.ts';

/** Six hours of the demo cluster as Prometheus would hold them: what was scraped, what rules recorded, and alerts. */
export interface Story {
  readonly catalog: Catalog;
  readonly settings: RuleSettings;
  readonly series: readonly StorySeries[];
  /** Unix seconds; on a boundary of Prometheus' blocks. */
  readonly beginning: number;
  readonly end: number;
}

const beginning = Date.UTC(2026, 5, 1, 6) / 1000;
const day = 86_400;

export async function tellStory(folder: string, instead: Partial<RuleSettings> = {}): Promise<Story> {
  const settings = { ...defaultRuleSettings, ...storySettings, ...instead };
  const catalog = await storyCatalog();
  const files = await ruleFiles(catalog, settings);
  const groups = files.flatMap((file) => file.groups.map(({ name }) => name));
  const input = fleetSeries(catalog, groups, settings);
  const series = await evaluateRules(folder, files, input, storyMinutes);
  return { catalog, settings, series, beginning, end: beginning + storyMinutes * 60 };
}

/** Nobody waives what the story shows: the alerts are to be seen. */
const waivers = [
  {
    issue: 'KUBESHARK-1544',
    selector: 'node="agent-9"',
    owner: 'platform',
    reason: 'the node is replaced',
    expires: beginning + 4 * day,
  },
  {
    issue: 'CALICO-8856',
    selector: 'node=~"edge-.+"',
    owner: 'network',
    reason: 'waits for v3.28.1',
    expires: beginning + 30 * day,
  },
];

const storySettings: Partial<RuleSettings> = {
  waivers,
  overrides: [{ component: 'kyverno-background-controller', selector: '', cpu: undefined, memory: 110 * 1024 ** 2 }],
  // In six hours nothing can have grown for six.
  growthWindow: 2 * 3_600,
};

const issues: readonly string[] = [
  ...firstCases,
  'CALICO-8383',
  'KARPENTER-5196',
  'KYVERNO-9313',
  'OTEL-COLLECTOR-CONTRIB-38904',
];
const components = [
  'calico-apiserver',
  'calico-node',
  'k3s',
  'k3s-agent',
  'karpenter',
  'kubeshark-worker',
  'kyverno-admission-controller',
  'kyverno-background-controller',
  'node-exporter',
  'otel-collector',
  'rke2',
  'rke2-agent',
];

/** The issues of the demo cluster, one that nobody has confirmed there, one that shows in memory, and leaks. */
async function storyCatalog(): Promise<Catalog> {
  const { catalog } = await builtInCatalog();
  const byId = <Value extends { readonly id: string }>(values: readonly Value[], wanted: readonly string[]) =>
    new Map(values.filter(({ id }) => wanted.includes(id)).map((value) => [value.id, value]));
  return createCatalog(byId(catalog.components, components), byId(catalog.issues, issues), new Map());
}

/** The rule files as they are generated, those first that others build on. */
async function ruleFiles(catalog: Catalog, settings: RuleSettings): Promise<readonly StoryRules[]> {
  const generated = (await artefactsOf(catalog, settings)).flatMap(({ path, text }) =>
    path.startsWith('rules/') ? [{ path, ...(load(text) as Pick<StoryRules, 'groups'>) }] : [],
  );
  return [...generated].sort((a, b) => Number(isRecordings(b)) - Number(isRecordings(a)));
}

function isRecordings({ path }: StoryRules): boolean {
  return path === 'rules/recordings.yaml';
}
