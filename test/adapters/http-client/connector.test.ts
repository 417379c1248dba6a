import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import t from 'tap';
import { createConnector } from '../../../src/adapters/http-client/connector.ts';

t.test('a connection that is made is not given up with those that are being made', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const port = String((server.address() as AddressInfo).port); // it listens on TCP
  const connector = createConnector({ allowH2: false });
  const made = await new Promise<Socket | null>((resolve) => {
    connector.connect({ protocol: 'http:', hostname: '127.0.0.1', port }, (_error, socket) => resolve(socket));
  });
  t.teardown(() => made?.destroy());

  const refused = new Promise<Error | null>((resolve) => {
    connector.connect({ protocol: 'http:', hostname: '127.0.0.1', port }, (...[error]) => resolve(error));
  });
  connector.abandon();

  t.match(await refused, { message: /not wanted/ });
  t.equal(made?.destroyed, false);
});
