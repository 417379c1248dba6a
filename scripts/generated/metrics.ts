import { discoveryReasons, discoveryResources } from '../../src/app/discovery.ts';
import { leafKinds } from '../../src/core/catalog/condition.ts';
import { unresolvedReasons } from '../../src/core/components/recognise.ts';
import { exposureStates } from '../../src/core/matching/finding.ts';
import { families } from '../../src/core/metrics/families.ts';
import { type Page, page, table } from './page.ts';

const closedLists = [
  ['`exposure`', exposureStates],
  ['`reason` of `plimsoll_known_issue_unknown_instances`', leafKinds],
  ['`reason` of `plimsoll_unresolved_instances`', unresolvedReasons],
  ['`resource` of `plimsoll_discovery_errors_total`', discoveryResources],
  ['`reason` of `plimsoll_discovery_errors_total`', discoveryReasons],
] as const;

export function metricsPage(): Page {
  const code = (text: string) => `\`${text}\``;
  const rows = Object.values(families).map(({ name, type, labels, help, stability }) => [
    code(name),
    type,
    labels.map(code).join(', ') || '-',
    help,
    stability,
  ]);
  return page('docs/metrics.md', 'src/core/metrics/families.ts', [
    '# Metrics',
    '',
    'All of these are served at `/metrics`, beside the process metrics that every Node.js exporter has.',
    'Scrape with `honorLabels: true` (`honor_labels` in a scrape configuration): the labels `namespace`, `pod` and',
    '`container` are those of the instance that a series tells about, not of the exporter.',
    '',
    ...table(['metric', 'type', 'labels', 'meaning', 'stability'], rows),
    '',
    '## Labels with closed lists of values',
    '',
    ...table(
      ['label', 'values'],
      closedLists.map(([label, values]) => [label, values.map(code).join(', ')]),
    ),
    '',
    'A process on a node, such as K3s, has empty `namespace`, `pod` and `container` in `plimsoll_known_issue`.',
    'Where the source has several clusters (`--cluster-label`), every series that tells of a cluster has that',
    'label as well; else none has it.',
    'A version that cannot be read is the empty text; such an instance is counted in `plimsoll_unresolved_instances`',
    'and is matched with no issue.',
  ]);
}
