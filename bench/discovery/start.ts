import { eventually } from './eventually.ts';
import { type Exporter, type ExporterOptions, startExporter } from './exporter.ts';
import { middleOf } from './middle.ts';
import { watchStalls } from './stalls.ts';

/** How a start went, at the moment when discovery was complete. */
export interface Start {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly peakResidentBytes: number;
  /** That it read over its connections since it listened, with the few requests of this benchmark. */
  readonly readBytes: number;
  readonly series: number;
}

export interface Started {
  readonly exporter: Exporter;
  readonly start: Start;
}

export interface StartedUnderProbe extends Started {
  /** Longest answer to a request that does nothing, in milliseconds. */
  readonly longestStall: number;
}

const series = Buffer.from('\nplimsoll_component_info{');
/** A start that takes longer has failed. In milliseconds. */
const limit = 300_000;
/** Without a number to expect, discovery is complete when nothing came in for so long. In milliseconds. */
const quiet = 10_000;

/** Starts the exporter and waits until it serves `expected` containers, or with `undefined` until their number stands still. */
export async function startAndComplete(options: ExporterOptions, expected: number | undefined): Promise<Started> {
  const exporter = await startExporter(options);
  return { exporter, start: await completion(exporter, expected) };
}

/** The same with a request every few milliseconds, which costs time of its own. */
export async function startUnderProbe(options: ExporterOptions, expected: number): Promise<StartedUnderProbe> {
  const exporter = await startExporter(options);
  const stalls = watchStalls(exporter.url);
  const start = await completion(exporter, expected);
  return { exporter, start, longestStall: await stalls.stop() };
}

async function completion(exporter: Exporter, expected: number | undefined): Promise<Start> {
  const until = { interval: 10, limit };
  await eventually('ready', async () => ((await exporter.get('/-/ready')).status === 200 ? true : undefined), until);
  let newest = await look(exporter);
  let changedAt = performance.now();
  await eventually(
    `${expected ?? 'all'} containers in /metrics`,
    async () => {
      if (newest.series === expected) return true;
      if (expected === undefined && performance.now() - changedAt > quiet) return true;
      const seen = await look(exporter);
      if (seen.series !== newest.series) {
        newest = seen;
        changedAt = performance.now();
      }
      return newest.series === expected ? true : undefined;
    },
    { interval: 100, limit },
  );
  return newest;
}

async function look(exporter: Exporter): Promise<Start> {
  const { cpuSeconds, residentBytes, peakResidentBytes, readBytes } = exporter.usage();
  const seconds = (performance.now() - exporter.startedAt) / 1000;
  const { body } = await exporter.get('/metrics');
  return {
    seconds,
    cpuSeconds,
    residentBytes,
    peakResidentBytes,
    readBytes: readBytes - exporter.readBeforeListening,
    series: count(body, series),
  };
}

function count(text: Buffer, wanted: Buffer): number {
  let found = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) found++;
  return found;
}

/** The median of each figure. */
export function middleStart(starts: readonly Start[]): Start {
  const middle = (field: keyof Start) => middleOf(starts.map((start) => start[field]));
  return {
    seconds: middle('seconds'),
    cpuSeconds: middle('cpuSeconds'),
    residentBytes: middle('residentBytes'),
    peakResidentBytes: middle('peakResidentBytes'),
    readBytes: middle('readBytes'),
    series: middle('series'),
  };
}
