import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Test } from 'tap';
import { findTool } from '../tools.ts';
import { fetchText } from './fetch-text.ts';
import { startProgram, whileRuns } from './program.ts';

/** Starts an Alertmanager that sends each alert by itself and without delay, and gives its `host:port`. */
export async function startAlertmanager(t: Test, folder: string, port: number, receiverUrl: string): Promise<string> {
  const address = `127.0.0.1:${port}`;
  const configFile = join(folder, 'alertmanager.yml');
  await writeFile(configFile, JSON.stringify(configuration(receiverUrl))); // JSON is YAML
  const program = startProgram(t, 'Alertmanager', findTool('alertmanager') ?? 'alertmanager', [
    `--config.file=${configFile}`,
    `--storage.path=${join(folder, 'alertmanager')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
  ]);
  await whileRuns(program, 'is ready', () => fetchText(`http://${address}/-/ready`));
  return address;
}

function configuration(receiverUrl: string): object {
  return {
    route: {
      receiver: 'test',
      group_by: ['...'],
      group_wait: '1s',
      group_interval: '1s',
      repeat_interval: '2s',
    },
    receivers: [{ name: 'test', webhook_configs: [{ url: receiverUrl, send_resolved: true }] }],
  };
}
