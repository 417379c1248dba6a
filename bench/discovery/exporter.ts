import { type ChildProcess, spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endWithUs, stop } from './child-processes.ts';
import { type Answer, fetchOver } from './fetch-over.ts';
import { type Usage, usageOf } from './usage.ts';

export interface ExporterOptions {
  /** What Node.js runs: `src/main.ts`. */
  readonly program: string;
  readonly nodeOptions: readonly string[];
  readonly kubeconfig: string;
  readonly context: string | undefined;
}

/** A running `plimsoll serve`. */
export interface Exporter {
  readonly url: string;
  /** By `performance.now()`. */
  readonly startedAt: number;
  readonly get: (path: string) => Promise<Answer>;
  readonly usage: () => Usage;
  /** Of what it read before it listened: its own program and catalog. */
  readonly readBeforeListening: number;
  readonly stop: () => Promise<void>;
}

export const packageFolder = fileURLToPath(new URL('../..', import.meta.url));

/** Resolves as soon as the process listens, long before it knows the cluster. */
export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { program, nodeOptions, kubeconfig, context } = options;
  const args = ['serve', '--listen', '127.0.0.1:0', '--kubeconfig', kubeconfig];
  const startedAt = performance.now();
  const child = endWithUs(
    spawn(
      process.execPath,
      [...nodeOptions, program, ...args, ...(context === undefined ? [] : ['--context', context])],
      {
        cwd: packageFolder,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    ),
  );
  const url = await listeningUrl(child);
  const pid = child.pid ?? 0;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    url,
    startedAt,
    get: (path) => fetchOver(agent, `${url}${path}`),
    usage: () => usageOf(pid),
    readBeforeListening: usageOf(pid).readBytes,
    async stop() {
      agent.destroy();
      await stop(child);
    },
  };
}

/** From its log; the log is read on, or the process would wait for its reader. */
function listeningUrl(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('the log of plimsoll serve is not piped');
  const lines = createInterface({ input: child.stderr });
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`plimsoll serve ended with exit code ${code}:\n${said.join('\n')}`)));
    lines.on('line', (text) => {
      if (said.length < 20) said.push(text);
      const url = /"url":"(?<url>[^"]+)"/.exec(text)?.groups?.['url'];
      if (url !== undefined) resolve(url);
    });
  });
}
