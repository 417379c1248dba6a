import { toYaml } from '../../text/to-yaml.ts';
import { withoutFields } from './fit-rules.ts';
import { generatedHeader } from './generated-header.ts';
import { ruleGroupObject } from './rule-group-object.ts';
import { type Target, written } from './target.ts';

/** What a tenant may have unless an administrator changed it: pkg/util/validation/limits.go of grafana/mimir. */
const mostRulesInGroup = 20;
const mostGroups = 70;

const namespace = 'plimsoll';

/**
 * One file for `mimirtool rules sync`: it refuses two files of one namespace, and removes groups that a namespace no longer
 * has.
 *
 * Mimir does not store a group's `limit` (pkg/ruler/rulespb/rules.proto); its own is ruler_max_rule_evaluation_results.
 */
export const mimirTarget: Target = {
  description: `a file for mimirtool rules sync, namespace ${namespace} (mimir/)`,
  folders: ['mimir'],
  readBy: ['mimir'],
  write({ files }) {
    const groups = withoutFields(files, new Set(['limit'])).flatMap((file) => file.groups);
    const text = generatedHeader + toYaml({ namespace, groups: groups.map(ruleGroupObject) });
    const large = groups.filter(({ rules }) => rules.length > mostRulesInGroup);
    const most = Math.max(...groups.map(({ rules }) => rules.length));
    return written(
      [{ path: 'mimir/plimsoll.yaml', text }],
      [
        ...(large.length === 0
          ? []
          : [
              `mimir: ${large.map(({ name }) => name).join(', ')}: more than the ${mostRulesInGroup} rules that a group may have by default; set ruler_max_rules_per_rule_group of the tenant to ${most} or more`,
            ]),
        ...(groups.length <= mostGroups
          ? []
          : [
              `mimir: ${groups.length} groups are more than the ${mostGroups} that a tenant may have by default; set its ruler_max_rule_groups_per_tenant to ${groups.length} and what else it has, or more`,
            ]),
      ],
    );
  },
};
