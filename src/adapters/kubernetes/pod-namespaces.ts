import type { PodObject, ReplicaSetObject } from '../../core/inventory/kubernetes-objects.ts';
import { type Followed, isReadOrRefused } from './followed.ts';
import type { Follower } from './follower.ts';
import type { WatchedResources } from './watched-resources.ts';

/** The pods of a namespace, or of all, and the ReplicaSets that own some of them. */
export interface FollowedPods {
  readonly namespace: string | undefined;
  readonly pods: Followed<PodObject>;
  readonly replicaSets: Followed<ReplicaSetObject>;
}

export interface PodNamespaces {
  /** Follows this one from now on. */
  readonly add: (namespace: string) => void;
  /** Follows these, and lets go of the others once nothing tracked has run in them for a while. */
  readonly want: (namespaces: ReadonlySet<string>) => void;
  /** Follows all namespaces as one from now on. */
  readonly wantAll: () => void;
  /** Those whose pods make up the inventory. */
  readonly current: () => readonly FollowedPods[];
  /** Whether these are all pods that there are. */
  readonly isOfAll: () => boolean;
  /** Whether all that is wanted has been read, or is refused. */
  readonly isSettled: () => boolean;
}

/** Milliseconds. A pod that nothing but itself tells of may be replaced: its namespace is not dropped in the meantime. */
const idleLimit = 10 * 60_000;

export function createPodNamespaces(
  { pods, replicaSets }: Pick<WatchedResources, 'pods' | 'replicaSets'>,
  follower: Follower,
  now: () => number,
): PodNamespaces {
  const single = new Map<string, FollowedPods>();
  /** Since when nothing tracked runs in a namespace that is no longer wanted. */
  const idleSince = new Map<string, number>();
  let all: FollowedPods | undefined;

  function follow(namespace: string | undefined): FollowedPods {
    return {
      namespace,
      pods: follower.follow(pods(namespace)),
      replicaSets: follower.follow(replicaSets(namespace)),
    };
  }

  function drop(namespace: string, followed: FollowedPods): void {
    followed.pods.stop();
    followed.replicaSets.stop();
    single.delete(namespace);
    idleSince.delete(namespace);
  }

  function isIdle(namespace: string, { pods }: FollowedPods): boolean {
    if (pods.objects()?.size !== 0) {
      idleSince.delete(namespace);
      return false;
    }
    const since = idleSince.get(namespace) ?? now();
    idleSince.set(namespace, since);
    return now() - since >= idleLimit;
  }

  function isOfAll(): boolean {
    return all !== undefined && isRead(all);
  }

  function add(namespace: string): void {
    if (!isOfAll() && !single.has(namespace)) single.set(namespace, follow(namespace));
  }

  return {
    add,
    want(namespaces) {
      for (const namespace of namespaces) add(namespace);
      for (const [namespace, followed] of [...single]) {
        if (!namespaces.has(namespace) && isIdle(namespace, followed)) drop(namespace, followed);
      }
    },
    wantAll() {
      all ??= follow(undefined);
      if (!isRead(all)) return; // until then the single ones stand
      for (const [namespace, followed] of [...single]) drop(namespace, followed);
    },
    current: () => (all && isRead(all) ? [all] : [...single.values()]),
    isOfAll,
    isSettled: () => (all ? isSettled(all) : [...single.values()].every(isSettled)),
  };
}

function isRead({ pods, replicaSets }: FollowedPods): boolean {
  return pods.objects() !== undefined && replicaSets.objects() !== undefined;
}

function isSettled({ pods, replicaSets }: FollowedPods): boolean {
  return isReadOrRefused(pods) && isReadOrRefused(replicaSets);
}
