import type { WantedFacts } from '../catalog/catalog.ts';
import type { Recogniser } from '../components/recognise.ts';
import type { Workload } from './inventory.ts';
import { cutTrackedPod, type PodContainer, type PodObject } from './kubernetes-objects.ts';

/** More different values than this are not of one cluster at one time; then sharing begins anew. */
const mostShared = 20_000;

/**
 * Cuts the pods of one cluster that run something catalogued, `undefined` for any other. What pods have in common is kept
 * once: those of a workload differ in their name and node, and each would otherwise hold its own copy of all the rest.
 */
export function createPodCutter(wanted: WantedFacts, recogniser: Recogniser): (raw: unknown) => PodObject | undefined {
  const shareText = createSharing<string>((text) => text);
  const shareController = createSharing<Workload>(({ kind, name }) => `${kind}/${name}`);
  const shareContainers = createSharing<readonly PodContainer[]>((containers) => JSON.stringify(containers.map(keyOf)));
  return (raw) => {
    const pod = cutTrackedPod(raw, wanted, recogniser);
    return (
      pod && {
        ...pod,
        namespace: shareText(pod.namespace),
        nodeName: shareText(pod.nodeName),
        phase: shareText(pod.phase),
        controller: pod.controller && shareController(pod.controller),
        containers: shareContainers(pod.containers),
      }
    );
  };
}

/** Everything of the container, as what JSON can write. Most have neither variables nor flags that are wanted. */
function keyOf({ name, image, reported, reportedVersion, environment, flags }: PodContainer): readonly unknown[] {
  const { values, mayHaveMore } = environment;
  const lists = [values.size > 0 && [...values], flags && flags.size > 0 && [...flags]];
  return [name, image, reported, reportedVersion, mayHaveMore, ...lists];
}

/** Gives the value with the same key that was seen first. */
function createSharing<Value>(keyOf: (value: Value) => string): (value: Value) => Value {
  const known = new Map<string, Value>();
  return (value) => {
    const key = keyOf(value);
    const same = known.get(key);
    if (same !== undefined) return same;
    if (known.size >= mostShared) known.clear();
    known.set(key, value);
    return value;
  };
}
