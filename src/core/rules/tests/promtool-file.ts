import { formatDuration } from '../../text/duration.ts';
import { toYaml } from '../../text/to-yaml.ts';
import type { Artefact, RuleFile } from '../rule-model.ts';
import { generatedHeader } from '../targets/generated-header.ts';
import type { RuleTest } from './promtool-test.ts';

/** A file for `promtool test rules`, beside the folder of the rule files it tests. */
export function promtoolFile(
  name: string,
  ruleFiles: readonly RuleFile[],
  evaluationInterval: number,
  tests: readonly RuleTest[],
): Artefact {
  const interval = formatDuration(evaluationInterval);
  return {
    path: `tests/${name}.yaml`,
    text:
      generatedHeader +
      toYaml({
        rule_files: ruleFiles.map((file) => `../rules/${file.name}.yaml`),
        evaluation_interval: interval,
        // Without an order promtool evaluates groups in any, and a rule may see what another recorded one step late.
        group_eval_order: ruleFiles.flatMap(({ groups }) => groups.map((group) => group.name)),
        tests: tests.map((test) => testObject(test, interval)),
      }),
  };
}

function testObject({ name, series, alerts, expressions }: RuleTest, interval: string): object {
  return {
    name,
    interval,
    input_series: series,
    ...(alerts.length === 0 ? {} : { alert_rule_test: alerts.map(alertObject) }),
    ...(expressions.length === 0 ? {} : { promql_expr_test: expressions.map(expressionObject) }),
  };
}

function alertObject({ at, alert, firing }: RuleTest['alerts'][number]): object {
  return {
    eval_time: formatDuration(at),
    alertname: alert,
    exp_alerts: firing.map(({ labels, annotations }) => ({ exp_labels: labels, exp_annotations: annotations })),
  };
}

function expressionObject({ at, expr, samples }: RuleTest['expressions'][number]): object {
  return { expr, eval_time: formatDuration(at), exp_samples: samples };
}
