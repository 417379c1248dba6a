import type { ServerResponse } from 'node:http';

/** API Priority and Fairness, of which a client sees that it is sent away when too much is under way. */
export interface FlowControl {
  /** From now on; `undefined` for no limit. */
  readonly limit: (most: number | undefined) => void;
  /** Whether there is a seat for the request. It is held until the answer ends. */
  readonly take: (response: ServerResponse) => boolean;
  /** A watch holds its seat no longer than its initial events take. */
  readonly release: (response: ServerResponse) => void;
  readonly count: () => number;
}

export function createFlowControl(): FlowControl {
  const seats = new Set<ServerResponse>();
  let most = Number.POSITIVE_INFINITY;

  return {
    limit: (next) => {
      most = next ?? Number.POSITIVE_INFINITY;
    },
    take(response) {
      if (seats.size >= most) return false;
      seats.add(response);
      response.on('close', () => seats.delete(response));
      return true;
    },
    release: (response) => seats.delete(response),
    count: () => seats.size,
  };
}
