import { getEventListeners } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import t from 'tap';
import { toApiError } from '../../../src/adapters/http-client/api-error.ts';
import type { ApiResponse, KubernetesApi } from '../../../src/adapters/kubernetes/api.ts';
import { eventually } from '../../support/eventually.ts';
import { createAuthority, needsOpenssl, readPair } from '../../support/fake-api-server/certificates.ts';
import { aPod } from '../../support/fake-api-server/objects.ts';
import { connect, images, noSocketIsOpen, reflect, resources, serve } from '../../support/fake-api-server/reflect.ts';

const { signal } = new AbortController();
const failed = () => Promise.reject(new Error('it did not fail'));

function get(api: KubernetesApi, silence = 3_000): Promise<ApiResponse> {
  return api.get({
    path: '/api/v1/pods?limit=500',
    accept: 'application/json',
    gzip: true,
    patience: silence,
    silence,
    signal,
    onBytes: () => undefined,
  });
}

async function readStatus(api: KubernetesApi): Promise<number> {
  const { status, body } = await get(api);
  await textOf(body);
  return status;
}

for (const [header, seconds] of [
  ['1', 1],
  ['0.5', 0.5],
  ['0', undefined],
  ['-1', undefined],
  ['31536000', 120],
  ['Infinity', 120],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
] as const) {
  t.test(`Retry-After: ${header} asks for a pause of ${seconds ?? 'no'} seconds`, async (t) => {
    const server = await serve(t);
    server.faults.add({ kind: 'status', status: 429, retryAfter: header });

    const { retryAfter, body } = await get(connect(t, server));

    t.equal(retryAfter, seconds);
    await textOf(body);
  });
}

t.test('requests do not gather listeners on the signal that stops them', async (t) => {
  const server = await serve(t);
  const api = connect(t, server);

  for (let count = 0; count < 20; count += 1) await readStatus(api);
  server.faults.add({ kind: 'reset' });
  for (let count = 0; count < 20; count += 1) await get(api).then(failed, toApiError);

  await eventually('none is left', () => getEventListeners(signal, 'abort').length === 0);
});

t.test('a proxy of the kubeconfig is used', needsOpenssl, async (t) => {
  const { caFile, issue } = createAuthority(t);
  const server = await serve(t, { tls: readPair(issue('server')) });
  const tunnels: (string | undefined)[] = [];
  const proxy = createProxy((request, socket) => {
    tunnels.push(request.url);
    const [host, port] = request.url!.split(':');
    const onward = connectSocket(Number(port), host);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    pipeline(socket, onward, socket).catch(() => undefined); // either side may end it
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.teardown(() => proxy.close());
  const { port } = proxy.address() as AddressInfo; // it listens on TCP
  const api = connect(t, server, { cluster: { caFile, proxyUrl: `http://127.0.0.1:${port}` } });

  t.equal(await readStatus(api), 200);

  t.strictSame(tunnels, [new URL(server.url).host]);
  t.equal(server.requests[0]?.httpVersion, '1.1');
});

t.test('a token that was renewed in its file is read as soon as the old one is refused', async (t) => {
  const tokenFile = join(t.testdir({ token: 'old' }), 'token');
  const server = await serve(t);
  server.requireAuthorization('Bearer old');
  const user = { authProvider: { name: 'tokenFile', config: { tokenFile } } };
  const reflector = reflect(t, server, resources.pods, { api: connect(t, server, { user }) });
  await reflector.beWatching();

  server.requireAuthorization('Bearer new');
  for (const watch of server.watches('pods')) watch.end();
  await eventually('the old token is refused', () => reflector.failures.length > 0);
  writeFileSync(tokenFile, 'new\n');
  server.store.put('pods', aPod({ name: 'calico', image: images.tracked }));

  await reflector.catchUp();
  t.ok(reflector.failures.every(({ reason }) => reason === 'unauthorized'));
});

t.test('over TLS every watch has a connection of its own', needsOpenssl, async (t) => {
  const { caFile, issue } = createAuthority(t);
  const server = await serve(t, { tls: readPair(issue('server')) });
  const api = connect(t, server, { cluster: { caFile } });

  await reflect(t, server, resources.nodes, { api }).beWatching();
  await reflect(t, server, resources.pods, { api }).beWatching();
  await reflect(t, server, resources.replicaSets, { api }).beWatching();

  t.strictSame(new Set(server.requests.map(({ httpVersion }) => httpVersion)), new Set(['1.1']));
  t.ok(server.countSockets() >= 3, 'one that dies takes no other with it');
});

t.test('a server of another authority is not trusted', needsOpenssl, async (t) => {
  const server = await serve(t, { tls: readPair(createAuthority(t).issue('server')) });

  const error = await get(connect(t, server)).then(failed, toApiError);

  t.match(error, { reason: 'untrusted', message: /certificate/ });
  t.equal(server.requests.length, 0);
});

t.test('a certificate that was renewed in its file is used for the next request', needsOpenssl, async (t) => {
  const { caFile, issue } = createAuthority(t);
  const tls = { ...readPair(issue('server')), ca: readFileSync(caFile), requestCert: true };
  const server = await serve(t, { tls });
  const [pair, renewed] = [issue('first'), issue('second')];
  const api = connect(t, server, { cluster: { caFile }, user: pair });
  await readStatus(api);

  writeFileSync(pair.certFile, readFileSync(renewed.certFile));
  writeFileSync(pair.keyFile, readFileSync(renewed.keyFile));
  await readStatus(api);

  t.strictSame(
    server.requests.map(({ certificateName }) => certificateName),
    ['first', 'second'],
  );
  await eventually('the first connection is closed', () => server.countSockets() === 1, { limit: 2_000 });
  await api.close();
  await noSocketIsOpen(server);
});

t.test('TLS to a server that speaks none is named in one line', async (t) => {
  const server = await serve(t);

  const error = await get(connect(t, { url: server.url.replace('http:', 'https:') })).then(failed, toApiError);

  t.match(error, { reason: 'unreachable', message: 'the server does not speak TLS' });
});

t.test('a connection that is not made does not hold up who stops', async (t) => {
  const sockets = new Set<Socket>();
  const mute = createServer((socket) => {
    sockets.add(socket);
    socket.resume().on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // it is the client's to break
  });
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  t.teardown(() => mute.close());
  const { port } = mute.address() as AddressInfo; // it listens on TCP
  const api = connect(t, { url: `https://127.0.0.1:${port}` });
  const stop = new AbortController();
  const asking = api
    .get({
      path: '/',
      accept: 'application/json',
      gzip: true,
      patience: 60_000,
      silence: 60_000,
      onBytes: () => undefined,
      signal: stop.signal,
    })
    .then(failed, (error: unknown) => error);
  await eventually('it connects', () => sockets.size === 1);

  const began = performance.now();
  stop.abort();
  t.match(await asking, { name: 'AbortError' });
  await api.close();

  t.ok(performance.now() - began < 500, 'it took no time');
  await eventually('no socket is open', () => sockets.size === 0);
});

/** An HTTP proxy that asks what to do with every tunnel. */
function createProxy(onTunnel: (request: IncomingMessage, socket: Duplex) => void): Server {
  return createHttpServer().on('connect', onTunnel);
}
