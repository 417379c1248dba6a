import fastify, { type FastifyInstance } from 'fastify';
import type { DiscoveryFailure } from '../../app/discovery.ts';
import type { Published } from '../../app/exporter.ts';
import { describeFailures } from '../../app/open-failures.ts';
import { landingPage } from './landing-page.ts';

export interface ServerDeps {
  readonly version: string;
  readonly current: () => Published | undefined;
  /** What cannot be read at the moment. */
  readonly failures: () => readonly DiscoveryFailure[];
  readonly ownMetrics: () => Promise<string>;
}

const textFormat = 'text/plain; version=0.0.4; charset=utf-8';

/** Routes only: the caller listens, and tests inject. */
export function buildServer({ version, current, failures, ownMetrics }: ServerDeps): FastifyInstance {
  const server = fastify({ forceCloseConnections: true });

  server.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(landingPage(version)));

  server.get('/-/healthy', () => 'Plimsoll is healthy.\n');

  server.get('/-/ready', (_request, reply) => {
    if (current()) return reply.send('Plimsoll is ready.\n');
    const why = failures().length === 0 ? '.' : `: ${describeFailures(failures())}`;
    return reply.code(503).send(`Not ready: the first discovery is not complete${why}\n`);
  });

  // Served from the start, so that a discovery that never completes can be seen and alerted on.
  server.get('/metrics', async (_request, reply) => {
    const own = new TextEncoder().encode(await ownMetrics());
    return reply.type(textFormat).send(Buffer.concat([...(current()?.exposition ?? []), own]));
  });

  return server;
}
