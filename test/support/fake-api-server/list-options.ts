import type { Place } from './collections.ts';
import type { Question } from './faults.ts';
import { type FieldSelector, parseFieldSelector } from './field-selector.ts';
import { type Status, statusOf } from './status.ts';
import type { ServerBehaviour } from './versions.ts';

/** What a list or a watch is to bring: ListOptions of apimachinery, and the place that the path names. */
export interface ListOptions {
  readonly place: Place;
  /** 0: all. */
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly sendInitialEvents: boolean | undefined;
  readonly allowWatchBookmarks: boolean;
  readonly timeoutSeconds: number;
  readonly selector: FieldSelector;
}

/** --min-request-timeout: a watch that sets no limit gets this, or up to twice as much. */
const defaultTimeoutSeconds = 1800;

/** What is wrong with the query as the server says it, when anything is. */
export function readListOptions(
  { verb, collection, namespace, query }: Question,
  behaviour: ServerBehaviour,
): ListOptions | Status {
  const selector = parseFieldSelector(collection, query.get('fieldSelector') ?? '');
  if (typeof selector === 'string') return statusOf(400, selector);
  const numbers = ['limit', 'timeoutSeconds', 'resourceVersion'].map((name) => query.get(name) ?? '');
  const wrong = numbers.find((text) => !/^\d*$/.test(text));
  if (wrong !== undefined) return statusOf(400, `strconv.ParseUint: parsing "${wrong}": invalid syntax`);
  const options: ListOptions = {
    place: { collection, namespace },
    limit: Number(query.get('limit')),
    continue: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    resourceVersionMatch: behaviour.streamingLists === 'ignored' ? '' : (query.get('resourceVersionMatch') ?? ''),
    sendInitialEvents: knowsInitialEvents(behaviour) ? readBoolean(query, 'sendInitialEvents') : undefined,
    allowWatchBookmarks: readBoolean(query, 'allowWatchBookmarks') ?? false,
    timeoutSeconds: Number(query.get('timeoutSeconds')) || defaultTimeoutSeconds,
    selector,
  };
  const mistakes = verb === 'watch' ? validateWatch(options, behaviour) : validateList(options);
  return mistakes.length > 0 ? invalid(mistakes) : withDefaults(options, verb, behaviour);
}

/** Convert_Slice_string_To_bool: present and neither `false` nor `0` is true. */
export function readBoolean(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  return text === null ? undefined : text.toLowerCase() !== 'false' && text !== '0';
}

function knowsInitialEvents({ streamingLists }: ServerBehaviour): boolean {
  return streamingLists === 'served' || streamingLists === 'forbidden';
}

/** SetListOptionsDefaults: where streaming lists are served, an old-style watch of the whole state is one. */
function withDefaults(options: ListOptions, verb: string, { streamingLists }: ServerBehaviour): ListOptions {
  const { resourceVersion, sendInitialEvents } = options;
  const isLegacy = verb === 'watch' && (resourceVersion === '' || resourceVersion === '0');
  return streamingLists === 'served' && isLegacy && sendInitialEvents === undefined
    ? { ...options, sendInitialEvents: true }
    : options;
}

interface Mistake {
  readonly field: string;
  readonly reason: 'FieldValueForbidden' | 'FieldValueNotSupported';
  readonly message: string;
}

/** ValidateListOptions */
function validateList(options: ListOptions): readonly Mistake[] {
  const { resourceVersionMatch: match, resourceVersion, sendInitialEvents } = options;
  const mistakes: Mistake[] = [];
  const field = 'resourceVersionMatch';
  if (match !== '') {
    if (resourceVersion === '') mistakes.push(not(field, `${field} is forbidden unless resourceVersion is provided`));
    if (options.continue !== '') mistakes.push(not(field, `${field} is forbidden when continue is provided`));
    if (match !== 'Exact' && match !== 'NotOlderThan')
      mistakes.push(unsupported(field, match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && resourceVersion === '0') {
      mistakes.push(not(field, `${field} "exact" is forbidden for resourceVersion "0"`));
    }
  }
  if (sendInitialEvents !== undefined) {
    mistakes.push(not('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return mistakes;
}

/** validateWatchOptions, before and since 1.27. */
function validateWatch(options: ListOptions, { streamingLists }: ServerBehaviour): readonly Mistake[] {
  const { resourceVersionMatch: match, sendInitialEvents } = options;
  const mistakes: Mistake[] = [];
  const field = 'resourceVersionMatch';
  if (streamingLists === 'unknown') return match === '' ? [] : [not(field, `${field} is forbidden for watch`)];
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    mistakes.push(not(field, `sendInitialEvents requires setting ${field} to NotOlderThan`));
  }
  if (sendInitialEvents !== undefined && streamingLists === 'forbidden') {
    const gate = 'unless the WatchList feature gate is enabled';
    mistakes.push(not('sendInitialEvents', `sendInitialEvents is forbidden for watch ${gate}`));
  }
  if (match === '') return mistakes;
  if (sendInitialEvents === undefined) {
    mistakes.push(not(field, `${field} is forbidden for watch unless sendInitialEvents is provided`));
  }
  if (match !== 'NotOlderThan') mistakes.push(unsupported(field, match, ['NotOlderThan']));
  if (options.continue !== '') mistakes.push(not(field, `${field} is forbidden when continue is provided`));
  return mistakes;
}

function not(field: string, why: string): Mistake {
  return { field, reason: 'FieldValueForbidden', message: `Forbidden: ${why}` };
}

function unsupported(field: string, value: string, supported: readonly string[]): Mistake {
  const values = supported.map((each) => JSON.stringify(each)).join(', ');
  return {
    field,
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: "${value}": supported values: ${values}`,
  };
}

/** errors.NewInvalid of the kind ListOptions. */
function invalid(mistakes: readonly Mistake[]): Status {
  const texts = mistakes.map(({ field, message }) => `${field}: ${message}`);
  const told = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return statusOf(422, `ListOptions.meta.k8s.io "" is invalid: ${told}`, {
    group: 'meta.k8s.io',
    kind: 'ListOptions',
    causes: mistakes.map(({ reason, message, field }) => ({ reason, message, field })),
  });
}
