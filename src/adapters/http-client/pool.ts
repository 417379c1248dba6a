import { Agent, type buildConnector, type Dispatcher } from 'undici';
import { createConnector } from './connector.ts';

/** Connections that are kept for the next request. */
export interface Pool {
  readonly dispatcher: Dispatcher;
  /** Breaks what is open, and gives up what is being opened. */
  readonly destroy: () => Promise<void>;
}

/** A pool without a proxy. */
export function createDirectPool(
  connection: buildConnector.BuildOptions,
  limits: Pick<Agent.Options, 'connections' | 'pipelining'> = {},
): Pool {
  const { connect, abandon } = createConnector(connection);
  return poolOf(new Agent({ connect, ...limits }), abandon);
}

export function poolOf(dispatcher: Dispatcher, abandon: () => void = () => undefined): Pool {
  return {
    dispatcher,
    async destroy() {
      const destroyed = dispatcher.destroy();
      abandon();
      await destroyed;
    },
  };
}
