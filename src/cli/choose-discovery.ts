import { resolve } from 'node:path';
import { createFileDiscovery } from '../adapters/filesystem/file-discovery.ts';
import type { Discovery } from '../app/discovery.ts';
import { UserError } from '../app/user-error.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
import { createRecogniser } from '../core/components/recognise.ts';
import type { CommandIo } from './command-io.ts';
import { requireNamespaces, type SourceOptions } from './options.ts';

/** Milliseconds between looks at an inventory file. */
const pollInterval = 1_000;

/** The source that the options name: files, or a cluster. */
export async function chooseDiscovery(options: SourceOptions, catalog: Catalog, io: CommandIo): Promise<Discovery> {
  const { inventory: files, kubeconfig: file, context, namespaces } = options;
  const recogniser = createRecogniser(catalog.components);
  const wanted = catalog.wantedFacts;
  const now = () => Date.now();
  if (files) {
    if (file !== undefined || context !== undefined || namespaces !== undefined) {
      const other = file === undefined && context === undefined ? '--namespaces' : '--kubeconfig';
      throw new UserError('USAGE', `--inventory reads files and ${other} a cluster`, 'give one of the two');
    }
    return createFileDiscovery({ files, cwd: io.cwd, stdin: io.stdin, recogniser, wanted, pollInterval, now });
  }
  // The client library takes a while to load, and only a cluster needs it.
  const [
    { loadKubeConfig },
    { createKubernetesApi },
    { createKubernetesDiscovery },
    { reflectorTimings, surveyTimings },
  ] = await Promise.all([
    import('../adapters/kubernetes/kube-config.ts'),
    import('../adapters/kubernetes/api.ts'),
    import('../adapters/kubernetes/discover.ts'),
    import('../adapters/kubernetes/timings.ts'),
  ]);
  const api = createKubernetesApi(await loadKubeConfig({ file: file && resolve(io.cwd, file), context, env: io.env }));
  return createKubernetesDiscovery({
    api,
    recogniser,
    wanted,
    namespaces: namespaces === undefined ? undefined : requireNamespaces(namespaces),
    timings: reflectorTimings,
    surveyTimings,
    random: Math.random,
    now,
    onUnseen: (message) => io.stderr(`${message}\n`),
  });
}
