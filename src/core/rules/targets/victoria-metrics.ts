import { kustomization, ruleObjects } from './rule-objects.ts';
import type { Target } from './target.ts';

const folder = 'vmrules';

/**
 * VMRule objects (operator.victoriametrics.com/v1beta1), which vmalert evaluates as MetricsQL.
 *
 * The same expressions mean the same there, with two differences that the rules bear (docs.victoriametrics.com/metricsql
 * and /vmalert):
 *
 * - `rate` counts from the last sample before the window and extrapolates nothing. A container that starts is seen a
 *   little less steeply, one that runs the same.
 * - Recordings reach the storage after the rules that follow were evaluated. Each layer of recordings is one evaluation
 *   late, minutes at most, while whatever alerts has to last longer.
 *
 * vmalert refuses two rules of one name, expression and labels in a group; there are none.
 */
export const victoriaMetricsTarget: Target = {
  description: `VMRule objects and a kustomization (${folder}/)`,
  folders: [folder],
  readBy: ['victoria-metrics', 'victoria-metrics-operator'],
  write({ files, output }) {
    const { artefacts, refusals } = ruleObjects(
      files,
      { apiVersion: 'operator.victoriametrics.com/v1beta1', kind: 'VMRule', folder },
      output,
    );
    return { artefacts: [...artefacts, kustomization(folder, artefacts)], notes: [], refusals };
  },
};
