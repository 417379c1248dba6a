import { constructFromEvents, EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import type { Position } from './problem.ts';

export type YamlPath = readonly PropertyKey[];

/** A YAML file that a person wrote: its value, and where in the text each part stands. */
export interface YamlDocument {
  readonly value: unknown;
  /** Where the value at `path` begins; for a path that is not in the file, its nearest parent. */
  readonly locate: (path: YamlPath) => Position;
  /** Where the key at the end of `path` stands. */
  readonly locateKey: (path: YamlPath) => Position;
  /** A scalar as written, before YAML gave it a type: `1.20`, not 1.2. */
  readonly sourceOf: (path: YamlPath) => string | undefined;
}

export type YamlReading =
  | { readonly ok: true; readonly document: YamlDocument }
  | { readonly ok: false; readonly position: Position; readonly message: string };

/** No file of ours needs an alias, and with none there is neither a bomb nor a cycle. */
const maxAliases = 0;

export function readYaml(text: string): YamlReading {
  try {
    const events = parseEvents(text, {});
    const values = constructFromEvents(events, { source: text, maxAliases });
    const [value] = values;
    if (values.length === 0 || value === null) return failure(1, 1, 'the file is empty');
    if (values.length > 1)
      return failure(1, 1, 'the file holds more than one YAML document; split it, one document a file');
    return { ok: true, document: createDocument(text, value) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return failure((error.mark?.line ?? 0) + 1, (error.mark?.column ?? 0) + 1, describe(error));
  }
}

function describe({ reason }: YAMLException): string {
  return reason.includes('maxAliases') ? 'an alias (*) has no place here; write the value out' : reason;
}

function failure(line: number, column: number, message: string): YamlReading {
  return { ok: false, position: { line, column }, message };
}

interface Span {
  readonly key: number | undefined;
  readonly start: number;
  readonly end: number | undefined;
}

/** Places are looked up only in files with problems, so they are indexed at the first question and not before. */
function createDocument(text: string, value: unknown): YamlDocument {
  let index: PlaceIndex | undefined;
  const places = () => {
    index ??= { spans: indexSpans(text, parseEvents(text, {})), lineStarts: startsOfLines(text) };
    return index;
  };

  function nearestSpan(path: YamlPath): Span {
    const { spans } = places();
    for (let length = path.length; length >= 0; length--) {
      const span = spans.get(spanKey(path.slice(0, length)));
      if (span) return span;
    }
    return { key: undefined, start: 0, end: undefined };
  }

  return {
    value,
    locate: (path) => positionAt(places().lineStarts, nearestSpan(path).start),
    locateKey(path) {
      const { key, start } = nearestSpan(path);
      return positionAt(places().lineStarts, key ?? start);
    },
    sourceOf(path) {
      const span = places().spans.get(spanKey(path));
      return span?.end === undefined ? undefined : text.slice(span.start, span.end);
    },
  };
}

interface PlaceIndex {
  readonly spans: ReadonlyMap<string, Span>;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return starts;
}

function positionAt(lineStarts: readonly number[], offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}

function spanKey(path: YamlPath): string {
  return JSON.stringify(path.map(String));
}

/** An open mapping or sequence, with what the walk knows of its next child. */
interface Frame {
  readonly path: YamlPath;
  readonly kind: 'document' | 'mapping' | 'sequence';
  index: number;
  pendingKey: { readonly name: string; readonly start: number } | undefined;
}

/** One walk over the parser's events, which carry offsets where the constructed value does not. */
function indexSpans(text: string, events: readonly Event[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  const frames: Frame[] = [];

  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      frames.pop();
      continue;
    }
    if (event.type === EVENT_ID.DOCUMENT) {
      frames.push({ path: [], kind: 'document', index: 0, pendingKey: undefined });
      continue;
    }
    const parent = frames.at(-1);
    if (!parent) continue;
    if (parent.kind === 'mapping' && !parent.pendingKey) {
      parent.pendingKey = keyOf(text, event);
      continue;
    }
    const path = childPath(parent);
    spans.set(spanKey(path), spanOf(text, event, parent.pendingKey?.start));
    parent.pendingKey = undefined;
    parent.index += 1;
    if (event.type === EVENT_ID.MAPPING) frames.push({ path, kind: 'mapping', index: 0, pendingKey: undefined });
    if (event.type === EVENT_ID.SEQUENCE) frames.push({ path, kind: 'sequence', index: 0, pendingKey: undefined });
  }
  return spans;
}

function childPath({ path, kind, index, pendingKey }: Frame): YamlPath {
  if (kind === 'document') return path;
  return [...path, kind === 'mapping' ? (pendingKey?.name ?? '') : index];
}

/** Keys are scalars: js-yaml has refused any other by the time the events are walked. */
function keyOf(text: string, event: Event): { readonly name: string; readonly start: number } | undefined {
  if (event.type !== EVENT_ID.SCALAR) return undefined;
  return { name: getScalarValue(text, event), start: event.valueStart };
}

function spanOf(text: string, event: Event, key: number | undefined): Span {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      // A key without a value: the parser gives no place for what is not there.
      if (event.valueStart < 0) return { key, start: key ?? 0, end: undefined };
      return { key, start: firstCharacter(text, event.valueStart), end: event.valueEnd };
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return { key, start: event.start, end: undefined };
    case EVENT_ID.ALIAS:
      return { key, start: event.anchorStart, end: undefined };
    case EVENT_ID.DOCUMENT:
    case EVENT_ID.POP:
      return { key, start: 0, end: undefined };
  }
}

/** A block scalar begins with the indentation of its first line. */
function firstCharacter(text: string, offset: number): number {
  let first = offset;
  while (text[first] === ' ') first += 1;
  return first;
}
