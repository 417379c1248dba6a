import {
  defaultOutput,
  type MatcherStrategy,
  matcherStrategies,
  type OutputSettings,
} from '../core/rules/targets/output-settings.ts';
import type { Program } from '../core/rules/targets/program.ts';
import { type TargetName, targetNames } from '../core/rules/targets/target-name.ts';
import { formatDuration, parseDuration } from '../core/text/duration.ts';
import { type Note, parseTargetVersions, suggest } from './target-versions.ts';

/** As given on the command line. */
export interface TargetOptionValues {
  readonly target?: readonly string[];
  readonly targetVersion?: readonly string[];
  readonly namespace?: string;
  readonly ruleLabel?: readonly string[];
  /** `false` for `--no-service-monitor`. */
  readonly serviceMonitor?: boolean;
  readonly serviceNamespace?: string;
  readonly servicePort?: string;
  readonly scrapeInterval?: string;
  readonly alertmanagerNamespace?: string;
  readonly matcherStrategy?: string;
}

export type ParsedTargetOptions =
  | { readonly ok: true; readonly output: OutputSettings }
  | { readonly ok: false; readonly mistakes: readonly [string, ...string[]] };

/** In which forms to write, from what was given on the command line. `readBy` says which programs read a target's files. */
export function parseTargetOptions(
  values: TargetOptionValues,
  readBy: (target: TargetName) => readonly [Program, ...Program[]],
): ParsedTargetOptions {
  const mistakes: string[] = [];
  const note = (mistake: string) => {
    mistakes.push(mistake);
  };

  const targets = parseTargets(values.target, note);
  const output: OutputSettings = {
    targets,
    versions: parseTargetVersions(values.targetVersion ?? [], targets.map(readBy), note),
    namespace: parseNamespace('namespace', values.namespace, note),
    labels: parseLabels(values.ruleLabel ?? [], note),
    serviceMonitor: values.serviceMonitor ?? defaultOutput.serviceMonitor,
    serviceNamespace: parseNamespace('service-namespace', values.serviceNamespace, note),
    servicePort: parsePort(values.servicePort, note),
    scrapeInterval: parseInterval(values.scrapeInterval, note),
    alertmanagerNamespace: parseNamespace('alertmanager-namespace', values.alertmanagerNamespace, note),
    matcherStrategy: parseStrategy(values.matcherStrategy, note),
  };
  const [first, ...others] = mistakes;
  return first === undefined ? { ok: true, output } : { ok: false, mistakes: [first, ...others] };
}

function parseTargets(names: readonly string[] | undefined, note: Note): readonly TargetName[] {
  if (names === undefined) return defaultOutput.targets;
  for (const name of names) {
    if (!targetNames.some((known) => known === name))
      note(`there is no target "${name}"; ${suggest(name, targetNames)}`);
  }
  return targetNames.filter((known) => names.includes(known));
}

/** A DNS label: kubernetes.io/docs/concepts/overview/working-with-objects/names. */
function parseNamespace(flag: string, text: string | undefined, note: Note): string | undefined {
  if (text !== undefined && !/^(?=.{1,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(text)) {
    note(`--${flag} takes the name of a namespace, not "${text}"`);
  }
  return text;
}

/** As Kubernetes takes them: kubernetes.io/docs/concepts/overview/working-with-objects/labels. */
function parseLabels(pairs: readonly string[], note: Note): Readonly<Record<string, string>> {
  const prefix = String.raw`(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?`;
  const word = '[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
  const label = new RegExp(`^(?<key>${prefix}${word})=(?<value>(?:${word})?)$`);
  const labels = pairs.flatMap((pair) => {
    const groups = label.exec(pair)?.groups;
    if (groups) return [[groups['key'], groups['value']]];
    note(`--rule-label takes key=value as labels of Kubernetes are, release=monitoring for one, not "${pair}"`);
    return [];
  });
  return Object.fromEntries(labels);
}

/** Lower-case letters, digits and dashes, a letter among them, at most 15: IANA_SVC_NAME. */
function parsePort(text: string | undefined, note: Note): string {
  if (text === undefined) return defaultOutput.servicePort;
  if (!/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)) {
    note(`--service-port takes the name of a port, not "${text}"`);
  }
  return text;
}

function parseInterval(text: string | undefined, note: Note): string | undefined {
  if (text === undefined) return undefined;
  const seconds = parseDuration(text);
  if (seconds !== undefined) return formatDuration(seconds);
  note(`--scrape-interval takes a duration in whole seconds or more such as 30s, 5m or 1h30m, not "${text}"`);
  return undefined;
}

function parseStrategy(text: string | undefined, note: Note): MatcherStrategy | undefined {
  if (text === undefined) return undefined;
  const names = Object.keys(matcherStrategies) as MatcherStrategy[]; // its own keys
  const strategy = names.find((known) => known === text);
  if (strategy !== undefined) return strategy;
  note(
    text === 'OnNamespace'
      ? `with the matcher strategy OnNamespace no alert about another namespace would match; set the Alertmanager object's to ${names.join(' or ')} and name that`
      : `there is no matcher strategy "${text}"; ${suggest(text, names)}`,
  );
  return undefined;
}
