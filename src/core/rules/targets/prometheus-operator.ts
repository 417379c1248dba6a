import { toYaml } from '../../text/to-yaml.ts';
import type { Artefact, RuleFile } from '../rule-model.ts';
import { generatedHeader } from './generated-header.ts';
import { ruleGroupObject } from './rule-group-object.ts';

export interface PrometheusRuleSettings {
  /** `undefined` leaves the namespace to whoever applies the files. */
  readonly namespace: string | undefined;
  /** What the Prometheus object's `ruleSelector` asks for. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The same rules as PrometheusRule objects (monitoring.coreos.com/v1) for the Prometheus operator. */
export function prometheusOperatorArtefacts(
  files: readonly RuleFile[],
  { namespace, labels }: PrometheusRuleSettings,
): readonly Artefact[] {
  return files.map(({ name, groups }) => ({
    path: `prometheusrules/${name}.yaml`,
    text:
      generatedHeader +
      toYaml({
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: {
          name: `plimsoll-${name}`,
          ...(namespace === undefined ? {} : { namespace }),
          labels: { 'app.kubernetes.io/name': 'plimsoll', ...labels },
        },
        spec: { groups: groups.map(ruleGroupObject) },
      }),
  }));
}
