import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Fault, Question } from './faults.ts';
import { createPages } from './pages.ts';
import { isMetadataOnly, type Shape, shapeOf, statusObject } from './shape.ts';
import type { Store } from './store.ts';
import { createOpenWatch, type OpenWatch } from './watch.ts';

/** The real server compresses from 128 KiB on; a test has fewer objects. */
const compressedFrom = 1024;

type Answer = (question: Question, response: ServerResponse, fault: Fault | undefined) => void;

/** Answers lists and watches; `watches` holds those that are open. */
export function createAnswer(store: Store, watches: Set<OpenWatch>): Answer {
  const pages = createPages(store);

  function list(
    { collection, query, acceptsGzip }: Question,
    response: ServerResponse,
    shape: Shape,
    fault?: Fault,
  ): void {
    const page = pages.read(collection, Number(query.get('limit')), query.get('continue') ?? '');
    if (!page) {
      answerStatus(response, 410, 'The provided continue parameter is too old');
      return;
    }
    const { resourceVersion, token, objects } = page;
    const text = JSON.stringify({ metadata: { resourceVersion, continue: token }, items: objects.map(shape) });
    response.setHeader('content-type', 'application/json');
    const compressed = acceptsGzip && text.length >= compressedFrom;
    if (compressed || fault?.kind === 'damaged-gzip') response.setHeader('content-encoding', 'gzip');
    const body = compressed && fault?.kind !== 'damaged-gzip' ? gzipSync(text) : Buffer.from(text);
    if (fault?.kind === 'cut-short') {
      response.write(body.subarray(0, body.length / 2), () => response.socket?.resetAndDestroy());
    } else response.end(body);
  }

  function watch({ collection, query }: Question, response: ServerResponse, shape: Shape, fault?: Fault): void {
    const changes = store.changesSince(collection, Number(query.get('resourceVersion')));
    if (!changes) {
      answerStatus(response, 410, 'too old resource version');
      return;
    }
    const conduct = fault?.kind === 'watch' ? fault.conduct : 'obedient';
    const opened = createOpenWatch({ collection, response, conduct, shape });
    const timer = setTimeout(
      () => {
        if (query.get('allowWatchBookmarks') === 'true') opened.sendBookmark(store.revision());
        opened.end();
      },
      Number(query.get('timeoutSeconds')) * 1000,
    );
    const unsubscribe = store.subscribe(collection, opened.sendChange);
    watches.add(opened);
    response.on('close', () => {
      clearTimeout(timer);
      unsubscribe();
      watches.delete(opened);
    });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (fault?.kind === 'error-event') {
      opened.sendLine(JSON.stringify({ type: 'ERROR', object: statusObject(fault.code, fault.message ?? 'broken') }));
    }
    if (fault?.kind === 'error-event' || fault?.kind === 'close') opened.end();
    for (const change of changes) opened.sendChange(change);
  }

  return (question, response, fault) => {
    const { verb, collection, accept } = question;
    const shape = shapeOf(collection, isMetadataOnly(accept, verb));
    failOr(fault, response, () => {
      if (verb === 'list') list(question, response, shape, fault);
      else watch(question, response, shape, fault);
    });
  };
}

/** Fails as the fault says, or lets the answer pass, in which some faults show later. */
function failOr(fault: Fault | undefined, response: ServerResponse, answer: () => void): void {
  switch (fault?.kind) {
    case 'status':
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
      answerStatus(response, fault.status, fault.message ?? 'the test said so');
      break;
    case 'text':
      response.end(fault.text);
      break;
    case 'hang':
      break;
    case 'slow':
      setTimeout(answer, fault.delay);
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'cut-short':
    case 'damaged-gzip':
    case 'error-event':
    case 'close':
    case 'watch':
    case undefined:
      answer();
  }
}

export function answerStatus(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(statusObject(status, message)));
}
