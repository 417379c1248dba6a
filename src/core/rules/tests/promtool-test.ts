/** One series of a promtool unit test. */
export interface InputSeries {
  readonly series: string;
  /** In promtool's notation: `0+3x60`. */
  readonly values: string;
}

/** A case of a promtool unit test. Times are whole seconds. */
export interface RuleTest {
  readonly name: string;
  readonly series: readonly InputSeries[];
  readonly alerts: readonly AlertCheck[];
  readonly expressions: readonly ExpressionCheck[];
}

export interface AlertCheck {
  readonly at: number;
  readonly alert: string;
  /** Every alert of that name that fires then; none when empty. */
  readonly firing: readonly ExpectedAlert[];
}

export interface ExpectedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ExpressionCheck {
  readonly at: number;
  readonly expr: string;
  readonly samples: readonly { readonly labels: string; readonly value: number }[];
}

/** `name{a="b"}`; labels without a value are left out, as Prometheus does. */
export function seriesText(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(', ')}}`;
}
