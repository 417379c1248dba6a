import { type CollectionName, collections } from './collections.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import type { Fault, Where } from './faults.ts';
import type { OpenWatch } from './watch.ts';

/** A way in which a server misbehaves until it is put right; gives what ends it when clearing the faults does not. */
export type Misbehaviour = (server: FakeApiServer) => (() => unknown) | undefined;

function always(fault: Fault, where?: Where): Misbehaviour {
  return ({ faults }) => {
    faults.add(fault, where);
    return undefined;
  };
}

export function openWatches(server: FakeApiServer): readonly OpenWatch[] {
  return (Object.keys(collections) as CollectionName[]).flatMap(server.watches);
}

/** Ends each watch when it has lived for so many milliseconds. */
function endingWatchesAfter(milliseconds: number): Misbehaviour {
  return (server) => {
    const opened = new Map<OpenWatch, number>();
    const ending = setInterval(() => {
      for (const watch of openWatches(server)) {
        const since = opened.get(watch) ?? performance.now();
        opened.set(watch, since);
        if (performance.now() - since >= milliseconds) watch.end();
      }
    }, 5);
    return () => clearInterval(ending);
  };
}

/** Fails and does well in turns of so many milliseconds. */
function inTurns(milliseconds: number, fault: Fault): Misbehaviour {
  return (server) => {
    let isFailing = false;
    const turning = setInterval(() => {
      isFailing = !isFailing;
      if (isFailing) server.faults.add(fault);
      else server.faults.clear();
      for (const watch of openWatches(server)) watch.reset();
    }, milliseconds);
    return () => clearInterval(turning);
  };
}

const statuses = [302, 400, 401, 403, 404, 410, 429, 500, 502, 503, 504];

/** Every way that is known, by name; `lived` is how long a watch must live to count as healthy, in milliseconds. */
export function misbehaviours(lived: number): Readonly<Record<string, Misbehaviour>> {
  const ofStatus = statuses.flatMap((status) => [
    [`answers ${status} to everything`, always({ kind: 'status', status })] as const,
    [`answers ${status} to every watch`, always({ kind: 'status', status }, { verb: 'watch' })] as const,
  ]);
  const retries = ['0', '-1', '1', 'soon', '31536000'].map(
    (retryAfter) => [`asks to retry after ${retryAfter}`, always({ kind: 'status', status: 429, retryAfter })] as const,
  );
  const conducts = (['closing', 'torn', 'unfinished', 'bytewise', 'silent', 'doubling'] as const).map(
    (conduct) => [`has watches that are ${conduct}`, always({ kind: 'watch', conduct }, { verb: 'watch' })] as const,
  );
  const half = (['end', 'reset', 'silence'] as const).map(
    (then) =>
      [`begins streams and then: ${then}`, always({ kind: 'half-begun', events: 1, then }, { verb: 'watch' })] as const,
  );
  return {
    ...Object.fromEntries([...ofStatus, ...retries, ...conducts, ...half]),
    'closes every watch at once': always({ kind: 'close' }, { verb: 'watch' }),
    'answers every watch with nothing': always({ kind: 'text', text: '' }, { verb: 'watch' }),
    'answers everything with HTML': always({ kind: 'text', text: '<html>' }),
    'resets everything': always({ kind: 'reset' }),
    'resets every watch': always({ kind: 'reset' }, { verb: 'watch' }),
    'answers nothing': always({ kind: 'hang' }),
    'answers no watch': always({ kind: 'hang' }, { verb: 'watch' }),
    'says 410 inside every watch': always({ kind: 'error-event', code: 410 }, { verb: 'watch' }),
    'says 500 inside every watch': always({ kind: 'error-event', code: 500 }, { verb: 'watch' }),
    'breaks off every list': always({ kind: 'cut-short' }, { verb: 'list' }),
    'ends every list in the middle': always({ kind: 'truncated' }, { verb: 'list' }),
    'damages every list': always({ kind: 'damaged-gzip' }, { verb: 'list' }),
    'forgets every list between two pages': always({ kind: 'status', status: 410 }, { verb: 'list', laterPage: true }),
    'forgets the moment of every list': always({ kind: 'expired-token' }, { verb: 'list' }),
    'replays what was': always({ kind: 'replayed' }, { verb: 'watch' }),
    'closes connections': always({ kind: 'last-answer' }),
    'has no seat': (server) => {
      server.limitInFlight(0);
      return () => server.limitInFlight(undefined);
    },
    'has one seat': (server) => {
      server.limitInFlight(1);
      return () => server.limitInFlight(undefined);
    },
    'refuses all permissions': (server) => {
      server.deny({});
      return () => server.allow({});
    },
    'refuses to list': (server) => {
      server.deny({ verbs: ['list'] });
      return () => server.allow({});
    },
    'refuses to watch': (server) => {
      server.deny({ verbs: ['watch'] });
      return () => server.allow({});
    },
    'lists slowly and refuses every watch': ({ faults }) => {
      faults.add({ kind: 'slow', delay: lived + 10 }, { verb: 'list' });
      faults.add({ kind: 'status', status: 500 }, { verb: 'watch' });
      return undefined;
    },
    'ends watches as soon as they count as healthy': endingWatchesAfter(lived + 10),
    'ends watches just before they count as healthy': endingWatchesAfter(lived * 0.8),
    'fails in turns': inTurns(lived * 2, { kind: 'status', status: 500 }),
    'breaks in turns': inTurns(lived * 2, { kind: 'reset' }),
  };
}
