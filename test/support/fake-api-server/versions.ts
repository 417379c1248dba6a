/** What of the API differs between servers. */
export interface ServerBehaviour {
  /** How a watch is met that asks for the initial state as events. */
  readonly streamingLists:
    | 'served'
    /** 422: the parameter is known and its feature gate is off. */
    | 'forbidden'
    /** 422: the parameter is not known, but that a watch takes no `resourceVersionMatch` is. */
    | 'unknown'
    /** Both parameters are not known: it is a watch like any other, and no bookmark ends the initial events. */
    | 'ignored';
  /** How a watch is met that would go on from a revision that the watch cache has forgotten: always with a 410. */
  readonly expiredWatch: /** Inside a stream that is accepted (newErrWatcher of the cacher). */
    | 'event'
    /** As the HTTP status, as servers did before that, and some that stand in for kube-apiserver do. */
    | 'status';
  /** Whether a list of any version (`resourceVersion=0`) comes in pages. */
  readonly limitAtZero: /** From the watch cache it comes at once (computeListLimit of the cacher, to this day). */
    | 'ignored'
    /** From etcd, for want of a watch cache that is ready. */
    | 'honoured';
}

/** `1.31` */
export type ServerVersion = `1.${number}`;

/** As kube-apiserver is by default: kube_features.go, and validation.go of meta/internalversion. */
export function behaviourOf(version: ServerVersion): ServerBehaviour {
  const minor = Number(version.split('.')[1]);
  return { streamingLists: streamingListsOf(minor), expiredWatch: 'event', limitAtZero: 'ignored' };
}

function streamingListsOf(minor: number): ServerBehaviour['streamingLists'] {
  if (minor < 19) return 'ignored';
  if (minor < 27) return 'unknown';
  // WatchList: alpha in 1.27, on in 1.32, off again in 1.33, on since 1.34.
  return minor === 32 || minor >= 34 ? 'served' : 'forbidden';
}
