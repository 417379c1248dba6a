import { setTimeout as sleep } from 'node:timers/promises';
import { middleOf } from '../discovery/middle.ts';
import type { Prometheus } from './prometheus.ts';

/** What a set of rules costs, for one evaluation of all of them. */
export interface RuleCost {
  readonly groups: readonly GroupCost[];
  /** Sum over the groups. */
  readonly seconds: number;
  /** CPU of the whole Prometheus for each interval. */
  readonly cpuSeconds: number;
  readonly samplesMade: number;
  readonly failures: number;
  readonly missed: number;
  readonly residentBytes: number;
  readonly headSeries: number;
}

export interface GroupCost {
  readonly name: string;
  readonly seconds: number;
  readonly samplesMade: number;
}

/** Watches for so many intervals, which begin once every group has been evaluated twice. */
export async function measureRules(prometheus: Prometheus, interval: number, rounds: number): Promise<RuleCost> {
  await sleep(2 * interval * 1000);
  const before = await prometheus.ownMetrics();
  const snapshots: ReadonlyMap<string, number>[] = [];
  for (let round = 0; round < rounds; round++) {
    await sleep(interval * 1000);
    snapshots.push(await prometheus.ownMetrics());
  }
  const after = snapshots.at(-1) ?? before;
  const perInterval = (name: string) => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) / rounds;
  const groups = [...labelled(after, 'prometheus_rule_group_last_duration_seconds')].map(([labels]) => ({
    name: /;(?<group>[^"]*)"/.exec(labels)?.groups?.['group'] ?? labels,
    seconds: middleOf(snapshots.map((one) => one.get(`prometheus_rule_group_last_duration_seconds${labels}`) ?? 0)),
    samplesMade: after.get(`prometheus_rule_group_last_evaluation_samples${labels}`) ?? 0,
  }));
  const grown = (name: string) =>
    [...labelled(after, name)].reduce((sum, [labels, value]) => sum + value - (before.get(name + labels) ?? 0), 0);
  return {
    groups: groups.sort((a, b) => b.seconds - a.seconds),
    seconds: groups.reduce((sum, { seconds }) => sum + seconds, 0),
    cpuSeconds: perInterval('process_cpu_seconds_total'),
    samplesMade: groups.reduce((sum, { samplesMade }) => sum + samplesMade, 0),
    failures: grown('prometheus_rule_evaluation_failures_total'),
    missed: grown('prometheus_rule_group_iterations_missed_total'),
    residentBytes: after.get('process_resident_memory_bytes') ?? 0,
    headSeries: after.get('prometheus_tsdb_head_series') ?? 0,
  };
}

function* labelled(metrics: ReadonlyMap<string, number>, name: string): Iterable<[labels: string, value: number]> {
  for (const [key, value] of metrics) if (key.startsWith(`${name}{`)) yield [key.slice(name.length), value];
}
