import type { WantedFacts } from '../catalog/catalog.ts';
import type { Component } from '../components/component.ts';
import type { Recogniser } from '../components/recognise.ts';
import { type ReportedImage, readReportedImage } from '../components/reported-image.ts';
import type { KeyValues, Workload } from '../inventory/inventory.ts';
import type { PodContainer, PodObject, ReplicaSetObject } from '../inventory/kubernetes-objects.ts';
import { compareText } from '../text/compare-text.ts';
import { readKeyValues } from './label-names.ts';
import { createNewest } from './newest.ts';
import type { Sample } from './query-answer.ts';
import { objectKey, ownLabel } from './series-labels.ts';

/** What the series of one cluster say of its pods, as far as they run something catalogued. */
export interface PodSeries {
  readonly addContainer: (sample: Sample) => void;
  readonly addPod: (sample: Sample) => void;
  readonly addCreated: (sample: Sample) => void;
  readonly addPhase: (sample: Sample) => void;
  readonly addLabels: (sample: Sample) => void;
  readonly addAnnotations: (sample: Sample) => void;
  readonly addReplicaSet: (sample: Sample) => void;
  /** Components with a metric that tells their version, of which some container's image tells none. */
  readonly unresolved: () => readonly Component[];
  /** One series of a component's version metric. */
  readonly addVersion: (component: Component, sample: Sample) => void;
  readonly buildPods: () => readonly PodObject[];
  readonly buildReplicaSets: () => readonly ReplicaSetObject[];
}

interface SeenPod {
  readonly nodeName: string;
  readonly controller: Workload | undefined;
}

interface SeenContainer {
  readonly name: string;
  readonly image: string;
  readonly reported: ReportedImage | undefined;
  readonly component: Component;
  readonly hasVersion: boolean;
}

