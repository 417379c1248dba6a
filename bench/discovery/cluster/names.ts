import { mix, suffix } from './seeded.ts';
import type { Workload } from './workloads.ts';

/** ReplicaSets of a Deployment: one for each of its last revisions. */
export const historyLength = 3;

/** The same for the workload wherever it is named. */
export function seedOf({ namespace, name }: Pick<Workload, 'namespace' | 'name'>): number {
  let seed = 7;
  for (const letter of `${namespace}/${name}`) seed = mix(seed + letter.charCodeAt(0));
  return seed;
}

export function replicaSetHash(workload: Workload, revision = historyLength - 1): string {
  return suffix(seedOf(workload) + revision, 10);
}
