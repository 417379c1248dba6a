import { foreseenSnippets } from '../annotation-snippets.ts';
import type { RuleExpander } from '../expand-rules.ts';
import { snippetValues } from '../issue-values.ts';
import type { AlertingRule } from '../rule-model.ts';
import { growthOf, type IssueStage } from './issue-stage.ts';
import type { ExpectedAlert } from './promtool-test.ts';
import { renderAnnotation } from './render-annotation.ts';
import type { SimulatedInstance } from './simulated-world.ts';

/** Instances of one workload, or one node, that diverge together. The last uses the most. */
export interface Diverging {
  readonly instances: readonly [SimulatedInstance, ...SimulatedInstance[]];
  /** What the worst of them uses, in cores or bytes; of a leak, how many times the usual growth. */
  readonly usage: number;
  readonly source: string;
  readonly expected: number;
  readonly allConditionsHold: boolean;
  /** The critical alert instead: `limit` or `node` when they saturate it, `soon` when they are about to. */
  readonly saturates?: 'limit' | 'node' | 'soon';
  /** As Prometheus writes it; only where a leak has a limit. */
  readonly timeLeft?: string;
}

const noLimit = 'a time that nobody can tell, since neither a limit nor the size of the node is known';

/** The alert that the rules raise for `diverging`, word by word; none where the template has none of that severity. */
export function foreseeAlert(
  stage: IssueStage,
  diverging: Diverging,
  expander: RuleExpander,
): readonly ExpectedAlert[] {
  const { ruled, settings } = stage;
  const worst = diverging.instances.at(-1) ?? diverging.instances[0];
  const { place } = worst;
  const workload =
    place.kind === 'container'
      ? { namespace: place.namespace, workload_kind: place.workloadKind, workload: place.workload }
      : { node: place.node };
  const run = worst.versions.at(-1);
  const labels = {
    [settings.clusterLabel]: worst.cluster,
    ...workload,
    component: worst.component,
    version: run?.version ?? '',
    source: diverging.source,
  };
  const count = diverging.instances.length;
  const snippets = foreseenSnippets(ruled, {
    labels,
    count,
    worst: {
      pod: place.kind === 'container' ? place.pod : '',
      container: place.kind === 'container' ? place.container : '',
      node: place.node,
      usage: diverging.usage,
    },
    expected: diverging.expected,
    growth: (growthOf(stage) * diverging.usage * 3600) / settings.evaluationInterval,
    timeLeft: diverging.timeLeft ?? noLimit,
    culpritVersion: stage.versions.affected,
    allConditionsHold: diverging.allConditionsHold,
  });
  const { signature } = ruled.issue;
  const rules = expander.ofIssue(signature, ruled, snippetValues(snippets)).groups.flatMap((group) => group.rules);
  const { saturates } = diverging;
  const severity = saturates === undefined ? 'warning' : 'critical';
  const alert = rules.find((rule) => rule.kind === 'alert' && rule.labels['severity'] === severity);
  if (alert?.kind !== 'alert') return [];
  return [expectedAlert(alert, saturates === undefined ? labels : { ...labels, saturates }, count)];
}

/** One alert of a rule, with the labels that its expression leaves. */
export function expectedAlert(
  rule: AlertingRule,
  labels: Readonly<Record<string, string>>,
  value: number,
): ExpectedAlert {
  const rendered = Object.entries(rule.annotations).map(([name, text]) => [
    name,
    renderAnnotation(text, labels, value),
  ]);
  return { labels: { ...withoutEmpty(labels), ...rule.labels }, annotations: Object.fromEntries(rendered) };
}

function withoutEmpty(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}
