import { Socket } from 'node:net';
import { buildConnector } from 'undici';

export interface Connector {
  readonly connect: buildConnector.connector;
  /** Gives up the connections that are being made. */
  readonly abandon: () => void;
}

/** A pool that is destroyed leaves alone what is still connecting, and that keeps the process alive until it times out. */
export function createConnector(options: buildConnector.BuildOptions): Connector {
  const connect = buildConnector(options);
  const connecting = new Set<Socket>();

  return {
    connect(target, onResult) {
      // Its type says nothing of the socket that it returns.
      const socket: unknown = connect(target, (...result) => {
        if (socket instanceof Socket) connecting.delete(socket);
        onResult(...result);
      });
      if (socket instanceof Socket) connecting.add(socket);
    },
    abandon() {
      for (const socket of connecting) socket.destroy(new Error('the connection is not wanted any more'));
    },
  };
}
