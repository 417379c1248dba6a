import type { ProgramVersions } from './program.ts';
import type { TargetName } from './target-name.ts';

/** In which forms the rules are written, and what their objects in a cluster are called and selected by. */
export interface OutputSettings {
  /** In the order of the table of targets, none twice. */
  readonly targets: readonly TargetName[];
  /** Versions that the files have to work with; a program without one is taken to be current. */
  readonly versions: ProgramVersions;
  /** Of the objects; `undefined` leaves it to whoever applies them. */
  readonly namespace: string | undefined;
  /** What the operators' selectors ask for, on every object. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether to write a ServiceMonitor: not where the chart's has the exporter scraped. */
  readonly serviceMonitor: boolean;
  /** Where the exporter's Service is; `undefined` is the namespace of the ServiceMonitor. */
  readonly serviceNamespace: string | undefined;
  /** Name of the port of that Service. */
  readonly servicePort: string;
  /** A Prometheus duration; `undefined` is Prometheus' own. */
  readonly scrapeInterval: string | undefined;
  /** Where the Alertmanager object is; `undefined` is `namespace`. */
  readonly alertmanagerNamespace: string | undefined;
  /** What the Alertmanager object says, which has to be known before an AlertmanagerConfig can be right. */
  readonly matcherStrategy: MatcherStrategy | undefined;
}

/**
 * Values of `spec.alertmanagerConfigMatcherStrategy.type` of an Alertmanager that do not add `namespace="<its own>"` to what
 * stands in an AlertmanagerConfig, with the first version of the operator that has them (prometheus-operator#5084 and helm-charts#2882; #7604).
 */
export const matcherStrategies = {
  OnNamespaceExceptForAlertmanagerNamespace: { major: 0, minor: 84 },
  None: { major: 0, minor: 61 },
} as const;
export type MatcherStrategy = keyof typeof matcherStrategies;

export const defaultOutput: OutputSettings = {
  targets: ['prometheus', 'prometheus-operator'],
  versions: new Map(),
  namespace: undefined,
  labels: {},
  serviceMonitor: true,
  serviceNamespace: undefined,
  servicePort: 'http',
  scrapeInterval: undefined,
  alertmanagerNamespace: undefined,
  matcherStrategy: undefined,
};
