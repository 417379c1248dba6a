import type { Catalog } from '../../catalog/catalog.ts';
import type { Component } from '../../components/component.ts';
import { compareText } from '../../text/compare-text.ts';
import { anyOf } from '../../text/promql-escape.ts';
import type { RuleFile } from '../rule-model.ts';

export interface Matcher {
  readonly name: string;
  readonly operator: '=' | '!=' | '=~';
  readonly value: string;
}

/** While an alert of `source` fires, those of `target` with the same values of `equal` are muted. */
export interface Inhibition {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** Alertmanager takes a label that both lack for equal, so a label that has to be there is also matched with `!=""`. */
  readonly equal: readonly string[];
}

/** Every alert of Plimsoll's, and no other. */
export const plimsollAlerts: Matcher = { name: 'alertname', operator: '=~', value: 'Plimsoll.+' };

/** Resources whose alerts explain each other. */
const resources = ['CPU', 'Memory'] as const;

/** Which alerts need not be told of while another one tells more. */
export function inhibitions(files: readonly RuleFile[], catalog: Catalog, clusterLabel: string): readonly Inhibition[] {
  // Of a workload or of a node: an alert has either the labels of the one or of the other.
  const where = [clusterLabel, 'namespace', 'workload_kind', 'workload', 'node'];
  const known = oneOf('alertname', 'PlimsollKnownIssueCPU', 'PlimsollKnownIssueMemory');
  const present = [is('component', '!=', ''), is('version', '!=', '')];
  return [
    {
      source: [known, is('severity', '=', 'critical')],
      target: [known, is('severity', '=', 'warning')],
      equal: ['alertname', ...where, 'component', 'version', 'issue'],
    },
    ...resources.map((resource) => ({
      source: [is('alertname', '=', `PlimsollKnownIssue${resource}`), ...present],
      target: [is('alertname', '=', `PlimsollUnexplained${resource}Regression`), ...present],
      equal: [clusterLabel, 'component', 'version'],
    })),
    {
      source: [known],
      target: [is('alertname', '=', 'PlimsollKnownIssueExposed')],
      equal: [...where, 'component', 'version', 'issue'],
    },
    ...throttled(files, catalog).map(({ id, containers }) => ({
      // kubernetes-mixin's alert stands for a container of a pod, ours for a workload: cluster and namespace are all that
      // they share, so the containers are those of the component by their names.
      source: [is('alertname', '=', 'PlimsollKnownIssueCPU'), is('component', '=', id), is('namespace', '!=', '')],
      target: [is('alertname', '=', 'CPUThrottlingHigh'), oneOf('container', ...containers)],
      equal: [clusterLabel, 'namespace'],
    })),
  ];
}

interface Throttled {
  readonly id: string;
  readonly containers: readonly string[];
}

/** Components whose containers an alert about CPU may stand for. */
function throttled(files: readonly RuleFile[], { issues }: Catalog): readonly Throttled[] {
  const ruled = new Set(
    files.flatMap(({ groups }) =>
      groups.flatMap(({ rules }) =>
        rules.flatMap((rule) =>
          rule.kind === 'alert' && rule.alert === 'PlimsollKnownIssueCPU' ? (rule.labels['issue'] ?? []) : [],
        ),
      ),
    ),
  );
  const components = new Map<string, Component>(
    issues
      .filter(({ id }) => ruled.has(id))
      .flatMap(({ affected }) => affected.map(({ component }) => [component.id, component] as const)),
  );
  return [...components.values()]
    .flatMap(({ id, runs }) =>
      runs.as === 'container' && runs.containers.length > 0
        ? [{ id, containers: runs.containers.toSorted(compareText) }]
        : [],
    )
    .toSorted((a, b) => compareText(a.id, b.id));
}

function is(name: string, operator: Matcher['operator'], value: string): Matcher {
  return { name, operator, value };
}

/** Alertmanager's regular expressions are RE2 and match whole values. */
function oneOf(name: string, ...values: readonly string[]): Matcher {
  const [first = '', ...others] = values;
  return others.length === 0 ? is(name, '=', first) : is(name, '=~', anyOf(values));
}
