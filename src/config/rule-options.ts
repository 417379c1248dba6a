import { defaultRuleSettings, type RuleSettings, type TimeSettings } from '../core/rules/rule-settings.ts';
import { selectorLabels } from '../core/rules/selector-labels.ts';
import { formatDuration, parseDuration } from '../core/text/duration.ts';

type Kind = 'duration' | 'label' | 'selector';

interface RuleOption {
  /** Long flag without dashes. */
  readonly flag: string;
  readonly kind: Kind;
  readonly meaning: string;
}

export type OptionName =
  | 'clusterLabel'
  | 'nodeLabel'
  | 'plimsollSelector'
  | 'cadvisorSelector'
  | 'kubeletSelector'
  | 'evaluationInterval'
  | 'rateWindow'
  | 'memory'
  | 'sustained'
  | 'alertFor'
  | 'keepFiringFor'
  | 'history'
  | 'warmUp'
  | 'lookback'
  | 'exporterFor';

/** One command-line option for each of these settings of the rules. */
export const ruleOptions: Readonly<Record<OptionName, RuleOption>> = {
  clusterLabel: { flag: 'cluster-label', kind: 'label', meaning: 'label that tells clusters apart' },
  nodeLabel: { flag: 'node-label', kind: 'label', meaning: "label of the kubelet's series that holds the node's name" },
  plimsollSelector: { flag: 'plimsoll-selector', kind: 'selector', meaning: "matchers of Plimsoll's own series" },
  cadvisorSelector: { flag: 'cadvisor-selector', kind: 'selector', meaning: "matchers of cAdvisor's series" },
  kubeletSelector: { flag: 'kubelet-selector', kind: 'selector', meaning: "matchers of the kubelet's own series" },
  evaluationInterval: { flag: 'evaluation-interval', kind: 'duration', meaning: 'how often rules are evaluated' },
  rateWindow: { flag: 'rate-window', kind: 'duration', meaning: 'range of every rate; at least four scrapes' },
  memory: { flag: 'memory', kind: 'duration', meaning: 'how long identity outlasts the exporter' },
  sustained: { flag: 'sustained', kind: 'duration', meaning: 'how long an instance has to stay above' },
  alertFor: { flag: 'for', kind: 'duration', meaning: 'how long an alert is pending' },
  keepFiringFor: { flag: 'keep-firing-for', kind: 'duration', meaning: 'how long an alert outlasts its cause' },
  history: { flag: 'history', kind: 'duration', meaning: "how far back a version's own history goes" },
  warmUp: { flag: 'warm-up', kind: 'duration', meaning: 'least history before it is a baseline' },
  lookback: { flag: 'lookback', kind: 'duration', meaning: 'how long a version that is gone is remembered' },
  exporterFor: { flag: 'exporter-for', kind: 'duration', meaning: 'how long Plimsoll may be away or stale' },
};

export type RuleOptionValues = Partial<Readonly<Record<OptionName, string>>>;

export type ParsedRuleOptions =
  | { readonly ok: true; readonly settings: RuleSettings }
  | { readonly ok: false; readonly mistakes: readonly [string, ...string[]] };

/** Settings from what was given on the command line; what was not keeps its default. */
export function parseRuleOptions(values: RuleOptionValues): ParsedRuleOptions {
  const mistakes: string[] = [];

  function parsed<Value>(name: OptionName, parse: (text: string) => Value | undefined, fallback: Value): Value {
    const text = values[name];
    if (text === undefined) return fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    const { flag, kind } = ruleOptions[name];
    mistakes.push(`--${flag} takes ${takes[kind]}, not "${text}"`);
    return fallback;
  }
  const label = (name: 'clusterLabel' | 'nodeLabel') => parsed(name, parseLabel, defaultRuleSettings[name]);
  const selector = (name: 'plimsollSelector' | 'cadvisorSelector' | 'kubeletSelector') =>
    parsed(name, parseSelector, defaultRuleSettings[name]);
  const duration = (name: DurationSetting) => parsed(name, parseDuration, defaultRuleSettings[name]);

  const settings: RuleSettings = {
    ...defaultRuleSettings,
    clusterLabel: label('clusterLabel'),
    nodeLabel: label('nodeLabel'),
    plimsollSelector: selector('plimsollSelector'),
    cadvisorSelector: selector('cadvisorSelector'),
    kubeletSelector: selector('kubeletSelector'),
    evaluationInterval: duration('evaluationInterval'),
    rateWindow: duration('rateWindow'),
    memory: duration('memory'),
    sustained: duration('sustained'),
    alertFor: duration('alertFor'),
    keepFiringFor: duration('keepFiringFor'),
    history: duration('history'),
    warmUp: duration('warmUp'),
    lookback: duration('lookback'),
    exporterFor: duration('exporterFor'),
  };
  const [first, ...others] = mistakes.length > 0 ? mistakes : contradictions(settings);
  return first === undefined ? { ok: true, settings } : { ok: false, mistakes: [first, ...others] };
}

type DurationSetting = Extract<OptionName, keyof TimeSettings>;

/** The default of a setting as it would be written on the command line. */
export function defaultText(name: OptionName): string {
  const value = defaultRuleSettings[name];
  return typeof value === 'number' ? formatDuration(value) : value;
}

const takes: Readonly<Record<Kind, string>> = {
  duration: 'a duration in whole seconds or more such as 30s, 5m or 1h30m',
  label: 'a label name such as cluster',
  selector: 'label matchers in double quotes such as job="kubelet", with plain values',
};

function parseLabel(text: string): string | undefined {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(text) ? text : undefined;
}

function parseSelector(text: string): string | undefined {
  return text.trim() !== '' && selectorLabels(text) ? text.trim() : undefined;
}

function contradictions(settings: RuleSettings): readonly string[] {
  const { evaluationInterval, rateWindow, sustained, memory, history, warmUp, lookback } = settings;
  const rules: readonly (readonly [holds: boolean, otherwise: string])[] = [
    [rateWindow >= 2 * evaluationInterval, '--rate-window is less than two evaluations; make it longer'],
    [sustained >= 2 * evaluationInterval, '--sustained is less than two evaluations; make it longer'],
    [memory >= 4 * evaluationInterval, '--memory is less than four evaluations; make it longer'],
    [
      warmUp <= history,
      '--warm-up is longer than --history, so no version would ever have a baseline; make it shorter',
    ],
    [history <= lookback, '--lookback is shorter than --history; make it longer'],
  ];
  return rules.flatMap(([holds, otherwise]) => (holds ? [] : [otherwise]));
}
