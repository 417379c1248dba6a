import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createChurn } from '../api-server/churn.ts';
import type { ListRequest, ServerCommand, ServerCounts, ServerFacts } from '../api-server/commands.ts';
import { createPages } from '../api-server/pages.ts';
import { type ObjectsRequest, type Refusal, readRequest } from '../api-server/request.ts';
import { createWatches } from '../api-server/watches.ts';
import { createCluster } from '../cluster/cluster.ts';
import { clusterSizes } from '../cluster/workloads.ts';

/**
 * A process that answers like the API server of a cluster whose size is its argument, on loopback, and takes commands from
 * the process that forked it. Ends with it.
 */
const size = Object.entries(clusterSizes).find(([name]) => name === process.argv[2])?.[1];
if (!size) throw new Error(`there is no cluster size ${process.argv[2]}`);
const cluster = createCluster(size);
const pages = createPages(cluster);
const watches = createWatches();
const churn = createChurn(cluster, watches);
const sockets = new Set<Socket>();
const changed = new Map<string, number>();
let requests = 0;
let lists: ListRequest[] = [];
/** Of connections that are closed, less what was sent before the last reset. */
let bytesOnTheWire = 0;

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  requests++;
  const url = new URL(request.url ?? '/', 'http://localhost');
  const wanted = readRequest(cluster.collections, url, request.headers);
  if ('code' in wanted) return refuse(response, wanted);
  if (['1', 'true'].includes(url.searchParams.get('watch') ?? '')) return void watches.serve(wanted, response);
  lists.push({ path: request.url ?? '', accept: request.headers.accept ?? '' });
  return void list(wanted, response);
});
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.once('close', () => {
    sockets.delete(socket);
    bytesOnTheWire += socket.bytesWritten;
  });
});

async function list(wanted: ObjectsRequest, response: ServerResponse): Promise<void> {
  const { body, isCompressed } = await pages.read(wanted, watches.resourceVersion());
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(body);
}

function refuse(response: ServerResponse, { code, message }: Refusal): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code }));
}

function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function sent(): number {
  let bytes = bytesOnTheWire;
  for (const socket of sockets) bytes += socket.bytesWritten;
  return bytes;
}

function change(workload: string, image: string): void {
  const pods = cluster.pods.ofWorkload(workload);
  const turn = changed.get(workload) ?? 0;
  changed.set(workload, turn + 1);
  const index = pods[turn % pods.length];
  if (index === undefined) throw new Error(`there is no pod of ${workload}`);
  watches.emit((resourceVersion) => {
    cluster.pods.change(index, image, resourceVersion);
    const { collection } = cluster.pods;
    const namespace = collection.namespaces.find((name) => {
      const { from, to } = collection.rangeOf(name);
      return index >= from && index < to;
    });
    return {
      type: 'MODIFIED',
      collection,
      namespace: namespace ?? '',
      full: () => collection.full(index),
      metadata: () => collection.metadata(index),
    };
  });
}

async function obey(command: ServerCommand): Promise<ServerCounts | undefined> {
  switch (command.kind) {
    case 'count':
      return { requests, watches: watches.open(), bytesOnTheWire: sent(), events: churn.events(), lists };
    case 'reset':
      bytesOnTheWire -= sent();
      requests = 0;
      lists = [];
      return undefined;
    case 'change':
      change(command.workload, command.image);
      return undefined;
    case 'churn':
      churn.setRate(
        command.where === 'tracked' ? cluster.trackedNamespaces : cluster.otherNamespaces,
        command.perSecond,
      );
      return undefined;
    case 'heartbeats':
      churn.setHeartbeats(command.on);
      return undefined;
    case 'leave':
      server.close();
      for (const socket of sockets) socket.destroy();
      return undefined;
    case 'return':
      watches.forget();
      await listen(port);
      return undefined;
  }
}

const port = await listen(0);
process.on('message', async ({ id, command }: { readonly id: number; readonly command: ServerCommand }) => {
  process.send?.({ id, result: await obey(command) });
});
process.once('disconnect', () => process.exit());
// The one who forked it decides when it ends, also when a person interrupts both.
process.on('SIGINT', () => undefined);
process.send?.({ id: 0, result: { port, tracked: cluster.tracked } satisfies ServerFacts });
