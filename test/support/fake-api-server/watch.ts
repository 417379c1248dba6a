import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { ApiObject } from './api-object.ts';
import type { Place } from './collections.ts';
import type { WatchConduct } from './faults.ts';
import type { Shape } from './shape.ts';
import type { Status } from './status.ts';

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: ApiObject;
}

/** One watch that a client holds open. What is sent leaves in order, and no faster than the client reads. */
export interface OpenWatch extends Place {
  readonly sendEvents: (events: Iterable<WatchEvent>) => void;
  /** Tells the client that it has seen everything up to this revision. */
  readonly sendBookmark: (revision: number) => void;
  /** Tells the client that it has seen the initial state. */
  readonly sendInitialEventsEnd: (revision: number) => void;
  readonly sendError: (status: Status) => void;
  /** A line of the test's making. */
  readonly sendLine: (line: string) => void;
  /** From what is sent next on. */
  readonly behave: (conduct: WatchConduct) => void;
  /** Ends in order, once all is sent. */
  readonly end: () => void;
  readonly reset: () => void;
}

export interface WatchDeps {
  readonly place: Place;
  readonly response: ServerResponse;
  readonly conduct: WatchConduct;
  readonly shape: Shape;
}

export function createOpenWatch({ place, response, conduct: initial, shape }: WatchDeps): OpenWatch {
  let conduct = initial;
  /** What is to be sent. Lines are made when they are, so that a large initial state is not held as text. */
  const waiting: Iterator<string>[] = [];
  let isBlocked = false;
  let isPumping = false;
  let isEnding = false;

  function send(lines: Iterable<string>): void {
    if (isEnding) return;
    waiting.push(lines[Symbol.iterator]());
    pump();
  }

  function pump(): void {
    if (isPumping) return; // what is sent may say how to go on
    isPumping = true;
    while (!isBlocked && !response.writableEnded && !response.destroyed) {
      const line = waiting[0]?.next();
      if (line === undefined) break;
      if (line.done === true) waiting.shift();
      else sendNow(line.value);
    }
    isPumping = false;
    if (isEnding && waiting.length === 0) response.end();
  }

  function sendNow(line: string): void {
    switch (conduct) {
      case 'obedient':
        write(`${line}\n`);
        break;
      case 'doubling':
        write(`${line}\n${line}\n`);
        break;
      case 'silent':
        break;
      case 'closing':
        response.end(`${line}\n`);
        break;
      case 'torn':
        response.write(line.slice(0, line.length / 2), () => response.socket?.resetAndDestroy());
        break;
      case 'unfinished':
        response.end(line.slice(0, line.length / 2));
        break;
      case 'bytewise':
        isBlocked = true;
        void sendBytes(response, Buffer.from(`${line}\n`)).then(unblock);
        break;
    }
  }

  function write(text: string): void {
    if (response.write(text)) return;
    isBlocked = true;
    response.once('drain', unblock);
  }

  function unblock(): void {
    isBlocked = false;
    pump();
  }

  function sendBookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    send([JSON.stringify({ type: 'BOOKMARK', object: shape.bookmark(revision, annotations) })]);
  }

  return {
    ...place,
    sendEvents: (events) => send(linesOf(events, shape)),
    sendBookmark: (revision) => sendBookmark(revision),
    sendInitialEventsEnd: (revision) => sendBookmark(revision, { 'k8s.io/initial-events-end': 'true' }),
    sendError: (status) => send([JSON.stringify({ type: 'ERROR', object: status })]),
    sendLine: (line) => send([line]),
    behave: (next) => {
      conduct = next;
    },
    end: () => {
      isEnding = true;
      pump();
    },
    reset: () => {
      response.socket?.resetAndDestroy();
    },
  };
}

function* linesOf(events: Iterable<WatchEvent>, shape: Shape): Generator<string> {
  for (const { type, object } of events) yield JSON.stringify({ type, object: shape.object(object) });
}

async function sendBytes(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (const byte of bytes) {
    response.write(Buffer.of(byte));
    await turn();
  }
}
