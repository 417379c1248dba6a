import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiServer } from './api-server.ts';
import { type ChangeLatency, measureChanges, measureLastChange } from './changes.ts';
import type { Exporter } from './exporter.ts';
import { middleOf } from './middle.ts';

/** What is measured of an exporter that knows its cluster. In milliseconds unless the name says otherwise. */
export interface InService {
  readonly scrape: number;
  readonly expositionBytes: number;
  readonly change: ChangeLatency;
  /** Of one core, from 0 to 1. */
  readonly shareElsewhere: number;
  readonly shareInTracked: number;
  readonly eventsPerSecond: { readonly elsewhere: number; readonly inTracked: number };
  readonly recoverySeconds: number;
  /** From prom-client, over all of this. */
  readonly longestLag: number;
  readonly residentBytes: number;
}

export interface InServiceOptions {
  /** How long the API server is away. */
  readonly absenceSeconds: number;
  /** How long each load lasts. */
  readonly steadySeconds: number;
}

/** Pod events a second: of a busy cluster where the catalog knows nothing, and what may come where it does. */
const elsewhere = 200;
const inTracked = 20;

const scrapes = 9;

export async function measureInService(
  exporter: Exporter,
  server: ApiServer,
  { absenceSeconds, steadySeconds }: InServiceOptions,
): Promise<InService> {
  const answers = [];
  for (let round = 0; round < scrapes; round++) answers.push(await exporter.get('/metrics'));
  const lags = [lagOf(answers[0]?.body)];
  const setImage = (image: string) => server.tell({ kind: 'change', workload: 'calico-node', image });
  const change = await measureChanges(exporter, setImage);
  await server.tell({ kind: 'heartbeats', on: true });
  const shareElsewhere = await shareUnder(exporter, server, {
    where: 'elsewhere',
    perSecond: elsewhere,
    steadySeconds,
  });
  const shareInTracked = await shareUnder(exporter, server, { where: 'tracked', perSecond: inTracked, steadySeconds });
  await server.tell({ kind: 'heartbeats', on: false });
  lags.push(lagOf((await exporter.get('/metrics')).body));

  await server.tell({ kind: 'leave' });
  await sleep(absenceSeconds * 1000);
  await server.tell({ kind: 'return' });
  const recovery = await measureLastChange(exporter, setImage);
  lags.push(lagOf((await exporter.get('/metrics')).body));
  return {
    scrape: middleOf(answers.map(({ milliseconds }) => milliseconds)),
    expositionBytes: answers[0]?.body.length ?? 0,
    change,
    shareElsewhere,
    shareInTracked,
    eventsPerSecond: { elsewhere, inTracked },
    recoverySeconds: recovery / 1000,
    longestLag: Math.max(...lags),
    residentBytes: exporter.usage().residentBytes,
  };
}

interface Load {
  readonly where: 'elsewhere' | 'tracked';
  readonly perSecond: number;
  readonly steadySeconds: number;
}

/** CPU time over time, without a single request of ours meanwhile. */
async function shareUnder(
  exporter: Exporter,
  server: ApiServer,
  { where, perSecond, steadySeconds }: Load,
): Promise<number> {
  await server.tell({ kind: 'churn', where, perSecond });
  await sleep(2_000); // until the load is even
  const before = exporter.usage().cpuSeconds;
  await sleep(steadySeconds * 1000);
  const share = (exporter.usage().cpuSeconds - before) / steadySeconds;
  await server.tell({ kind: 'churn', where, perSecond: 0 });
  return share;
}

/** The longest stall that the exporter itself saw since the last scrape, in milliseconds. */
function lagOf(exposition: Buffer | undefined): number {
  return (
    1000 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(exposition?.toString() ?? '')?.[1] ?? Number.NaN)
  );
}
