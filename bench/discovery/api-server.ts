import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ServerCommand, ServerCounts, ServerFacts } from './api-server/commands.ts';
import { endWithUs } from './child-processes.ts';

/** The synthetic API server, in a process of its own. */
export interface ApiServer extends ServerFacts {
  readonly process: ChildProcess;
  readonly url: string;
  readonly tell: (command: Exclude<ServerCommand, { readonly kind: 'count' }>) => Promise<void>;
  readonly count: () => Promise<ServerCounts>;
}

interface Answer {
  readonly id: number;
  readonly result: unknown;
}

export async function startApiServer(scenario: string): Promise<ApiServer> {
  const child = endWithUs(fork(new URL('./processes/api-server.ts', import.meta.url), [scenario]));
  const [{ result: facts }] = (await once(child, 'message')) as [{ readonly result: ServerFacts }];
  const waiting = new Map<number, (result: unknown) => void>();
  let last = 0;
  child.on('message', ({ id, result }: Answer) => {
    waiting.get(id)?.(result);
    waiting.delete(id);
  });

  function ask(command: ServerCommand): Promise<unknown> {
    const id = ++last;
    return new Promise((resolve, reject) => {
      waiting.set(id, resolve);
      child.send({ id, command }, (error) => error && reject(error));
    });
  }

  return {
    ...facts,
    process: child,
    url: `http://127.0.0.1:${facts.port}`,
    tell: async (command) => void (await ask(command)),
    count: async () => (await ask({ kind: 'count' })) as ServerCounts,
  };
}
