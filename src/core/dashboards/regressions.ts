import { resourceWords } from '../rules/measured-on.ts';
import { plain, type TablePanel } from './dashboard-model.ts';
import { by, type PanelInput } from './panel-input.ts';

/** Versions that cost more than another one and have no record: candidates for a report, and for the catalog. */
export function unexplained(id: number, { names, select, columns }: PanelInput): TablePanel {
  const column = (label: string, header: string) => ({ label, header, link: undefined });
  const labels = [
    columns.component,
    columns.version,
    column('resource', 'Uses more'),
    column('previous_version', 'Than'),
    column('compared', 'Which is the one'),
    columns.cluster,
  ];
  const alerts = 'alertname=~"PlimsollUnexplained.*"';
  const firing = select.components('ALERTS', `${alerts}, alertstate="firing"`);
  const started = `${select.components('ALERTS_FOR_STATE', alerts)} and ignoring (alertstate) ${firing}`;
  const since = `1000 * max ${by(labels)} (label_replace(${started}, "resource", "$1", "alertname", "PlimsollUnexplained(.*)Regression"))`;
  const ratio = (['cpu', 'memory'] as const)
    .map((resource) => {
      const { container, node } = names[resource].regressed;
      const regressed = `${select.components(container)} or ${select.components(node)}`;
      return `label_replace(${regressed}, "resource", "${resourceWords[resource].title}", "", "")`;
    })
    .join(' or ');
  return {
    kind: 'table',
    id,
    title: 'Regressions that no record explains',
    description:
      'Versions that use far more than the one they replaced, or than the one beside them, by the medians of their instances, and that no known issue explains. Of all namespaces.',
    width: 24,
    height: 5,
    labels,
    numbers: [
      { header: 'Since', expr: since, unit: 'time', thresholds: plain },
      // An alert outlasts what it is about by a while: then it has no number.
      {
        header: 'Times as much',
        expr: `max ${by(labels)} (${ratio}) and ${since}`,
        unit: 'times',
        thresholds: plain,
      },
    ],
    sortBy: { header: 'Times as much', descending: true },
  };
}
