import type { SeriesSettings } from '../core/rules/rule-settings.ts';

/** How one way of installing Prometheus labels the series that rules read. */
export interface Preset {
  readonly meaning: string;
  /** Where its labels can be seen. */
  readonly source: string;
  readonly settings: Partial<SeriesSettings>;
}

export const presetNames = [
  'kube-prometheus-stack',
  'kube-prometheus',
  'openshift',
  'victoria-metrics-k8s-stack',
  'grafana-alloy',
  'prometheus-chart',
] as const;
export type PresetName = (typeof presetNames)[number];

export const defaultPreset: PresetName = 'kube-prometheus-stack';

/** What a preset does not say is as the defaults have it, which are those of kube-prometheus-stack. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  'kube-prometheus-stack': {
    meaning: 'the Helm chart of the Prometheus community with the operator',
    source:
      'https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/templates/exporters/kubelet/servicemonitor.yaml',
    settings: {},
  },
  'kube-prometheus': {
    meaning: 'the jsonnet library and its manifests, which label as the chart does',
    source:
      'https://github.com/prometheus-operator/kube-prometheus/blob/main/manifests/kubernetesControlPlane-serviceMonitorKubelet.yaml',
    settings: {},
  },
  openshift: {
    meaning: "OpenShift's own monitoring, which labels as kube-prometheus does",
    source:
      'https://github.com/openshift/cluster-monitoring-operator/blob/main/assets/control-plane/service-monitor-kubelet.yaml',
    settings: {},
  },
  'victoria-metrics-k8s-stack': {
    meaning:
      'the Helm chart of VictoriaMetrics. It drops the label `id` of cAdvisor, so that cgroups of a node are not seen: leave `node_process_source` at kubelet',
    source: 'https://github.com/VictoriaMetrics/helm-charts/blob/master/charts/victoria-metrics-k8s-stack/values.yaml',
    settings: {},
  },
  'grafana-alloy': {
    meaning:
      "Grafana's Kubernetes Monitoring chart and Grafana Cloud. It keeps only containers of cAdvisor: leave `node_process_source` at kubelet",
    source: 'https://github.com/grafana/alloy-modules/blob/main/modules/kubernetes/core/metrics.alloy',
    settings: {
      cadvisorSelector: 'job="integrations/kubernetes/cadvisor"',
      kubeletSelector: 'job="integrations/kubernetes/kubelet"',
      kubeStateMetricsSelector: 'job="integrations/kubernetes/kube-state-metrics"',
    },
  },
  'prometheus-chart': {
    meaning: 'the Helm chart of the Prometheus community without the operator',
    source: 'https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus/values.yaml',
    settings: {
      // Of a target that is a node, `instance` is the node's name (prometheus.io, kubernetes_sd_config, role node).
      nodeLabel: 'instance',
      cadvisorSelector: 'job="kubernetes-nodes-cadvisor"',
      kubeletSelector: 'job="kubernetes-nodes"',
      kubeStateMetricsSelector: 'job="kubernetes-service-endpoints"',
    },
  },
};
