import { resolve } from 'node:path';
import { createFileDiscovery } from '../adapters/filesystem/file-discovery.ts';
import type { Discovery } from '../app/discovery.ts';
import { UserError } from '../app/user-error.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
import { createRecogniser } from '../core/components/recognise.ts';
import type { CommandIo } from './command-io.ts';
import { requireChoice, requireNamespaces, type Source, type SourceOptions, sources } from './options.ts';
import { requireInterval, requirePrometheusUrl, requireScope } from './prometheus-options.ts';

/** Milliseconds between looks at an inventory file. */
const pollInterval = 1_000;

/** Which options belong to which source. */
const optionsOf = {
  files: ['inventory'],
  kubernetes: ['kubeconfig', 'context', 'namespaces'],
  prometheus: [
    'prometheusUrl',
    'prometheusConfig',
    'prometheusTenant',
    'clusterLabel',
    'cluster',
    'prometheusInterval',
  ],
} as const satisfies Readonly<Record<Source, readonly (keyof DiscoveryOptions)[]>>;

export interface DiscoveryOptions extends SourceOptions {
  readonly prometheusInterval?: string;
}

/** The source that the options name: files, a cluster, or the series that a Prometheus has of clusters. */
export async function chooseDiscovery(options: DiscoveryOptions, catalog: Catalog, io: CommandIo): Promise<Discovery> {
  switch (chooseSource(options)) {
    case 'files':
      return discoverFiles(options, catalog, io);
    case 'kubernetes':
      return discoverCluster(options, catalog, io);
    case 'prometheus':
      return discoverSeries(options, catalog, io);
  }
}

function chooseSource(options: DiscoveryOptions): Source {
  const given = (source: Source) => optionsOf[source].find((option) => options[option] !== undefined);
  const implied = given('files') === undefined ? 'kubernetes' : 'files';
  const chosen = options.source === undefined ? implied : requireChoice('source', options.source, sources);
  for (const other of sources) {
    const stray = other === chosen ? undefined : given(other);
    if (stray === undefined) continue;
    const own = given(chosen);
    if (own === undefined && options.source === undefined) {
      throw new UserError('USAGE', `${flagOf(stray)} is for a Prometheus`, 'say --source prometheus as well');
    }
    const reads = `${own === undefined ? `--source ${chosen}` : flagOf(own)} reads ${whatIsRead[chosen]}`;
    throw new UserError('USAGE', `${reads} and ${flagOf(stray)} ${whatIsRead[other]}`, 'give one of the two');
  }
  return chosen;
}

const whatIsRead: Readonly<Record<Source, string>> = {
  files: 'files',
  kubernetes: 'a cluster',
  prometheus: 'a Prometheus',
};

/** `--prometheus-url` */
function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function discoverFiles({ inventory: files }: SourceOptions, catalog: Catalog, io: CommandIo): Discovery {
  if (!files) throw new UserError('USAGE', '--source files names no file', 'name one with --inventory');
  return createFileDiscovery({
    files,
    cwd: io.cwd,
    stdin: io.stdin,
    recogniser: createRecogniser(catalog.components),
    wanted: catalog.wantedFacts,
    pollInterval,
    now,
  });
}

async function discoverCluster(
  { kubeconfig: file, context, namespaces: list }: SourceOptions,
  catalog: Catalog,
  io: CommandIo,
): Promise<Discovery> {
  const namespaces = list === undefined ? undefined : requireNamespaces(list);
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
    recogniser: createRecogniser(catalog.components),
    wanted: catalog.wantedFacts,
    namespaces,
    timings: reflectorTimings,
    surveyTimings,
    random: Math.random,
    now,
    onUnseen: (message) => io.stderr(`${message}\n`),
  });
}

async function discoverSeries(options: DiscoveryOptions, catalog: Catalog, io: CommandIo): Promise<Discovery> {
  const url = requirePrometheusUrl(options);
  const scope = requireScope(options);
  const interval = requireInterval(options.prometheusInterval ?? '30s');
  // The HTTP client takes a while to load, and files do not need it.
  const [{ createPrometheusApi }, { loadHttpConfig }, { createPrometheusDiscovery }] = await Promise.all([
    import('../adapters/prometheus/api.ts'),
    import('../adapters/prometheus/load-http-config.ts'),
    import('../adapters/prometheus/discover.ts'),
  ]);
  const config = () => loadHttpConfig(options.prometheusConfig, io.cwd);
  await config(); // what is wrong with it is said at once
  return createPrometheusDiscovery({
    api: createPrometheusApi({ url, config, tenant: options.prometheusTenant, silence: 35_000 }),
    components: catalog.components,
    recogniser: createRecogniser(catalog.components),
    wanted: catalog.wantedFacts,
    scope,
    roundLimit: 300_000,
    timings: { interval, firstBackoff: 1_000 },
    random: Math.random,
    now,
  });
}

function now(): number {
  return Date.now();
}
