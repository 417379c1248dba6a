import { families } from '../core/metrics/families.ts';
import type { RuleSettings } from '../core/rules/rule-settings.ts';
import type { SettingName } from './settings-table.ts';

/** Settings that cannot all be meant. */
export interface Contradiction {
  /** The first that was given is to blame. */
  readonly between: readonly [SettingName, ...SettingName[]];
  /** A clause, from how each setting is called where it was given. */
  readonly problem: (nameOf: (setting: SettingName) => string) => string;
  readonly remedy: string;
}

/** Labels of Plimsoll's own series. */
const ownLabels: ReadonlySet<string> = new Set(Object.values(families).flatMap(({ labels }) => [...labels]));

export function contradictionsIn(settings: RuleSettings): readonly Contradiction[] {
  return rules.flatMap(({ holds, ...contradiction }) => (holds(settings) ? [] : [contradiction]));
}

interface Rule extends Contradiction {
  readonly holds: (settings: RuleSettings) => boolean;
}

const rules: readonly Rule[] = [
  {
    between: ['rateWindow', 'evaluationInterval'],
    holds: ({ rateWindow, evaluationInterval }) => rateWindow >= 2 * evaluationInterval,
    problem: (nameOf) => `${nameOf('rateWindow')} is less than two evaluations`,
    remedy: 'make it longer',
  },
  {
    between: ['sustained', 'evaluationInterval'],
    holds: ({ sustained, evaluationInterval }) => sustained >= 2 * evaluationInterval,
    problem: (nameOf) => `${nameOf('sustained')} is less than two evaluations`,
    remedy: 'make it longer',
  },
  {
    between: ['memory', 'evaluationInterval'],
    holds: ({ memory, evaluationInterval }) => memory >= 4 * evaluationInterval,
    problem: (nameOf) => `${nameOf('memory')} is less than four evaluations`,
    remedy: 'make it longer',
  },
  {
    between: ['warmUp', 'history'],
    holds: ({ warmUp, history }) => warmUp <= history,
    problem: (nameOf) =>
      `${nameOf('warmUp')} is longer than ${nameOf('history')}, so no version would ever have a baseline`,
    remedy: 'make it shorter',
  },
  {
    between: ['lookback', 'history'],
    holds: ({ lookback, history }) => history <= lookback,
    problem: (nameOf) => `${nameOf('lookback')} is shorter than ${nameOf('history')}`,
    remedy: 'make it longer',
  },
  {
    between: ['growthWindow', 'rateWindow'],
    holds: ({ growthWindow, rateWindow }) => growthWindow > rateWindow,
    problem: (nameOf) => `${nameOf('growthWindow')} is not longer than ${nameOf('rateWindow')}`,
    remedy: 'make it longer',
  },
  {
    between: ['clusterLabel', 'nodeLabel'],
    holds: ({ clusterLabel, nodeLabel }) => clusterLabel !== nodeLabel,
    problem: (nameOf) => `${nameOf('clusterLabel')} and ${nameOf('nodeLabel')} name one label`,
    remedy: 'give each its own',
  },
  {
    between: ['clusterLabel'],
    holds: ({ clusterLabel }) => !ownLabels.has(clusterLabel),
    problem: (nameOf) => `${nameOf('clusterLabel')} names a label that means something else in the series of Plimsoll`,
    remedy: 'name one that tells clusters apart',
  },
  {
    between: ['alertLabels', 'clusterLabel'],
    holds: ({ clusterLabel, alertLabels }) => !Object.hasOwn(alertLabels, clusterLabel),
    problem: (nameOf) => `${nameOf('alertLabels')} has the label of clusters, which the alerts set themselves`,
    remedy: 'leave it out',
  },
];
