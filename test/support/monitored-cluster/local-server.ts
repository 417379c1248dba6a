import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';

/** Answers a request with a text; `undefined` is 404. */
export type Answer = (path: string, body: string) => string | undefined;

/** Serves on a free port of the loopback until the test ends, and gives its `host:port`. */
export async function startLocalServer(t: Test, answer: Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    const answered = answer(request.url ?? '/', await text(request));
    response.writeHead(answered === undefined ? 404 : 200, { 'content-type': 'text/plain; version=0.0.4' });
    response.end(answered);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // a TCP server has no other
  return `127.0.0.1:${port}`;
}
