/** A JSON object of which nothing is known yet. */
export type RawObject = Readonly<Record<string, unknown>>;

const nothing: RawObject = {};

/** An object without any field where `value` is none, so that what is missing and what is odd read alike. */
export function objectOf(value: unknown): RawObject {
  return isObject(value) ? value : nothing;
}

/** Those entries of a list that are objects; nothing where `value` is no list. */
export function objectsOf(value: unknown): readonly RawObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Those entries of a list that are texts; nothing where `value` is no list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** Empty where `value` is no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `undefined` where `value` is no text, or an empty one: no object of Kubernetes is named so. */
export function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
