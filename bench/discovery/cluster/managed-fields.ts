/** By an entry of `managedFields` the API server remembers who set what: nearly as large as what it speaks of. */
export function managedBy(manager: string, fields: unknown, subresource?: 'status') {
  return {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: '§created§',
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsOf(fields),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

function fieldsOf(value: unknown): object {
  if (Array.isArray(value)) {
    const named = value.every(
      (entry) => typeof entry === 'object' && entry !== null && ('name' in entry || 'type' in entry),
    );
    if (!named) return {};
    return Object.fromEntries(value.map((entry) => [keyOf(entry), { '.': {}, ...fieldsOf(entry) }]));
  }
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [`f:${key}`, fieldsOf(inner)]));
}

function keyOf(entry: Readonly<Record<string, unknown>>): string {
  const key = 'name' in entry ? 'name' : 'type';
  return `k:{"${key}":"${entry[key]}"}`;
}
