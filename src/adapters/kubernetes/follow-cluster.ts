import type { DiscoveryListener, ResourceStatus } from '../../app/discovery.ts';
import type { Recogniser } from '../../core/components/recognise.ts';
import { type ClusterObjects, createInventoryBuilder } from '../../core/inventory/build-inventory.ts';
import { objectOf, textOf } from '../../core/inventory/raw-object.ts';
import type { KubernetesApi } from './api.ts';
import { isReadOrRefused } from './followed.ts';
import { createFollower } from './follower.ts';
import { createPodNamespaces } from './pod-namespaces.ts';
import type { ReflectorTimings } from './reflector.ts';
import type { Statistics } from './statistics.ts';
import { createSurvey, type SurveyTimings } from './survey.ts';
import type { WatchedResources } from './watched-resources.ts';

export interface ClusterDeps {
  readonly api: KubernetesApi;
  readonly recogniser: Recogniser;
  readonly resources: WatchedResources;
  /** Only these; `undefined`: wherever catalogued components live. */
  readonly namespaces: readonly string[] | undefined;
  readonly timings: ReflectorTimings;
  readonly surveyTimings: SurveyTimings;
  /** From 0 to 1. */
  readonly random: () => number;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  readonly statistics: Statistics;
}

export interface FollowedCluster {
  readonly status: () => readonly ResourceStatus[];
  /** Resolves when `signal` is aborted and everything is closed. */
  readonly done: () => Promise<void>;
}

/** The control plane's static pods are here, and no workload tells of them. */
const controlPlaneNamespace = 'kube-system';

/** Followed one by one, each costs two connections; were there more, one watch of all would be cheaper for the server. */
const mostNamespaces = 20;

/**
 * Follows nodes, and pods where catalogued components live: in the namespaces of workloads whose template shows one, of
 * the control plane, and where the survey finds one.
 */
export function followCluster(deps: ClusterDeps, listener: DiscoveryListener, signal: AbortSignal): FollowedCluster {
  const { resources, statistics, now } = deps;
  const noSurvey = new AbortController();
  const follower = createFollower({ ...deps, listener, onChange, onProgress: confirm }, signal);
  const pods = createPodNamespaces(resources, follower, now);
  const nodes = follower.follow(resources.nodes);
  const workloads = deps.namespaces ? [] : resources.workloads.map((kind) => follower.follow(kind, onWorkload));
  const survey = createSurvey({
    ...deps,
    pods: resources.pods,
    timings: deps.surveyTimings,
    counts: statistics.of('pods'),
    listener,
    followed: () => pods.current().flatMap(({ namespace }) => namespace ?? []),
    onFound(namespace) {
      pods.add(namespace);
    },
    onComplete() {
      isSurveyed = true;
      onChange();
    },
  });
  /** Rejects when the survey breaks, which is a mistake of ours. */
  const broken = Promise.withResolvers<never>();
  let surveying: Promise<void> | undefined;
  let isSurveyed = deps.namespaces !== undefined;
  let isWide = false;
  let confirmed: number | undefined;
  const inventories = createInventoryBuilder(deps.recogniser);
  const read = () => inventories.build(clusterObjects());

  chooseNamespaces();

  function onChange(): void {
    chooseNamespaces();
    if (isRead() && !isWide && !isSurveyed) {
      surveying ??= survey.run(AbortSignal.any([signal, noSurvey.signal])).catch(broken.reject);
    }
    if (!isComplete()) return;
    listener.onChange(read);
    confirm(); // a refusal may have been the last that was waited for
  }

  function chooseNamespaces(): void {
    const wanted = deps.namespaces ?? [
      controlPlaneNamespace,
      ...workloads.flatMap(({ objects }) => [...(objects()?.values() ?? [])]),
    ];
    // As long as all are not read as one: perhaps that is refused.
    if (!pods.isOfAll()) pods.want(new Set(wanted));
    if (!isWide && deps.namespaces === undefined && pods.current().length > mostNamespaces) {
      isWide = true;
      noSurvey.abort();
      survey.giveUp();
    }
    if (isWide) pods.wantAll();
  }

  /** The template may not show what its pods will run, as webhooks add sidecars. */
  function onWorkload(raw: unknown): void {
    if (isWide) return; // then there is no survey that would look
    const { metadata, status } = objectOf(raw);
    const { namespace, generation } = objectOf(metadata);
    if (generation !== objectOf(status)['observedGeneration']) survey.lookInto(textOf(namespace));
  }

  /** Whether everything has been read that can be, and something of the pods could. */
  function isRead(): boolean {
    return (
      [nodes, ...workloads].every(isReadOrRefused) &&
      pods.isSettled() &&
      pods.current().some(({ pods: { objects } }) => objects() !== undefined)
    );
  }

  /** Where workloads may not be read, only the survey can tell where components live. */
  function isComplete(): boolean {
    return (
      confirmed !== undefined || (isRead() && (isSurveyed || isWide || workloads.every(({ objects }) => objects())))
    );
  }

  function confirm(): void {
    if (!isComplete()) return;
    const heard = follower
      .followed()
      .flatMap(({ state, lastProgress }) => (state() === 'refused' ? [] : (lastProgress() ?? [])));
    const oldest = Math.min(...heard);
    // While one collection fails, news of the others confirm nothing; nor is there news when all are refused, or when one
    // that was refused fails in another way.
    if (heard.length === 0 || (confirmed !== undefined && oldest <= confirmed)) return;
    confirmed = oldest;
    listener.onConfirmed(oldest);
  }

  function clusterObjects(): ClusterObjects {
    const current = pods.current();
    const isAllRead = current.every(({ pods: { objects } }) => objects() !== undefined);
    return {
      nodes: nodes.objects()?.values() ?? [],
      pods: current.flatMap(({ pods: { objects } }) => [...(objects()?.values() ?? [])]),
      replicaSets: current.flatMap(({ replicaSets: { objects } }) => [...(objects()?.values() ?? [])]),
      seesAllPods: deps.namespaces === undefined && (pods.isOfAll() || isSurveyed) && isAllRead,
    };
  }

  function unreadableOf({ resource, unreadable }: ResourceStatus): number {
    if (resource === 'pods' && survey.isFailing()) return unreadable + 1;
    // Whoever may only see some namespaces may not see nodes either, as a rule: that is no alarm.
    if (resource === 'nodes' && deps.namespaces !== undefined && nodes.state() === 'refused') return 0;
    return unreadable;
  }

  return {
    status: () => statistics.status(follower.followed()).map((each) => ({ ...each, unreadable: unreadableOf(each) })),
    async done() {
      try {
        await Promise.race([follower.done(), broken.promise]);
        await surveying;
      } finally {
        await deps.api.close();
      }
    },
  };
}
