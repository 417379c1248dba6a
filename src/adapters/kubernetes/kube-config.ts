import { access, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Cluster, KubeConfig } from '@kubernetes/client-node';
import { UserError } from '../../app/user-error.ts';
import { describeFileError } from '../filesystem/file-error.ts';

export interface KubeConfigChoice {
  /** From --kubeconfig. */
  readonly file: string | undefined;
  /** From --context. */
  readonly context: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** The cluster to talk to: the file that was named, `KUBECONFIG`, the pod's own service account, `~/.kube/config`, in this order. */
export async function loadKubeConfig({ file, context, env }: KubeConfigChoice): Promise<KubeConfig> {
  const named = file ?? (env['KUBECONFIG'] || undefined);
  if (named !== undefined) return chooseContext(await readFiles(named.split(delimiter).filter(Boolean)), context);
  if (env['KUBERNETES_SERVICE_HOST'] !== undefined && (await exists(serviceAccountToken))) {
    const config = new KubeConfig();
    config.loadFromCluster();
    return config;
  }
  const fallback = join(env['HOME'] ?? '/', '.kube', 'config');
  if (await exists(fallback)) return chooseContext(await readFiles([fallback]), context);
  throw new UserError(
    'KUBECONFIG_INVALID',
    `there is no kubeconfig: KUBECONFIG is not set, ${fallback} does not exist, and this is not a pod`,
    'name one with --kubeconfig, or read a file with --inventory',
  );
}

/** Several files are merged as kubectl does: the first to name a cluster, user or context wins. */
async function readFiles(files: readonly string[]): Promise<KubeConfig> {
  const parts = await Promise.all(files.map(readKubeConfig));
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: firstOfName(parts.flatMap((part) => part.getClusters())).map(withoutTls),
    users: firstOfName(parts.flatMap((part) => part.getUsers())),
    contexts: firstOfName(parts.flatMap((part) => part.getContexts())),
    currentContext: parts.map((part) => part.getCurrentContext()).find(Boolean),
  });
  return config;
}

async function readKubeConfig(file: string): Promise<KubeConfig> {
  const config = new KubeConfig();
  try {
    await readFile(file);
  } catch (error) {
    throw new UserError(
      'KUBECONFIG_INVALID',
      `cannot read the kubeconfig ${file}: ${describeFileError(error)}`,
      'name a file that you may read',
      { cause: error },
    );
  }
  try {
    config.loadFromFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new UserError(
      'KUBECONFIG_INVALID',
      `${file} is not a kubeconfig: ${reason}`,
      'kubectl config view --kubeconfig FILE shows what kubectl makes of it',
      { cause: error },
    );
  }
  return config;
}

function chooseContext(config: KubeConfig, wanted: string | undefined): KubeConfig {
  const known = config.getContexts().map(({ name }) => name);
  const name = wanted ?? config.getCurrentContext();
  if (!name) {
    throw new UserError(
      'KUBECONFIG_INVALID',
      'the kubeconfig has no current context',
      `choose one with --context: ${known.join(', ')}`,
    );
  }
  const context = config.getContexts().find((candidate) => candidate.name === name);
  if (!context) {
    const choice = known.length === 0 ? 'it has none at all' : `it has ${known.join(', ')}`;
    throw new UserError('KUBECONFIG_INVALID', `the kubeconfig has no context "${name}"`, choice);
  }
  if (!config.getClusters().some((cluster) => cluster.name === context.cluster)) {
    throw new UserError(
      'KUBECONFIG_INVALID',
      `context "${name}" points to the cluster "${context.cluster}", which the kubeconfig does not describe`,
      'add it under clusters, or choose another context with --context',
    );
  }
  config.setCurrentContext(name);
  return config;
}

function firstOfName<Entry extends { readonly name: string }>(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry, index) => entries.findIndex(({ name }) => name === entry.name) === index);
}

/** The client library refuses plain HTTP (as `kubectl proxy` serves it) unless told that there is no TLS to verify. */
function withoutTls(cluster: Cluster): Cluster {
  return cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
