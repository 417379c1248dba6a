import { access, readFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { type Cluster, type Context, KubeConfig, type User } from '@kubernetes/client-node';
import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { UserError } from '../../app/user-error.ts';
import { describeFileError } from '../filesystem/file-error.ts';

export interface KubeConfigChoice {
  /** From --kubeconfig. */
  readonly file: string | undefined;
  /** From --context. */
  readonly context: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const users = z.object({
  users: z.array(z.object({ name: z.string(), user: z.object({ tokenFile: z.string().nullish() }).nullish() })),
});

/** Whom a context without a user means. */
const anonymous: User = { name: '' };

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** The cluster to talk to: the file that was named, `KUBECONFIG`, the pod's own service account, `~/.kube/config`, in this order. */
export async function loadKubeConfig({ file, context, env }: KubeConfigChoice): Promise<KubeConfig> {
  const named = (file ?? env['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean);
  if (named.length > 0) return chooseContext(await readFiles(named), named.join(delimiter), context);
  if (env['KUBERNETES_SERVICE_HOST'] !== undefined && (await exists(serviceAccountToken))) {
    const config = new KubeConfig();
    config.loadFromCluster();
    return config;
  }
  const fallback = join(env['HOME'] ?? '/', '.kube', 'config');
  if (await exists(fallback)) return chooseContext(await readFiles([fallback]), fallback, context);
  throw new UserError(
    'KUBECONFIG_INVALID',
    `there is no kubeconfig: KUBECONFIG is not set, ${fallback} does not exist, and this is not a pod`,
    'name one with --kubeconfig, or read a file with --inventory',
  );
}

/** Several files are merged as kubectl does: the first to name a cluster, user or context wins, and a missing one is passed over. */
async function readFiles(files: readonly string[]): Promise<KubeConfig> {
  const present = await Promise.all(files.map(exists));
  const found = files.filter((_, index) => present[index]);
  const parts = await Promise.all((found.length > 0 ? found : files).map(readKubeConfig));
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: firstOfName(parts.flatMap((part) => part.getClusters())).map(withoutTls),
    users: [...firstOfName(parts.flatMap((part) => part.getUsers())), anonymous],
    contexts: firstOfName(parts.flatMap((part) => part.getContexts())).map(withUser),
    currentContext: parts.map((part) => part.getCurrentContext()).find(Boolean),
  });
  return config;
}

async function readKubeConfig(file: string): Promise<KubeConfig> {
  const text = await readText(file);
  const config = new KubeConfig();
  try {
    const [document] = loadAll(text);
    if (document == null) return config; // an empty file says nothing, and another may
    config.loadFromString(text);
    config.users = config.getUsers().map((user) => withTokenFile(user, document, dirname(file)));
    config.makePathsAbsolute(dirname(file));
  } catch (error) {
    // The library reads fields without looking at them first.
    const isOdd = error instanceof TypeError || !(error instanceof Error);
    const reason = isOdd ? 'one of its fields is of another type' : error.message.split('\n')[0];
    throw new UserError(
      'KUBECONFIG_INVALID',
      `${file} is not a kubeconfig: ${reason}`,
      'kubectl config view --kubeconfig FILE shows what kubectl makes of it',
      { cause: error },
    );
  }
  return config;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(
      'KUBECONFIG_INVALID',
      `cannot read the kubeconfig ${file}: ${describeFileError(error)}`,
      'name a file that you may read',
      { cause: error },
    );
  }
}

function chooseContext(config: KubeConfig, source: string, wanted: string | undefined): KubeConfig {
  const known = config.getContexts().map(({ name }) => name);
  const refuse = (problem: string, remedy: string) => new UserError('KUBECONFIG_INVALID', problem, remedy);
  const otherFile = 'it has no context at all, so name another file';
  const name = wanted ?? config.getCurrentContext();
  if (!name) {
    const choice = known.length === 0 ? otherFile : `choose one with --context: ${known.join(', ')}`;
    throw refuse(`the kubeconfig ${source} has no current context`, choice);
  }
  const context = config.getContexts().find((candidate) => candidate.name === name);
  if (!context) {
    const choice = known.length === 0 ? otherFile : `it has ${known.join(', ')}`;
    throw refuse(`the kubeconfig ${source} has no context "${name}"`, choice);
  }
  const dangling = (kind: 'cluster' | 'user', target: string) =>
    refuse(
      `context "${name}" points to the ${kind} "${target}", which the kubeconfig ${source} does not describe`,
      `add it under ${kind}s, or choose another context with --context`,
    );
  const cluster = config.getCluster(context.cluster);
  if (!cluster) throw dangling('cluster', context.cluster);
  if (!/^https?:$/.test(URL.parse(cluster.server)?.protocol ?? '')) {
    const where = `the cluster "${cluster.name}" of the kubeconfig ${source}`;
    throw refuse(`${where} has the server "${cluster.server}", which is no address`, 'write https://HOST:6443');
  }
  if (!config.getUser(context.user)) throw dangling('user', context.user);
  config.setCurrentContext(name);
  return config;
}

function firstOfName<Entry extends { readonly name: string }>(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry, index) => entries.findIndex(({ name }) => name === entry.name) === index);
}

/** Without a user the client library forgets the server's authority too. */
function withUser(context: Context): Context {
  return { ...context, user: context.user || anonymous.name };
}

/** The client library does not know the field `tokenFile`. As for kubectl, it goes before `token`. */
function withTokenFile(user: User, document: unknown, folder: string): User {
  const named = users.safeParse(document).data?.users.find(({ name }) => name === user.name);
  const tokenFile = named?.user?.tokenFile;
  if (!tokenFile) return user;
  return { ...user, token: '', authProvider: { name: 'tokenFile', config: { tokenFile: resolve(folder, tokenFile) } } };
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
