import type { ApiObject } from './api-object.ts';
import type { CollectionName } from './collections.ts';

/** All terms must hold. */
export interface FieldSelector {
  readonly selects: (object: ApiObject) => boolean;
  readonly isEmpty: boolean;
  /** The one name that is asked for. */
  readonly name: string | undefined;
}

interface Term {
  readonly field: string;
  readonly isEqual: boolean;
  readonly value: string;
}

/** Fields besides the name and the namespace: AddFieldLabelConversionsFor… of pkg/apis/core/v1/conversion.go. */
const moreFields: Partial<Readonly<Record<CollectionName, readonly string[]>>> = {
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
};

/** Reads the query parameter as fields.ParseSelector does. A text is what is wrong with it. */
export function parseFieldSelector(collection: CollectionName, text: string): FieldSelector | string {
  const terms: Term[] = [];
  for (const part of splitTerms(text)) {
    const term = parseTerm(part);
    if (!term) return `invalid selector: '${text}'; can't understand '${part}'`;
    const refusal = refuseField(collection, term.field);
    if (refusal !== undefined) return refusal;
    terms.push(term);
  }
  return {
    selects: (object) => terms.every(({ field, isEqual, value }) => (readField(object, field) === value) === isEqual),
    isEmpty: terms.length === 0,
    name: terms.find(({ field, isEqual }) => field === 'metadata.name' && isEqual)?.value,
  };
}

/** At commas, but not at those after a backslash. */
function splitTerms(text: string): readonly string[] {
  return (text.match(/(?:\\.|[^,\\])+/g) ?? []).filter((term) => term !== '');
}

function parseTerm(text: string): Term | undefined {
  const { field, operator, value } = /^(?<field>[^=!]+)(?<operator>!=|==|=)(?<value>.*)$/.exec(text)?.groups ?? {};
  if (field === undefined || value === undefined) return undefined;
  return { field, isEqual: operator !== '!=', value: value.replaceAll(/\\([\\,=])/g, '$1') };
}

function refuseField(collection: CollectionName, field: string): string | undefined {
  const more = moreFields[collection];
  const isKnown = field === 'metadata.name' || field === 'metadata.namespace' || more?.includes(field) === true;
  if (isKnown) return undefined;
  return more
    ? `field label not supported: ${field}`
    : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** What is not set is the empty text, or false. */
function readField(object: ApiObject, field: string): string {
  let value: unknown = object;
  for (const key of field.split('.')) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (value === undefined) return field === 'spec.hostNetwork' || field === 'spec.unschedulable' ? 'false' : '';
  return String(value);
}
