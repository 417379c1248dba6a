import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Fault, Question } from './faults.ts';
import type { ListOptions } from './list-options.ts';
import { readPage } from './pages.ts';
import { shapeFor } from './shape.ts';
import { isStatus, sendStatus } from './status.ts';
import type { Store } from './store.ts';
import type { Timers } from './timers.ts';
import type { ServerBehaviour } from './versions.ts';

export interface AnswerListDeps {
  readonly store: Store;
  readonly behaviour: ServerBehaviour;
  readonly timers: Timers;
  /** Bytes from which an answer is compressed for who takes it so (defaultGzipThresholdBytes). */
  readonly gzipFrom: number;
}

/** Answers with one page of a list. */
export function answerList(
  { store, behaviour, timers, gzipFrom }: AnswerListDeps,
  question: Question,
  options: ListOptions,
  response: ServerResponse,
  fault: Fault | undefined,
): void {
  const page = readPage({ store, behaviour, isPastLost: fault?.kind === 'expired-token' }, options);
  if (isStatus(page)) {
    sendStatus(response, page);
    return;
  }
  const text = `${JSON.stringify(shapeFor(question).list(page))}\n`;
  const isCompressed = question.acceptsGzip && Buffer.byteLength(text) > gzipFrom && fault?.kind !== 'damaged-gzip';
  if (isCompressed || fault?.kind === 'damaged-gzip') response.setHeader('content-encoding', 'gzip');
  if (isCompressed) response.setHeader('vary', 'Accept-Encoding');
  response.setHeader('content-type', 'application/json');
  sendBody(response, isCompressed ? gzipSync(text, { level: 1 }) : Buffer.from(text), fault, timers);
}

function sendBody(response: ServerResponse, body: Buffer, fault: Fault | undefined, timers: Timers): void {
  const half = body.subarray(0, body.length / 2);
  switch (fault?.kind) {
    case 'cut-short':
      response.write(half, () => response.socket?.resetAndDestroy());
      break;
    case 'truncated':
      response.write(half); // so that the length is not said beforehand
      response.end();
      break;
    case 'drip':
      drip(response, body, fault, timers);
      break;
    default:
      response.end(body);
  }
}

function drip(
  response: ServerResponse,
  body: Buffer,
  { bytes, pause }: { readonly bytes: number; readonly pause: number },
  timers: Timers,
): void {
  let sent = 0;
  const cancel = timers.every(pause, () => {
    response.write(body.subarray(sent, sent + bytes));
    sent += bytes;
    if (sent >= body.length) response.end();
  });
  response.on('close', cancel);
}