export function createPodSeries(recogniser: Recogniser, wanted: WantedFacts): PodSeries {
  /** By pod and uid; then by container. */
  const containers = new Map<string, ReturnType<typeof createNewest<SeenContainer>>>();
  /** By pod, then by uid. */
  const pods = new Map<string, ReturnType<typeof createNewest<SeenPod>>>();
  const seenAt = new Map<string, number>();
  const created = new Map<string, number>();
  const phases = new Map<string, string>();
  const labels = createNewest<KeyValues>(textOf);
  const annotations = createNewest<KeyValues>(textOf);
  const replicaSets = createNewest<Workload | undefined>((owner) => JSON.stringify(owner ?? null));
  const versions = createVersions();

  /** The pod created last counts; else the one that was seen last. */
  function currentUid(pod: string, uids: readonly string[]): string {
    const [newest = ''] = [...uids].sort((a, b) => {
      const [one, other] = [`${pod}/${a}`, `${pod}/${b}`];
      return (
        (created.get(other) ?? 0) - (created.get(one) ?? 0) ||
        (seenAt.get(other) ?? 0) - (seenAt.get(one) ?? 0) ||
        compareText(b, a)
      );
    });
    return newest;
  }

  function buildPod(key: string): readonly PodObject[] {
    const uids = pods.get(key);
    const uid = currentUid(
      key,
      [...(uids?.entries() ?? [])].map(([own]) => own),
    );
    const pod = uids?.get(uid);
    const running = containers.get(`${key}/${uid}`);
    if (!pod || !running) return [];
    const [namespace = '', name = ''] = key.split('/');
    const identity = `${key}/${uid}`;
    return [
      {
        namespace,
        name,
        ...pod,
        phase: phases.get(identity) ?? '',
        labels: labels.get(identity) ?? readKeyValues(undefined, 'label', wanted.podLabels),
        annotations: annotations.get(identity) ?? readKeyValues(undefined, 'annotation', wanted.podAnnotations),
        containers: [...running.entries()].map(([, container]) => containerOf(key, container)),
      },
    ];
  }

  function containerOf(pod: string, { name, image, reported, component }: SeenContainer): PodContainer {
    return {
      name,
      image,
      reported,
      // No series tells of these, which is not the same as that there are none.
      environment: { values: new Map(), mayHaveMore: true },
      flags: undefined,
      reportedVersion: versions.get(component, pod, name),
    };
  }

  return {
    addContainer({ labels: said, value }) {
      const name = ownLabel(said, 'container');
      const image = said['image_spec'] || said['image'] || '';
      const told = readReportedImage(image, said['image'] ?? '', said['image_id'] ?? '');
      const recognised = recogniser.recogniseContainer(image, name, told);
      if (!recognised) return;
      const { component, version, reported } = recognised;
      const key = identityOf(said);
      const ofPod =
        containers.get(key) ?? createNewest<SeenContainer>(({ image, reported }) => JSON.stringify([image, reported]));
      containers.set(key, ofPod);
      ofPod.add(name, { name, image, reported, component, hasVersion: version.ok }, value);
    },
    addPod({ labels: said, value }) {
      const key = objectKey(said, 'pod');
      const uids = pods.get(key) ?? createNewest<SeenPod>((pod) => JSON.stringify(pod));
      pods.set(key, uids);
      uids.add(said['uid'] ?? '', { nodeName: ownLabel(said, 'node'), controller: creatorOf(said) }, value);
      const identity = identityOf(said);
      seenAt.set(identity, Math.max(value, seenAt.get(identity) ?? 0));
    },
    addCreated({ labels: said, value }) {
      const key = identityOf(said);
      created.set(key, Math.max(value, created.get(key) ?? 0));
    },
    addPhase({ labels: said }) {
      const key = identityOf(said);
      const phase = said['phase'] ?? '';
      // Of two replicas of kube-state-metrics one may lag behind, and a pod that has ended does not run again.
      if (!hasEnded(phases.get(key))) phases.set(key, phase);
    },
    addLabels({ labels: said, value }) {
      labels.add(identityOf(said), readKeyValues(said, 'label', wanted.podLabels), value);
    },
    addAnnotations({ labels: said, value }) {
      annotations.add(identityOf(said), readKeyValues(said, 'annotation', wanted.podAnnotations), value);
    },
    addReplicaSet({ labels: said, value }) {
      const { owner_kind: kind, owner_name: name } = said;
      const controller = said['owner_is_controller'] === 'true' && kind && name ? { kind, name } : undefined;
      replicaSets.add(objectKey(said, 'replicaset'), controller, value);
    },
    unresolved() {
      const all = [...containers.values()].flatMap((ofPod) => [...ofPod.entries()].map(([, container]) => container));
      return [...new Set(all.flatMap(({ component, hasVersion }) => (hasVersion ? [] : [component])))].filter(
        ({ runs }) => runs.as === 'container' && runs.versionMetric !== undefined,
      );
    },
    addVersion: versions.add,
    buildPods: () => [...pods.keys()].flatMap(buildPod),
    buildReplicaSets: () =>
      [...replicaSets.entries()].map(([key, controller]) => {
        const [namespace = '', name = ''] = key.split('/');
        return { namespace, name, controller };
      }),
  };
}

/** Of one name there may be two pods, one after the other. Older versions of kube-state-metrics have no uid. */
function identityOf(labels: Sample['labels']): string {
  return `${objectKey(labels, 'pod')}/${labels['uid'] ?? ''}`;
}

/** `<none>` is how kube-state-metrics writes that nobody did. */
function creatorOf({ created_by_kind: kind, created_by_name: name }: Sample['labels']): Workload | undefined {
  return kind && name && kind !== '<none>' ? { kind, name } : undefined;
}

function hasEnded(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function textOf(values: KeyValues): string {
  return JSON.stringify([...values]);
}

interface Versions {
  readonly add: (component: Component, sample: Sample) => void;
  readonly get: (component: Component, pod: string, container: string) => string | undefined;
}

/** Which version the pods' own metrics tell. Two that contradict each other tell nothing. */
function createVersions(): Versions {
  const texts = new Map<string, Set<string>>();
  return {
    add(component, { labels }) {
      const { runs } = component;
      const text = runs.as === 'container' && runs.versionMetric ? labels[runs.versionMetric.label] : undefined;
      if (!text) return;
      // The labels of the target, which is the program itself; a target of a service may not name the container.
      const key = [component.id, labels['namespace'], labels['pod'], labels['container'] ?? ''].join('/');
      texts.set(key, (texts.get(key) ?? new Set()).add(text));
    },
    get(component, pod, container) {
      const found = texts.get(`${component.id}/${pod}/${container}`) ?? texts.get(`${component.id}/${pod}/`);
      const [text, ...others] = found ?? [];
      return others.length === 0 ? text : undefined;
    },
  };
}
