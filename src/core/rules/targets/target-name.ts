/** What `--target` takes. A further one is named here and implemented in the table of src/app/targets.ts. */
export const targetNames = [
  'prometheus',
  'prometheus-operator',
  'victoria-metrics',
  'mimir',
  'thanos',
  'alertmanager',
  'prometheus-operator-alertmanager',
  'grafana',
] as const;
export type TargetName = (typeof targetNames)[number];
