import type { CollectionName } from './store.ts';

/** What a client asks for. */
export interface Question {
  readonly verb: 'list' | 'watch';
  readonly collection: CollectionName;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly acceptsGzip: boolean;
}

/** How a server fails one request. */
export type Fault =
  /** Answers with a status and, unless another body is given, a Status object. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly message?: string }
  /** Answers 200 with this text. */
  | { readonly kind: 'text'; readonly text: string }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** Answers, but only after so many milliseconds. */
  | { readonly kind: 'slow'; readonly delay: number }
  /** Breaks the connection instead of answering. */
  | { readonly kind: 'reset' }
  /** Breaks the connection in the middle of the answer. */
  | { readonly kind: 'cut-short' }
  /** List: says that the answer is compressed, and it is not. */
  | { readonly kind: 'damaged-gzip' }
  /** Watch: says inside the stream that it failed. */
  | { readonly kind: 'error-event'; readonly code: number; readonly message?: string }
  /** Watch: ends in order at once. */
  | { readonly kind: 'close' }
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
  | 'bytewise';

/** Which requests fail. What is not named does not matter. */
export interface Where {
  readonly verb?: 'list' | 'watch';
  readonly collection?: CollectionName;
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
    take({ verb, collection, query }) {
      const laterPage = query.has('continue');
      const resourceVersion = query.get('resourceVersion');
      const rule = rules.find(
        ({ where, left }) =>
          left > 0 &&
          (where.verb ?? verb) === verb &&
          (where.collection ?? collection) === collection &&
          (where.laterPage ?? laterPage) === laterPage &&
          (where.resourceVersion ?? resourceVersion) === resourceVersion,
      );
      if (rule) rule.left -= 1;
      return rule?.fault;
    },
  };
}
