export const resources = ['cpu', 'memory'] as const;
export type Resource = (typeof resources)[number];

/** How sure a number is: the upstream project measured it, a reporter did, or only an article says so. */
export const evidences = ['measured-upstream', 'reported', 'article'] as const;
export type Evidence = (typeof evidences)[number];

interface Sourced {
  /** On which version, under which circumstances. */
  readonly context: string;
  readonly evidence: Evidence;
  readonly source: string;
}

/** A usage that someone saw. Never without a source. */
export interface Measurement extends Sourced {
  readonly value: number;
  readonly unit: Unit;
  readonly per: Scope;
  /** The one component it speaks of; `undefined` for every affected one. */
  readonly component: string | undefined;
}

/** How many times the expected usage someone saw. */
export interface ObservedFactor extends Sourced {
  readonly factor: number;
}

export const units = ['cores', 'bytes'] as const;
export type Unit = (typeof units)[number];

export const scopes = ['pod', 'node'] as const;
export type Scope = (typeof scopes)[number];

export const unitOf = { cpu: 'cores', memory: 'bytes' } as const satisfies Record<Resource, Unit>;

/** The measurement of `resource` that counts for a component: records put it first. */
export function firstOf(
  resource: Resource,
  componentId: string,
  measurements: readonly Measurement[],
): Measurement | undefined {
  return measurements.find(
    ({ unit, component }) => unit === unitOf[resource] && (component === undefined || component === componentId),
  );
}
