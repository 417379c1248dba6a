import { type Target, written } from '../rules/targets/target.ts';
import { dashboardArtefacts } from './dashboard-artefacts.ts';

/** Dashboards of what the rules record; their queries are Prometheus'. */
export const grafanaTarget: Target = {
  description: 'dashboards for Grafana, and the ConfigMap that its sidecar loads',
  folders: ['dashboards'],
  readBy: ['prometheus'],
  write: ({ catalog, settings }) => written(dashboardArtefacts(catalog.issues, settings)),
};
