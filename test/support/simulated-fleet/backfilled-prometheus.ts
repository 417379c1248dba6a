import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Test } from 'tap';
import { fetchText } from '../monitored-cluster/fetch-text.ts';
import { findFreePorts } from '../monitored-cluster/free-ports.ts';
import { startProgram, whileRuns } from '../monitored-cluster/program.ts';
import { promtool } from '../promtool.ts';
import { findTool } from '../tools.ts';
import type { StorySeries } from './story-series.ts';

/** A Prometheus that holds series and scrapes nothing. Moments are unix seconds. */
export interface BackfilledPrometheus {
  readonly query: (expression: string, at: number) => Promise<readonly VectorSeries[]>;
  readonly queryRange: (expression: string, range: TimeRange) => Promise<readonly MatrixSeries[]>;
}

export interface TimeRange {
  readonly start: number;
  readonly end: number;
  /** In seconds. */
  readonly step: number;
}

export type Labels = Readonly<Record<string, string>>;

export interface VectorSeries {
  readonly metric: Labels;
  readonly value: readonly [at: number, value: string];
}

export interface MatrixSeries {
  readonly metric: Labels;
  readonly values: readonly (readonly [at: number, value: string])[];
}

/** Starts it with the series of a story that begins at `beginning`; it ends with the test. */
export async function startBackfilledPrometheus(
  t: Pick<Test, 'teardown'>,
  folder: string,
  series: readonly StorySeries[],
  beginning: number,
): Promise<BackfilledPrometheus> {
  const samples = join(folder, 'samples.txt');
  const storage = join(folder, 'prometheus');
  const config = join(folder, 'prometheus.yml');
  await mkdir(storage);
  await Promise.all([writeFile(samples, openMetrics(series, beginning)), writeFile(config, '{}')]);
  const backfilled = await promtool(['tsdb', 'create-blocks-from', 'openmetrics', samples, storage]);
  if (backfilled.code !== 0) throw new Error(backfilled.output);

  const [port = 0] = await findFreePorts(1);
  const program = startProgram(t, 'Prometheus', findTool('prometheus') ?? 'prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${storage}`,
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  const url = `http://127.0.0.1:${port}`;
  await whileRuns(program, 'is ready', () => fetchText(`${url}/-/ready`));

  async function ask<Found>(path: string, parameters: Readonly<Record<string, string>>): Promise<Found> {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    // As its API is documented.
    const body = (await response.json()) as { readonly data: { readonly result: Found }; readonly error?: string };
    if (!response.ok) throw new Error(`${body.error} in ${parameters['query']}`);
    return body.data.result;
  }
  return {
    query: (query, at) => ask('query', { query, time: String(at) }),
    queryRange: (query, { start, end, step }) =>
      ask('query_range', { query, start: String(start), end: String(end), step: String(step) }),
  };
}

/** Values that are moments: the story counts them from its beginning. */
const moments = /^(?:ALERTS_FOR_STATE|plimsoll_discovery_last_\w+)$/;

function openMetrics(all: readonly StorySeries[], beginning: number): string {
  const lines = all.flatMap(({ labels: { __name__: name = '', ...labels }, values }) => {
    const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    const shift = moments.test(name) ? beginning : 0;
    return [...values].map(([minute, value]) => `${name}{${pairs.join()}} ${value + shift} ${beginning + minute * 60}`);
  });
  return `${lines.join('\n')}\n# EOF\n`;
}
