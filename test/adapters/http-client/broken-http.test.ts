import { type AddressInfo, createServer } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import t from 'tap';
import { request } from 'undici';
import { toApiError } from '../../../src/adapters/http-client/api-error.ts';

/** What a server sends before it closes the connection in order. */
const answers = {
  'a chunk that ends early on a last connection':
    'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"it',
  'an answer in chunks without an end': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"it\r\n',
  'an answer shorter than its length': 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 99\r\n\r\n{"it',
  'headers that end early': 'HTTP/1.1 200 OK\r\nContent-',
  'what is no HTTP': '220 mail.example.com ESMTP\r\n',
  'chunks that are none': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n',
  nothing: '',
};

for (const [name, answer] of Object.entries(answers)) {
  t.test(`${name}: the failure has a name`, async (t) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined); // it is the client's to break
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => server.close());
    const { port } = server.address() as AddressInfo; // it listens on TCP

    const failure = await request(`http://127.0.0.1:${port}/`)
      .then(({ body }) => textOf(body))
      .then(
        () => undefined,
        (error: unknown) => error,
      );

    t.equal(toApiError(failure).reason, 'unreachable');
    t.ok(toApiError(failure).message);
  });
}
