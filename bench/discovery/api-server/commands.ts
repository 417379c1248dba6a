/** What the benchmark may ask of the API server's process. Each is answered with the message of the same number. */
export type ServerCommand =
  | { readonly kind: 'count' }
  /** Forgets what was counted, so that the next run counts from nothing. */
  | { readonly kind: 'reset' }
  /** Another pod of this DaemonSet each time gets this image. */
  | { readonly kind: 'change'; readonly workload: string; readonly image: string }
  /** Pod events a second from jobs that come and go, where the catalog knows nothing or where it does; 0 stops. */
  | { readonly kind: 'churn'; readonly where: 'elsewhere' | 'tracked'; readonly perSecond: number }
  /** Whether each node reports its status every five minutes, as kubelets do. */
  | { readonly kind: 'heartbeats'; readonly on: boolean }
  /** Closes every connection and refuses new ones. */
  | { readonly kind: 'leave' }
  /** Listens again, as a server that started anew: it remembers no history. */
  | { readonly kind: 'return' };

export interface ServerCounts {
  readonly requests: number;
  readonly watches: number;
  /** Bytes that went out over every connection, with headers. */
  readonly bytesOnTheWire: number;
  readonly events: number;
  /** The lists that were asked for, in order. */
  readonly lists: readonly ListRequest[];
}

export interface ListRequest {
  /** With query. */
  readonly path: string;
  readonly accept: string;
}

/** What the server says when it listens. */
export interface ServerFacts {
  readonly port: number;
  /** Containers that the built-in catalog knows. */
  readonly tracked: number;
}
