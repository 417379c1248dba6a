export const resources = ['cpu', 'memory', 'network', 'disk', 'api-requests', 'logs'] as const;
export type Resource = (typeof resources)[number];

/** How sure a number is: the upstream project measured it, a reporter did, or only an article says so. */
export const evidences = ['measured-upstream', 'reported', 'article'] as const;
export type Evidence = (typeof evidences)[number];

export interface Sourced {
  /** On which version, under which circumstances. */
  readonly context: string;
  readonly evidence: Evidence;
  readonly source: string;
}

/** A positive number or an interval of them; at least one end is known. */
export interface Amount {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** A usage that someone saw. Never without a source. */
export interface Measurement extends Sourced {
  readonly amount: Amount;
  readonly unit: Unit;
  readonly per: Scope;
  /** The one component it speaks of; `undefined` for every affected one. */
  readonly component: string | undefined;
}

/** How many times the expected usage someone saw. */
export interface ObservedFactor extends Sourced {
  readonly factor: Amount;
  readonly resource: Resource;
  readonly component: string | undefined;
}

/** How fast a leak grew. */
export interface ObservedGrowth extends Sourced {
  /** In `unit`; both or neither are known. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** The increase in `unit`. */
  readonly by: Amount;
  /** In seconds; `undefined` when no time was told. */
  readonly over: number | undefined;
  readonly unit: Unit;
  readonly per: Scope;
  readonly component: string | undefined;
}

export const units = [
  'cores',
  'bytes',
  'bytes-per-second',
  'requests-per-second',
  'lines-per-second',
  'seconds',
  'count',
  'percent',
  'percent-of-limit',
  'percent-of-node',
] as const;
export type Unit = (typeof units)[number];

export const scopes = ['pod', 'node', 'cluster'] as const;
export type Scope = (typeof scopes)[number];

/** The unit in which rules compare a resource. */
export const unitOf = { cpu: 'cores', memory: 'bytes' } as const satisfies Partial<Record<Resource, Unit>>;

/** A resource that rules can compare with a figure. */
export type ComparedResource = keyof typeof unitOf;

/** A figure that rules can use: one number for one instance. */
export interface Figure extends Sourced {
  readonly value: number;
  readonly per: 'pod' | 'node';
}

/**
 * The figure of `resource` that counts for a component: the first one per instance, since records put it first.
 *
 * Of an interval it is the end that alerts less: the upper one of what is expected, the lower one of what was observed.
 */
export function firstFigure(
  resource: ComparedResource,
  componentId: string,
  measurements: readonly Measurement[],
  end: 'highest' | 'lowest',
): Figure | undefined {
  for (const { amount, unit, per, component, ...sourced } of measurements) {
    if (unit !== unitOf[resource] || per === 'cluster') continue;
    if (component !== undefined && component !== componentId) continue;
    const value = end === 'highest' ? (amount.max ?? amount.min) : (amount.min ?? amount.max);
    if (value !== undefined) return { value, per, ...sourced };
  }
  return undefined;
}
