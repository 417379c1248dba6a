import { nameOf, type WrittenRules, type WrittenTest } from './rule-file.ts';

/**
 * Names of the rules that `test` can see a slip in: those whose alerts and series it asks for, and what these read. A name
 * counts wherever it stands, so now and then there is one too many.
 */
export function relevantRules(test: WrittenTest, files: readonly WrittenRules[]): ReadonlySet<string> {
  const rules = Map.groupBy(
    files.flatMap(({ groups }) => groups.flatMap((group) => group.rules)),
    nameOf,
  );
  const { alert_rule_test = [], promql_expr_test = [] } = test;
  const texts = [...alert_rule_test.map(({ alertname }) => alertname), ...promql_expr_test.map(({ expr }) => expr)];
  const relevant = new Set<string>();
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    for (const [name, ofName] of rules) {
      if (relevant.has(name) || !text.includes(name)) continue;
      relevant.add(name);
      texts.push(...ofName.flatMap(({ expr, annotations = {} }) => [expr, ...Object.values(annotations)]));
    }
  }
  return relevant;
}

/** The groups without the rules that are not `relevant`: what promtool does not evaluate costs nothing. */
export function withoutOthers({ groups, ...rest }: WrittenRules, relevant: ReadonlySet<string>): WrittenRules {
  return {
    ...rest,
    groups: groups.map((group) => ({ ...group, rules: group.rules.filter((rule) => relevant.has(nameOf(rule))) })),
  };
}
