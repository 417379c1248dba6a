import { eventually } from '../eventually.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import type { Teardown } from './reflect.ts';

/** What of lists, Status objects and events the tests look at. */
export interface Body {
  readonly kind?: string;
  readonly metadata: Metadata;
  readonly items?: readonly Body[] | null;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: unknown;
  readonly [field: string]: unknown;
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly resourceVersion?: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
  readonly annotations?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of an answer in JSON. */
  readonly body: Body;
}

export async function ask(server: FakeApiServer, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, init);
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, text, body: text.startsWith('{') ? JSON.parse(text) : { metadata: {} } };
}

export function namesOf({ body }: Pick<Answer, 'body'>): readonly (string | undefined)[] {
  return (body.items ?? []).map(({ metadata }) => metadata.name);
}

interface Event {
  readonly type: string;
  readonly object: Body;
}

export interface Stream {
  readonly status: number;
  readonly headers: Headers;
  /** `ADDED web`: the first so many, once they are there. */
  readonly first: (count: number) => Promise<readonly string[]>;
  readonly events: readonly Event[];
  /** Resolves with whether it ended in order. */
  readonly ended: Promise<boolean>;
}

/** A watch that is read until the test ends. */
export async function watch(
  t: Teardown,
  server: FakeApiServer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Stream> {
  const stop = new AbortController();
  t.teardown(() => stop.abort());
  const response = await fetch(`${server.url}${path}`, { headers, signal: stop.signal });
  const events: Event[] = [];
  const reading = readLines(response, (line) => events.push(JSON.parse(line)));
  return {
    status: response.status,
    headers: response.headers,
    events,
    async first(count) {
      await eventually(`${count} events`, () => events.length >= count, {
        seen: () => events.map(describe).join('\n'),
        limit: 3_000,
      });
      return events.slice(0, count).map(describe);
    },
    ended: reading.then(
      () => true,
      () => false,
    ),
  };
}

function describe({ type, object }: Event): string {
  return `${type} ${object.metadata.name ?? object.code ?? (object.metadata.annotations ? 'of the initial events' : '')}`.trim();
}

async function readLines({ body }: Response, onLine: (line: string) => void): Promise<void> {
  let rest = '';
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  }
}
