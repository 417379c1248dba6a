/** A rule group as Prometheus has it. Durations are Prometheus durations; absent fields are `undefined`. */
export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  /** Most series or alerts of one rule; a rule with more fails and gives none. */
  readonly limit: number | undefined;
  readonly rules: readonly Rule[];
}

export type Rule = RecordingRule | AlertingRule;

export interface RecordingRule {
  readonly kind: 'record';
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface AlertingRule {
  readonly kind: 'alert';
  readonly alert: string;
  readonly expr: string;
  readonly for: string | undefined;
  readonly keepFiringFor: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Groups that belong in one file. */
export interface RuleFile {
  /** Without folder and extension: `known-issues-calico`. */
  readonly name: string;
  readonly groups: readonly RuleGroup[];
}

/** A file that the generator writes. */
export interface Artefact {
  /** In the output folder, with slashes: `rules/known-issues-calico.yaml`. */
  readonly path: string;
  readonly text: string;
}
