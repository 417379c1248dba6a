import { foreseenSnippets } from '../annotation-snippets.ts';
import type { RuleExpander } from '../expand-rules.ts';
import { snippetValues } from '../issue-values.ts';
import type { IssueStage } from './issue-stage.ts';
import type { ExpectedAlert } from './promtool-test.ts';
import { renderAnnotation } from './render-annotation.ts';
import type { SimulatedInstance } from './simulated-world.ts';

/** Instances of one workload, or one node, that diverge together. The last uses the most. */
export interface Diverging {
  readonly instances: readonly [SimulatedInstance, ...SimulatedInstance[]];
  /** Cores that the worst of them uses. */
  readonly cores: number;
  readonly source: string;
  readonly expectedCores: number;
  readonly allConditionsHold: boolean;
}

/** The alert that the rules raise for `diverging`, word by word. */
export function foreseeAlert(stage: IssueStage, diverging: Diverging, expander: RuleExpander): ExpectedAlert {
  const { ruled, settings } = stage;
  const worst = diverging.instances.at(-1) ?? diverging.instances[0];
  const { place } = worst;
  const workload =
    place.kind === 'container'
      ? { namespace: place.namespace, workload_kind: place.workloadKind, workload: place.workload }
      : { node: place.node };
  const labels = {
    [settings.clusterLabel]: worst.cluster,
    ...workload,
    component: worst.component,
    version: stage.versions.affected,
    source: diverging.source,
  };
  const count = diverging.instances.length;
  const snippets = foreseenSnippets(ruled.issue, ruled.on, {
    labels,
    count,
    worst: {
      pod: place.kind === 'container' ? place.pod : '',
      container: place.kind === 'container' ? place.container : '',
      node: place.node,
      cores: diverging.cores,
    },
    expectedCores: diverging.expectedCores,
    allConditionsHold: diverging.allConditionsHold,
  });
  const rules = expander.ofIssue(ruled, snippetValues(snippets)).groups.flatMap((group) => group.rules);
  const alert = rules.find((rule) => rule.kind === 'alert');
  const rendered = Object.entries(alert?.annotations ?? {}).map(([name, text]) => [
    name,
    renderAnnotation(text, labels, count),
  ]);
  return {
    labels: { ...withoutEmpty(labels), ...alert?.labels },
    annotations: Object.fromEntries(rendered),
  };
}

function withoutEmpty(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}
