import type { KnownIssue } from '../catalog/known-issue.ts';
import type { Artefact } from '../rules/rule-model.ts';
import type { RuleSettings } from '../rules/rule-settings.ts';
import { generatedHeader } from '../rules/targets/generated-header.ts';
import { toYaml } from '../text/to-yaml.ts';
import { componentDashboard } from './component-dashboard.ts';
import { fleetDashboard } from './fleet-dashboard.ts';
import { renderDashboard } from './render-dashboard.ts';

/**
 * Grafana's dashboards, and a kustomization that makes of them the ConfigMap which the sidecar of Grafana's chart loads.
 *
 * They read what the rules of the same settings record.
 */
export function dashboardArtefacts(issues: readonly KnownIssue[], settings: RuleSettings): readonly Artefact[] {
  const dashboards = [componentDashboard(settings), fleetDashboard(issues, settings)];
  const files = dashboards.map((dashboard) => ({ name: `${dashboard.uid}.json`, text: renderDashboard(dashboard) }));
  const kustomization = kustomizationOf(files.map(({ name }) => name));
  return [{ name: 'kustomization.yaml', text: kustomization }, ...files].map(({ name, text }) => ({
    path: `dashboards/${name}`,
    text,
  }));
}

function kustomizationOf(files: readonly string[]): string {
  const object = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    configMapGenerator: [{ name: 'plimsoll-dashboards', files }],
    generatorOptions: { disableNameSuffixHash: true, labels: { grafana_dashboard: '1' } },
  };
  return generatedHeader + toYaml(object);
}
