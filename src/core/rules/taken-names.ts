/** Labels that the alerts set themselves, or that Alertmanager reads; the label of clusters is one more, by whatever name. */
export const takenAlertLabels: readonly string[] = [
  'alertname',
  'compared',
  'component',
  'container',
  'exposure',
  'issue',
  'kind',
  'namespace',
  'node',
  'pod',
  'previous_version',
  'saturates',
  'severity',
  'source',
  'version',
  'workload',
  'workload_kind',
];

/** Annotations that the alerts set themselves. */
export const takenAnnotations: readonly string[] = [
  'culprit',
  'description',
  'exposure',
  'fix',
  'issue_summary',
  'issue_url',
  'runbook_url',
  'summary',
];
