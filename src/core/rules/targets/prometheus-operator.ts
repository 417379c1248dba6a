import { toYaml } from '../../text/to-yaml.ts';
import { selectorLabels } from '../selector-labels.ts';
import { generatedHeader } from './generated-header.ts';
import type { OutputSettings } from './output-settings.ts';
import { kustomization, objectMetadata, ruleObjects } from './rule-objects.ts';
import type { Target } from './target.ts';

const folder = 'prometheusrules';

/** What the chart labels its Service with, and what `jobLabel` makes the job of. */
const exporterName = 'plimsoll';

/** PrometheusRule objects and the ServiceMonitor that they rely on (monitoring.coreos.com/v1), as a kustomization. */
export const prometheusOperatorTarget: Target = {
  description: `PrometheusRule objects, a ServiceMonitor and a kustomization (${folder}/)`,
  folders: [folder],
  readBy: ['prometheus-operator', 'prometheus'],
  write({ files, settings, output }) {
    const { artefacts, refusals } = ruleObjects(
      files,
      { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', folder },
      output,
    );
    if (!output.serviceMonitor) {
      return { artefacts: [...artefacts, kustomization(folder, artefacts)], notes: [], refusals };
    }
    const monitor = { path: `${folder}/service-monitor.yaml`, text: generatedHeader + toYaml(serviceMonitor(output)) };
    const objects = [...artefacts, monitor];
    const job = selectorLabels(settings.plimsollSelector)?.['job'];
    const notes =
      job === undefined || job === exporterName
        ? []
        : [
            `${monitor.path} gives the exporter's series job="${exporterName}" and the rules select job="${job}"; leave it out with --no-service-monitor, or generate with --plimsoll-selector job="${exporterName}"`,
          ];
    return { artefacts: [...objects, kustomization(folder, objects)], notes, refusals };
  },
};

/** Selects the Service of the chart, whatever the release is called. */
function serviceMonitor(output: OutputSettings): object {
  const { serviceNamespace, servicePort, scrapeInterval } = output;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: objectMetadata(exporterName, output),
    spec: {
      jobLabel: 'app.kubernetes.io/name',
      ...(serviceNamespace === undefined ? {} : { namespaceSelector: { matchNames: [serviceNamespace] } }),
      selector: { matchLabels: { 'app.kubernetes.io/name': exporterName } },
      // Without honorLabels, namespace, pod and container would be those of the exporter.
      endpoints: [
        {
          port: servicePort,
          honorLabels: true,
          ...(scrapeInterval === undefined ? {} : { interval: scrapeInterval }),
        },
      ],
    },
  };
}
