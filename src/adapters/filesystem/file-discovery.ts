import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Discovery, DiscoveryListener, DiscoveryScope, ResourceStatus } from '../../app/discovery.ts';
import { UserError } from '../../app/user-error.ts';
import type { WantedFacts } from '../../core/catalog/catalog.ts';
import type { Recogniser } from '../../core/components/recognise.ts';
import { buildInventory, type ClusterObjects, createInventoryBuilder } from '../../core/inventory/build-inventory.ts';
import { type ReadObjects, readObjects } from '../../core/inventory/read-objects.ts';
import { describeFileError } from './file-error.ts';

export interface FileDiscoveryDeps {
  /** As the user named them; `-` is standard input. */
  readonly files: readonly string[];
  readonly cwd: string;
  readonly stdin: () => Promise<string>;
  readonly recogniser: Recogniser;
  readonly wanted: WantedFacts;
  /** Milliseconds between looks at the files. */
  readonly pollInterval: number;
  /** In milliseconds since 1970. */
  readonly now: () => number;
}

const scope: DiscoveryScope = { resource: 'file', namespace: undefined };

const howToRecord = 'write it with: kubectl get nodes,pods,daemonsets,deployments,statefulsets,replicasets -A -o json';

/** Discovery from files that kubectl wrote. While it runs, a file that changes is read again. */
export function createFileDiscovery(deps: FileDiscoveryDeps): Discovery {
  const statistics: FileStatistics = {
    lists: 0,
    objects: 0,
    bytes: 0,
    kept: 0,
    isFailing: false,
    lastProgress: undefined,
  };
  return {
    readOnce: async () => buildInventory(await readAll(deps, statistics), deps.recogniser),
    run: (listener, signal) => runDiscovery(deps, statistics, listener, signal),
    status: () => [statusOf(deps, statistics)],
  };
}

interface FileStatistics {
  lists: number;
  objects: number;
  bytes: number;
  /** Objects of the last reading. */
  kept: number;
  isFailing: boolean;
  /** In milliseconds since 1970. */
  lastProgress: number | undefined;
}

function statusOf({ files }: FileDiscoveryDeps, { isFailing, ...counts }: FileStatistics): ResourceStatus {
  return {
    resource: 'file',
    ...counts,
    collections: files.length,
    unreadable: isFailing ? 1 : 0,
    watches: 0,
    restarts: 0,
    events: 0,
  };
}

async function runDiscovery(
  deps: FileDiscoveryDeps,
  statistics: FileStatistics,
  listener: DiscoveryListener,
  signal: AbortSignal,
): Promise<void> {
  const inventories = createInventoryBuilder(deps.recogniser);
  let lastSeen: string | undefined;
  while (!signal.aborted) {
    try {
      const seen = await stateOf(deps);
      if (seen !== lastSeen) {
        const objects = await readAll(deps, statistics);
        listener.onChange(() => inventories.build(objects));
      }
      lastSeen = seen;
      statistics.lastProgress = deps.now();
      listener.onConfirmed(statistics.lastProgress);
      if (statistics.isFailing) listener.onRecovery(scope);
      statistics.isFailing = false;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const reason = error.code === 'FILE_UNREADABLE' ? 'unreachable' : 'malformed';
      statistics.isFailing = true;
      listener.onFailure({ ...scope, reason, message: error.message });
    }
    await sleep(deps.pollInterval, undefined, { signal }).catch(() => undefined); // aborted: stop
  }
}

/** Changes whenever a file is written or replaced. Standard input never changes. */
async function stateOf({ files, cwd }: FileDiscoveryDeps): Promise<string> {
  const states = files.map(async (file) => {
    if (file === '-') return file;
    try {
      const { ino, size, mtimeMs } = await stat(resolve(cwd, file));
      return `${ino}:${size}:${mtimeMs}`;
    } catch (error) {
      throw unreadable(file, error);
    }
  });
  return (await Promise.all(states)).join();
}

/** An object that several files hold counts once; the last file's counts. */
async function readAll(deps: FileDiscoveryDeps, statistics: FileStatistics): Promise<ClusterObjects> {
  const all = await Promise.all(deps.files.map((file) => readOne(file, deps, statistics)));
  const nodes = all.flatMap((objects) => objects.nodes);
  const pods = all.flatMap((objects) => objects.pods);
  const replicaSets = all.flatMap((objects) => objects.replicaSets);
  statistics.kept = nodes.length + pods.length + replicaSets.length;
  statistics.objects += statistics.kept;
  if (nodes.length + pods.length === 0) {
    throw new UserError('INVENTORY_INVALID', `${deps.files.join(', ')} holds neither nodes nor pods`, howToRecord);
  }
  return {
    nodes: [...new Map(nodes.map((node) => [node.name, node])).values()],
    pods: [...new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod])).values()],
    replicaSets,
    seesAllPods: all.every((objects) => objects.seesAllPods),
  };
}

async function readOne(file: string, deps: FileDiscoveryDeps, statistics: FileStatistics): Promise<ReadObjects> {
  const text = await readText(file, deps);
  statistics.lists += 1;
  statistics.bytes += Buffer.byteLength(text);
  const reading = readObjects(text, deps.wanted);
  if (reading.ok) return reading.objects;
  throw new UserError('INVENTORY_INVALID', `${file}${reading.message}`, howToRecord);
}

async function readText(file: string, { cwd, stdin }: FileDiscoveryDeps): Promise<string> {
  if (file === '-') return stdin();
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): UserError {
  const problem = `cannot read the inventory ${file}: ${describeFileError(cause)}`;
  return new UserError('FILE_UNREADABLE', problem, howToRecord, { cause });
}
