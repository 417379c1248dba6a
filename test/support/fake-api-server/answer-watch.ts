import type { ServerResponse } from 'node:http';
import type { ApiObject, Change } from './api-object.ts';
import type { Fault, Question } from './faults.ts';
import type { ListOptions } from './list-options.ts';
import { isSelected, selectAll } from './pages.ts';
import { shapeFor } from './shape.ts';
import { isStatus, type Status, sendStatus, statusOf, tooLargeResourceVersion } from './status.ts';
import type { Store } from './store.ts';
import type { Timers } from './timers.ts';
import type { ServerBehaviour } from './versions.ts';
import { createOpenWatch, type OpenWatch, type WatchEvent } from './watch.ts';

export interface AnswerWatchDeps {
  readonly store: Store;
  readonly behaviour: ServerBehaviour;
  readonly timers: Timers;
  /** Milliseconds between bookmarks. */
  readonly bookmarkInterval: number;
  /** Those that are open. */
  readonly watches: Set<OpenWatch>;
  /** The initial events are under way. */
  readonly onInitialised: (response: ServerResponse) => void;
}

/** What a watch begins with. */
interface Beginning {
  readonly events: readonly WatchEvent[];
  /** Changes up to this are in the events, or were known to the client. */
  readonly revision: number;
  readonly isInitialState: boolean;
}

/** Opens a watch. */
export function answerWatch(
  deps: AnswerWatchDeps,
  question: Question,
  options: ListOptions,
  response: ServerResponse,
  fault: Fault | undefined,
): void {
  const { store, behaviour, watches } = deps;
  const beginning = begin(store, options);
  if (isStatus(beginning) && beginning.code === 410 && behaviour.expiredWatch === 'status') {
    sendStatus(response, beginning);
    return;
  }
  const opened = createOpenWatch({
    place: options.place,
    response,
    conduct: fault?.kind === 'watch' ? fault.conduct : 'obedient',
    shape: shapeFor(question),
  });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  watches.add(opened);
  response.on('close', () => watches.delete(opened));
  const failure = failureOf(beginning, fault);
  if (failure) opened.sendError(failure);
  if (failure || fault?.kind === 'close') opened.end();
  else if (!isStatus(beginning)) run(deps, opened, beginning, options, response, fault);
  deps.onInitialised(response);
}

function failureOf(beginning: Beginning | Status, fault: Fault | undefined): Status | undefined {
  if (isStatus(beginning)) return beginning;
  return fault?.kind === 'error-event' ? statusOf(fault.code, fault.message ?? 'broken') : undefined;
}

/** Cacher.Watch: where a watch begins, by resourceVersion and sendInitialEvents. */
function begin(store: Store, options: ListOptions): Beginning | Status {
  const { place, resourceVersion, sendInitialEvents } = options;
  const current = store.revision();
  const wanted = Number(resourceVersion);
  if (sendInitialEvents === true && wanted > current) return tooLargeResourceVersion(wanted, current);
  if (sendInitialEvents ?? wanted === 0) {
    const objects = selectAll(store.objects(place.collection), options);
    const events = objects.map((object) => ({ type: 'ADDED', object }) as const);
    return { events, revision: current, isInitialState: true };
  }
  const since = wanted === 0 ? current : wanted;
  const changes = store.changesSince(place.collection, since);
  if ('oldest' in changes) return statusOf(410, `too old resource version: ${since} (${changes.oldest})`);
  return { events: eventsOf(changes, options), revision: Math.max(since, current), isInitialState: false };
}

function run(
  deps: AnswerWatchDeps,
  opened: OpenWatch,
  { events, revision, isInitialState }: Beginning,
  options: ListOptions,
  response: ServerResponse,
  fault: Fault | undefined,
): void {
  const { store } = deps;
  const { place, sendInitialEvents, allowWatchBookmarks } = options;
  if (fault?.kind === 'replayed') opened.sendEvents(eventsOf(changesKept(store, options), options));
  if (fault?.kind === 'half-begun' && isInitialState) {
    opened.sendEvents(firstOf(events, fault.events, () => stopAs(fault.then, opened)));
  } else {
    opened.sendEvents(events);
    if (sendInitialEvents === true && allowWatchBookmarks) opened.sendInitialEventsEnd(revision);
  }
  const unsubscribe = store.subscribe(place.collection, (change) => {
    if (change.revision > revision) opened.sendEvents(eventsOf([change], options));
  });
  response.on('close', unsubscribe);
  keepTime(deps, opened, options, response);
}

function* firstOf(events: readonly WatchEvent[], count: number, onSent: () => void): Generator<WatchEvent> {
  yield* events.slice(0, count);
  onSent();
}

function stopAs(how: 'end' | 'reset' | 'silence', opened: OpenWatch): void {
  if (how === 'end') opened.end();
  else if (how === 'reset')
    setImmediate(opened.reset); // once what was sent has left
  else opened.behave('silent');
}

/** Bookmarks every minute and two seconds before the end (cacheWatcher.nextBookmarkTime), and the end. */
function keepTime(
  { store, timers, bookmarkInterval }: AnswerWatchDeps,
  opened: OpenWatch,
  { allowWatchBookmarks, timeoutSeconds }: ListOptions,
  response: ServerResponse,
): void {
  const sendBookmark = () => opened.sendBookmark(store.revision());
  // The real one leaves the last bookmark out where there are no two seconds; tests do not live so long.
  const untilLast = timeoutSeconds > 2 ? timeoutSeconds - 2 : timeoutSeconds;
  const cancels = [
    ...(allowWatchBookmarks
      ? [timers.every(bookmarkInterval, sendBookmark), timers.after(untilLast * 1000, sendBookmark)]
      : []),
    timers.after(timeoutSeconds * 1000, opened.end),
  ];
  response.on('close', () => {
    for (const cancel of cancels) cancel();
  });
}

function changesKept(store: Store, { place }: ListOptions): readonly Change[] {
  const changes = store.changesSince(place.collection, 0);
  if (!('oldest' in changes)) return changes;
  const kept = store.changesSince(place.collection, changes.oldest);
  return 'oldest' in kept ? [] : kept;
}

/** cacheWatcher.convertToWatchEvent: what comes to match is added, and what ceases to is deleted as it last was. */
function eventsOf(changes: readonly Change[], options: ListOptions): readonly WatchEvent[] {
  return changes.flatMap(({ type, object, previous }): WatchEvent[] => {
    const isSeen = type !== 'DELETED' && isSelected(object, options);
    const wasSeen = previous !== undefined && isSelected(previous, options);
    if (isSeen) return [{ type: wasSeen ? 'MODIFIED' : 'ADDED', object }];
    return wasSeen ? [{ type: 'DELETED', object: at(object.metadata.resourceVersion, previous) }] : [];
  });
}

function at(resourceVersion: string | undefined, object: ApiObject): ApiObject {
  return { ...object, metadata: { ...object.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) } };
}
