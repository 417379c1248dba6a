import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Dice } from './dice.ts';
import type { Teardown } from './fake-api-server/reflect.ts';

export interface FaultyWay {
  /** Where a client goes instead of to the server. */
  readonly url: string;
  /** Loses nothing from now on. */
  readonly repair: () => void;
  /** Connections that were broken. */
  readonly countBroken: () => number;
}

/** A way to a server, over which connections break, end and stall as the dice fall. */
export async function createFaultyWay(t: Teardown, server: { readonly url: string }, dice: Dice): Promise<FaultyWay> {
  const { hostname, port } = new URL(server.url);
  const pairs = new Set<readonly [Socket, Socket]>();
  let broken = 0;

  const trouble: readonly ((pair: readonly [Socket, Socket]) => unknown)[] = [
    ([client]) => client.resetAndDestroy(),
    ([, upstream]) => upstream.resetAndDestroy(),
    ([client]) => client.end(),
    ([, upstream]) => upstream.end(),
    ([client, upstream]) => upstream.unpipe(client), // the client hears nothing more
  ];
  const breaking = setInterval(() => {
    for (const pair of pairs) {
      if (dice.roll() > 0.1) continue;
      broken += 1;
      dice.pick(trouble)(pair);
    }
  }, 20);

  const way = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [pair, [upstream, client] as const]) {
      socket.on('error', () => undefined); // to break is what it is for
      socket.on('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  const close = () => {
    clearInterval(breaking);
    way.close();
    for (const [client, upstream] of pairs) {
      client.destroy();
      upstream.destroy();
    }
  };
  t.teardown(close);
  const address = way.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${address.port}`,
    repair() {
      clearInterval(breaking);
      for (const [client] of pairs) client.destroy(); // those that stall would stall on
    },
    countBroken: () => broken,
  };
}
