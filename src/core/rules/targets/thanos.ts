import { toYaml } from '../../text/to-yaml.ts';
import { generatedHeader } from './generated-header.ts';
import { ruleGroupObject } from './rule-group-object.ts';
import { type Target, written } from './target.ts';

/**
 * Rule files for `thanos rule --rule-file`.
 *
 * A store that does not answer fails the evaluation (`abort`), which Thanos counts and alerts on. Half an answer would be
 * worse than none: medians and expected usage would be those of some clusters, and what stands behind `unless` or
 * `absent` would fire for all that is missing. thanos.io/tip/components/rule.md recommends it for alerts as well.
 */
export const thanosTarget: Target = {
  description: 'rule files for thanos rule, which abort on partial answers (thanos/)',
  folders: ['thanos'],
  readBy: ['thanos'],
  write: ({ files }) =>
    written(
      files.map(({ name, groups }) => ({
        path: `thanos/${name}.yaml`,
        text: generatedHeader + toYaml({ groups: groups.map(ruleGroupObject).map(strict) }),
      })),
    ),
};

function strict({ name, ...others }: ReturnType<typeof ruleGroupObject>): object {
  return { name, partial_response_strategy: 'abort', ...others };
}
