/** Rule files and promtool tests as they are written, for those who change them. */
export interface WrittenRule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface WrittenRules {
  readonly groups: readonly { readonly name: string; readonly rules: readonly WrittenRule[] }[];
}

export interface WrittenTests {
  readonly rule_files: readonly string[];
  readonly tests: readonly WrittenTest[];
}

export interface WrittenTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly unknown[];
  readonly alert_rule_test?: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly unknown[];
  }[];
  readonly promql_expr_test?: readonly { readonly eval_time: string; readonly expr: string }[];
}

export function nameOf(rule: WrittenRule): string {
  return rule.alert ?? rule.record ?? '';
}
