export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  /** With the revision of the change, also when it was deleted. */
  readonly object: ApiObject;
  /** What it was before; `undefined` when it is new. */
  readonly previous: ApiObject | undefined;
}

/** As etcd orders them: `namespace/name`, or the name alone. */
export function keyOf({ metadata: { name, namespace } }: Pick<ApiObject, 'metadata'>): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
