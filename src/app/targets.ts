import { grafanaTarget } from '../core/dashboards/grafana-target.ts';
import { alertmanagerTarget } from '../core/rules/targets/alertmanager.ts';
import { mimirTarget } from '../core/rules/targets/mimir.ts';
import { prometheusTarget } from '../core/rules/targets/prometheus.ts';
import { prometheusOperatorTarget } from '../core/rules/targets/prometheus-operator.ts';
import { prometheusOperatorAlertmanagerTarget } from '../core/rules/targets/prometheus-operator-alertmanager.ts';
import type { Target } from '../core/rules/targets/target.ts';
import type { TargetName } from '../core/rules/targets/target-name.ts';
import { thanosTarget } from '../core/rules/targets/thanos.ts';
import { victoriaMetricsTarget } from '../core/rules/targets/victoria-metrics.ts';

/** Every form that `plimsoll generate` writes. */
export const targets: Readonly<Record<TargetName, Target>> = {
  prometheus: prometheusTarget,
  'prometheus-operator': prometheusOperatorTarget,
  'victoria-metrics': victoriaMetricsTarget,
  mimir: mimirTarget,
  thanos: thanosTarget,
  alertmanager: alertmanagerTarget,
  'prometheus-operator-alertmanager': prometheusOperatorAlertmanagerTarget,
  grafana: grafanaTarget,
};

/** Folders that hold nothing but files of the generator, whichever targets it was last told to write. */
export const targetFolders: readonly string[] = Object.values(targets).flatMap(({ folders }) => folders);
