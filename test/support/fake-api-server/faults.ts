import type { CollectionName, Place } from './collections.ts';

/** What a client asks for. */
export interface Question extends Place {
  readonly verb: 'list' | 'watch';
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly acceptsGzip: boolean;
}

/** How a server fails one request. */
export type Fault =
  /** Answers with a status and a Status object. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly message?: string }
  /** Has no seat for the request (API Priority and Fairness): 429 in plain text, to be asked again after so many seconds. */
  | { readonly kind: 'throttled'; readonly retryAfter?: number }
  /** Fills its watch cache: 429 with a Status, to be asked again after a second. */
  | { readonly kind: 'initializing' }
  /** Has not put up all its paths: 503 with a Status, to be asked again after five seconds. */
  | { readonly kind: 'starting' }
  /** Answers 200 with this text. */
  | { readonly kind: 'text'; readonly text: string }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** Answers, but only after so many milliseconds. */
  | { readonly kind: 'slow'; readonly delay: number }
  /** Breaks the connection instead of answering. */
  | { readonly kind: 'reset' }
  /** Answers, and closes the connection after that in order (`Connection: close`). HTTP/1.1. */
  | { readonly kind: 'last-answer' }
  /** List: breaks the connection in the middle of the answer. */
  | { readonly kind: 'cut-short' }
  /** List: ends the answer in order in the middle. */
  | { readonly kind: 'truncated' }
  /** List: sends so many bytes at a time, and so many milliseconds between them. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly pause: number }
  /** List: says that the answer is compressed, and it is not. */
  | { readonly kind: 'damaged-gzip' }
  /** List: the token of a later page has expired. The answer brings one to go on with, at the price of consistency. */
  | { readonly kind: 'expired-token' }
  /** Watch: says inside the stream that it failed. */
  | { readonly kind: 'error-event'; readonly code: number; readonly message?: string }
  /** Watch: ends in order at once. */
  | { readonly kind: 'close' }
  /** Watch: stops after so many of the initial events. */
  | { readonly kind: 'half-begun'; readonly events: number; readonly then: 'end' | 'reset' | 'silence' }
  /** Watch: begins with all changes that the watch cache keeps, also those from before. */
  | { readonly kind: 'replayed' }
  /** Watch: opens, and goes on like this. */
  | { readonly kind: 'watch'; readonly conduct: WatchConduct };

/** How an open watch behaves. */
export type WatchConduct =
  | 'obedient'
  /** Sends nothing, as over a connection that died unnoticed. */
  | 'silent'
  /** Ends in order after every event. */
  | 'closing'
  /** Breaks the connection in the middle of the next line. */
  | 'torn'
  /** Ends in order in the middle of the next line. */
  | 'unfinished'
  /** Sends every byte in a chunk of its own. */
  | 'bytewise'
  /** Sends every event twice. */
  | 'doubling';

/** Which requests fail. What is not named does not matter. */
export interface Where {
  readonly verb?: 'list' | 'watch';
  readonly collection?: CollectionName;
  /** Only in this namespace; `''` for the whole cluster. */
  readonly namespace?: string;
  /** Only pages of a list after the first. */
  readonly laterPage?: boolean;
  /** Only watches that go on from here. */
  readonly resourceVersion?: string;
  /** Fails so many requests, then no more. */
  readonly times?: number;
}

export interface Faults {
  readonly add: (fault: Fault, where?: Where) => void;
  readonly clear: () => void;
  /** The fault of this request, which is used up by it. */
  readonly take: (question: Question) => Fault | undefined;
}

export function createFaults(): Faults {
  let rules: { readonly fault: Fault; readonly where: Where; left: number }[] = [];

  return {
    add: (fault, where = {}) => {
      rules.push({ fault, where, left: where.times ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      rules = [];
    },
    take(question) {
      const rule = rules.find(({ where, left }) => left > 0 && isMeant(where, question));
      if (rule) rule.left -= 1;
      return rule?.fault;
    },
  };
}

function isMeant(where: Where, { verb, collection, namespace = '', query }: Question): boolean {
  const laterPage = query.has('continue');
  const resourceVersion = query.get('resourceVersion');
  return (
    (where.verb ?? verb) === verb &&
    (where.collection ?? collection) === collection &&
    (where.namespace ?? namespace) === namespace &&
    (where.laterPage ?? laterPage) === laterPage &&
    (where.resourceVersion ?? resourceVersion) === resourceVersion
  );
}
