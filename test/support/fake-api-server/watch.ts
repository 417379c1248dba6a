import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { WatchConduct } from './faults.ts';
import type { ApiObject, Change, CollectionName } from './store.ts';

/** One watch that a client holds open. */
export interface OpenWatch {
  readonly collection: CollectionName;
  readonly sendChange: (change: Change) => void;
  /** Tells the client that it has seen everything up to this revision. */
  readonly sendBookmark: (revision: number) => void;
  /** A line of the test's making. */
  readonly sendLine: (line: string) => void;
  /** From now on. */
  readonly behave: (conduct: WatchConduct) => void;
  /** Ends in order. */
  readonly end: () => void;
  readonly reset: () => void;
}

export interface WatchDeps {
  readonly collection: CollectionName;
  readonly response: ServerResponse;
  readonly conduct: WatchConduct;
  /** The object as this client wants it. */
  readonly shape: (object: ApiObject) => unknown;
}

export function createOpenWatch({ collection, response, conduct: initial, shape }: WatchDeps): OpenWatch {
  let conduct = initial;
  /** Bytes leave in order even when they leave one by one. */
  let sending = Promise.resolve();

  function send(line: string): void {
    if (response.writableEnded || response.destroyed) return;
    switch (conduct) {
      case 'obedient':
        response.write(`${line}\n`);
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
        sending = sending.then(() => sendBytes(response, Buffer.from(`${line}\n`)));
        break;
    }
  }

  return {
    collection,
    sendChange: ({ type, object }) => send(JSON.stringify({ type, object: shape(object) })),
    sendBookmark(revision) {
      const bookmark = shape({ metadata: { name: '', resourceVersion: String(revision), creationTimestamp: null } });
      send(JSON.stringify({ type: 'BOOKMARK', object: bookmark }));
    },
    sendLine: send,
    behave: (next) => {
      conduct = next;
    },
    end: () => {
      response.end();
    },
    reset: () => {
      response.socket?.resetAndDestroy();
    },
  };
}

async function sendBytes(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (const byte of bytes) {
    response.write(Buffer.of(byte));
    await turn();
  }
}
