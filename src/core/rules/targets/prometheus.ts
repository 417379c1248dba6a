import { toYaml } from '../../text/to-yaml.ts';
import { generatedHeader } from './generated-header.ts';
import { ruleGroupObject } from './rule-group-object.ts';
import { type Target, written } from './target.ts';

/** Plain rule files, for `rule_files` of a Prometheus configuration, and the tests that prove them. */
export const prometheusTarget: Target = {
  description: 'rule files for rule_files (rules/) and their promtool tests (tests/)',
  folders: ['rules', 'tests'],
  readBy: ['prometheus'],
  write({ files, ruleTests }) {
    const rules = files.map(({ name, groups }) => ({
      path: `rules/${name}.yaml`,
      text: generatedHeader + toYaml({ groups: groups.map(ruleGroupObject) }),
    }));
    return written([...rules, ...ruleTests()]);
  },
};
