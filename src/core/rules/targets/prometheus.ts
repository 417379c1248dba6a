import { toYaml } from '../../text/to-yaml.ts';
import type { Artefact, RuleFile } from '../rule-model.ts';
import { generatedHeader } from './generated-header.ts';
import { ruleGroupObject } from './rule-group-object.ts';

/** Plain rule files, for `rule_files` of a Prometheus configuration. */
export function prometheusArtefacts(files: readonly RuleFile[]): readonly Artefact[] {
  return files.map(({ name, groups }) => ({
    path: `rules/${name}.yaml`,
    text: generatedHeader + toYaml({ groups: groups.map(ruleGroupObject) }),
  }));
}
