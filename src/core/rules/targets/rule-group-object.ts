import type { RuleGroup } from '../rule-model.ts';

/** A group as Prometheus and its operator write it: absent fields left out, keys in the order people know. */
export function ruleGroupObject({ name, interval, limit, rules }: RuleGroup): RuleGroupObject {
  return {
    name,
    interval,
    ...(limit === undefined ? {} : { limit }),
    rules: rules.map((rule) => {
      const labels = Object.keys(rule.labels).length === 0 ? {} : { labels: rule.labels };
      if (rule.kind === 'record') return { record: rule.record, expr: rule.expr, ...labels };
      return {
        alert: rule.alert,
        expr: rule.expr,
        ...(rule.for === undefined ? {} : { for: rule.for }),
        ...(rule.keepFiringFor === undefined ? {} : { keep_firing_for: rule.keepFiringFor }),
        ...labels,
        annotations: rule.annotations,
      };
    }),
  };
}

export interface RuleGroupObject {
  readonly name: string;
  readonly interval: string;
  readonly limit?: number;
  readonly rules: readonly object[];
}
