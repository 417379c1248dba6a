import type { Signature } from '../../catalog/known-issue.ts';
import { seriesText } from './promtool-test.ts';
import type { Director } from './scenario.ts';

const reasons: Readonly<Record<Signature, string>> = {
  step: 'no_baseline',
  outlier: 'too_few_peers',
  'delayed-onset': '',
  growth: 'too_young',
  victim: 'no_baseline',
};

/** How many instances of one cluster, on the affected version, are exposed and cannot be judged at a sample. */
export interface Unjudged {
  readonly at: number;
  readonly cluster: string;
  readonly count: number;
}

/** That the rules say so, of this cluster and of no other one; a cluster named "another" is left aside. */
export function unjudged({ stage }: Director, { at, cluster, count }: Unjudged) {
  const { ruled, entry, versions, settings } = stage;
  const recording = 'cluster_component_version:plimsoll_known_issue_unjudged:count';
  const component = entry.component.id;
  const labels = {
    [settings.clusterLabel]: cluster,
    component,
    version: versions.affected,
    issue: ruled.issue.id,
    kind: ruled.on.noun,
    reason: reasons[ruled.issue.signature],
  };
  const matchers = `reason="${labels.reason}", component!="another", version!="another", ${settings.clusterLabel}!="another"`;
  return { at, expr: `${recording}{${matchers}}`, samples: [{ labels: seriesText(recording, labels), value: count }] };
}
