import { noneIsGood, plain, type Row } from './dashboard-model.ts';
import { countOr0, type PanelInput } from './panel-input.ts';

/** Four numbers about all that is chosen. */
export function glanceRow({ names, select, settings }: PanelInput): Row {
  const running = select.instances(names.identity);
  const each = (series: string) => `count by (${settings.clusterLabel}, namespace, pod, container, node) (${series})`;
  const anyDiverging = [names.cpu, names.memory]
    .flatMap(({ diverging, slope }) => [diverging, slope])
    .map((recordings) => select.instances(recordings))
    .join(' or ');
  const stat = { kind: 'stat', width: 6, height: 4, unit: 'count' } as const;
  return {
    id: 1,
    title: 'At a glance',
    panels: [
      {
        ...stat,
        id: 2,
        title: 'Instances',
        description: 'Containers and processes on nodes that run a catalogued component.',
        expr: `count(${running})`,
        thresholds: plain,
      },
      {
        ...stat,
        id: 3,
        title: 'Exposed',
        description: 'Instances on which a known issue can show: its version is affected, and every condition holds.',
        expr: countOr0(each(select.instances(names.knownIssue, 'exposure="exposed"')), running),
        thresholds: noneIsGood('orange'),
      },
      {
        ...stat,
        id: 4,
        title: 'Diverging',
        description: 'Instances that use far more than they should, or that keep growing, as a known issue describes.',
        expr: countOr0(each(anyDiverging), running),
        thresholds: noneIsGood('red'),
      },
      {
        ...stat,
        id: 5,
        title: 'Cannot be judged yet',
        description: 'Kinds of exposed instances that no alert can tell about yet. Of all namespaces.',
        expr: countOr0(select.components(names.unjudged), running),
        thresholds: noneIsGood('orange'),
      },
    ],
  };
}
