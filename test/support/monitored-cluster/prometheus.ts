import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Test } from 'tap';
import { findTool } from '../tools.ts';
import { fetchText } from './fetch-text.ts';
import { startProgram, whileRuns } from './program.ts';

export interface PrometheusInput {
  readonly folder: string;
  readonly port: number;
  readonly ruleFolder: string;
  /** `host:port` of what it talks to. */
  readonly plimsoll: string;
  readonly kubelets: string;
  readonly alertmanager: string;
  readonly nodes: readonly string[];
}

/** Prometheus' HTTP API. */
export interface Prometheus {
  /** The series of an instant query. */
  readonly query: (expression: string) => Promise<readonly Series[]>;
  readonly rules: () => Promise<readonly RuleState[]>;
  readonly targets: () => Promise<readonly TargetState[]>;
}

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

export interface RuleState {
  readonly name: string;
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
}

export interface TargetState {
  readonly scrapeUrl: string;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
}

/** Starts a Prometheus that scrapes and evaluates every second, with the labels of kube-prometheus-stack. */
export async function startPrometheus(t: Test, input: PrometheusInput): Promise<Prometheus> {
  const { folder, port } = input;
  const configFile = join(folder, 'prometheus.yml');
  await writeFile(configFile, JSON.stringify(configuration(input))); // JSON is YAML
  const program = startProgram(t, 'Prometheus', findTool('prometheus') ?? 'prometheus', [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    // An alert's text changes while it fires; by default Alertmanager would hear of that after a minute.
    '--rules.alert.resend-delay=2s',
  ]);
  const url = `http://127.0.0.1:${port}`;
  await whileRuns(program, 'is ready', () => fetchText(`${url}/-/ready`));

  async function get<Data>(path: string): Promise<Data> {
    const response = await fetch(`${url}/api/v1/${path}`);
    const body = (await response.json()) as { readonly data: Data; readonly error?: string }; // as its API is documented
    if (!response.ok) throw new Error(`Prometheus refuses ${path}: ${body.error}`);
    return body.data;
  }

  return {
    async query(expression) {
      const parameters = new URLSearchParams({ query: expression });
      return (await get<{ readonly result: readonly Series[] }>(`query?${parameters}`)).result;
    },
    async rules() {
      const { groups } = await get<{ readonly groups: readonly { readonly rules: readonly RuleState[] }[] }>('rules');
      return groups.flatMap(({ rules }) => rules);
    },
    async targets() {
      return (await get<{ readonly activeTargets: readonly TargetState[] }>('targets')).activeTargets;
    },
  };
}

function configuration({ port, ruleFolder, plimsoll, kubelets, alertmanager, nodes }: PrometheusInput): object {
  return {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [join(ruleFolder, '*.yaml')],
    scrape_configs: [
      { job_name: 'plimsoll', honor_labels: true, static_configs: [{ targets: [plimsoll] }] },
      {
        job_name: 'kubelet',
        honor_labels: true,
        static_configs: nodes.flatMap((node, index) =>
          ['/metrics', '/metrics/cadvisor'].map((path) => ({
            targets: [kubelets],
            labels: { __metrics_path__: `/nodes/${node}${path}`, node, instance: `10.0.0.${index + 1}:10250` },
          })),
        ),
        relabel_configs: [
          { source_labels: ['__metrics_path__'], regex: '/nodes/[^/]+(/.*)', target_label: 'metrics_path' },
        ],
      },
      { job_name: 'prometheus', static_configs: [{ targets: [`127.0.0.1:${port}`] }] },
    ],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
  };
}
