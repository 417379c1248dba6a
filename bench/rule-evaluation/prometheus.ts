import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { endWithUs, stop } from '../discovery/child-processes.ts';
import { eventually } from '../discovery/eventually.ts';

export interface Prometheus {
  readonly url: string;
  readonly pid: number;
  /** Takes another configuration, without a restart. */
  readonly configure: (config: object) => Promise<void>;
  /** Its metrics about itself: `name{labels}` and the value. */
  readonly ownMetrics: () => Promise<ReadonlyMap<string, number>>;
  readonly stop: () => Promise<void>;
}

/** A Prometheus of its own on loopback, whose data is in `folder`. It ends with this process. */
export async function startPrometheus(program: string, folder: string): Promise<Prometheus> {
  const config = join(folder, 'prometheus.yml');
  const configure = (value: object) => writeFile(config, JSON.stringify(value)); // JSON is YAML
  await configure({});
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = endWithUs(
    spawn(
      program,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${url.slice('http://'.length)}`,
        '--web.enable-lifecycle',
        '--web.enable-remote-write-receiver',
        '--log.level=warn',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    ),
  );
  const ready = async () => ((await fetch(`${url}/-/ready`).catch(() => undefined))?.ok ? true : undefined);
  await eventually('Prometheus is ready', ready, { interval: 100, limit: 60_000 });
  return {
    url,
    pid: child.pid ?? 0,
    async configure(value) {
      await configure(value);
      const response = await fetch(`${url}/-/reload`, { method: 'POST' });
      if (!response.ok) throw new Error(`Prometheus refuses its configuration: ${await response.text()}`);
    },
    async ownMetrics() {
      const text = await (await fetch(`${url}/metrics`)).text();
      return new Map(
        text
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('#'))
          .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
      );
    },
    stop: () => stop(child),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
