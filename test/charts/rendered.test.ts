import t, { type Test } from 'tap';
import { buildServer } from '../../src/adapters/http/build-server.ts';
import type { CommandIo } from '../../src/cli/command-io.ts';
import { serveCommand } from '../../src/cli/commands/serve.ts';
import { parseListenAddress } from '../../src/config/listen-address.ts';
import { defaultRuleSettings } from '../../src/core/rules/rule-settings.ts';
import { readAppVersion, readValuesFiles } from './chart.ts';
import { containerOf, findObject, podOf } from './render/objects.ts';
import { createRenderer, needsRenderer, type Rendered, type RenderOptions } from './render/render.ts';
import { neededPermissions, permissions } from './watched-kinds.ts';

const needed = needsRenderer();
const render = createRenderer(t.testdir());
const files = readValuesFiles('rendered');

function renderFile(name: string): Promise<Rendered> {
  return render({ values: files.find((file) => file.name === name)!.path });
}

const variants: readonly (readonly [string, RenderOptions])[] = [
  ...files.map(({ name, path }) => [name, { values: path }] as const),
  ['names that are numbers', { name: '1', namespace: '2' }],
  ['a long name', { name: 'r'.repeat(53), namespace: 'n'.repeat(63) }],
];

for (const [name, options] of variants) {
  t.test(`${name}: the objects fit together`, needed, async (t) => {
    const rendered = await render(options);
    hasTextualNames(t, rendered);
    selectsItsPods(t, rendered);
    isConfined(t, rendered);
    usesOneServiceAccount(t, rendered, options.namespace ?? 'default');
    await runsWhatTheImageHas(t, rendered);
  });
}

function hasTextualNames(t: Test, { objects }: Rendered): void {
  for (const { apiVersion, kind, metadata } of objects) {
    t.match(apiVersion, /^(?:[\w.]+\/)?v1$/, kind);
    t.type(metadata.name, 'string', kind);
    t.match(metadata.name, /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/, kind);
    if (!kind.startsWith('Cluster')) t.type(metadata.namespace, 'string', kind);
    for (const value of Object.values(metadata.labels)) {
      t.type(value, 'string', kind);
      t.match(value, /^[\w.-]{1,63}$/, kind);
    }
  }
}

function selectsItsPods(t: Test, rendered: Rendered): void {
  const { spec } = findObject(rendered, 'Deployment')!;
  const service = findObject(rendered, 'Service')!;
  const monitor = findObject(rendered, 'ServiceMonitor');
  const pod = spec.template.metadata.labels;
  t.same(spec.selector.matchLabels, pod);
  t.same(service.spec.selector, pod);
  t.same(
    service.spec.ports.map(({ targetPort }) => targetPort),
    spec.template.spec.containers[0].ports.map(({ name }) => name),
  );
  if (!monitor) return;
  t.match(service.metadata.labels, monitor.spec.selector.matchLabels);
  t.same(
    monitor.spec.endpoints.map(({ port, honorLabels }) => [port, honorLabels]),
    [[service.spec.ports[0]!.name, true]],
  );
}

function isConfined(t: Test, rendered: Rendered): void {
  t.same(podOf(rendered).securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  t.same(containerOf(rendered).securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
}

function usesOneServiceAccount(t: Test, rendered: Rendered, namespace: string): void {
  const account = findObject(rendered, 'ServiceAccount');
  const role = findObject(rendered, 'ClusterRole');
  const binding = findObject(rendered, 'ClusterRoleBinding');
  const name = podOf(rendered).serviceAccountName;
  t.type(name, 'string');
  t.equal(podOf(rendered).automountServiceAccountToken, true);
  if (account) {
    t.equal(account.metadata.name, name);
    t.equal(account.automountServiceAccountToken, false);
  }
  t.equal(role?.metadata.name, binding?.roleRef.name);
  for (const each of rendered.objects.filter(({ kind }) => kind.endsWith('RoleBinding'))) {
    t.match(each, { subjects: [{ kind: 'ServiceAccount', name, namespace }] });
  }
}

async function runsWhatTheImageHas(t: Test, rendered: Rendered): Promise<void> {
  const { command, args, ports, livenessProbe, readinessProbe } = containerOf(rendered);
  t.equal(command, undefined, 'the entry point is the image’s');
  const io: Partial<CommandIo> = {};
  const serve = serveCommand(io as CommandIo); // only its options are read
  t.equal(args[0], serve.name());
  const flags = args.filter((argument) => argument.startsWith('--'));
  const known = serve.options.map(({ long }) => long);
  t.ok(
    flags.every((flag) => known.includes(flag)),
    flags.join(' '),
  );

  const address = parseListenAddress(args[args.indexOf('--listen') + 1]!);
  t.same(address, { host: undefined, port: ports[0]!.containerPort });

  const server = buildServer({ version: '', current: () => undefined, failures: () => [], ownMetrics: async () => '' });
  for (const [{ httpGet }, status] of [
    [livenessProbe, 200],
    [readinessProbe, 503],
  ] as const) {
    t.equal(httpGet.port, ports[0]!.name);
    t.equal((await server.inject(httpGet.path)).statusCode, status, `${httpGet.path} before the first discovery`);
  }
}

for (const { name, path, refusals } of readValuesFiles('refused')) {
  t.test(`${name} is refused`, needed, async (t) => {
    const { stderr } = await render({ values: path }).then(
      () => t.fail('rendered'),
      (error) => error,
    );
    t.not(refusals.length, 0);
    for (const words of refusals) t.match(stderr, words);
  });
}

t.test(
  'by default the exporter runs once, from an image of its own version, with nothing optional',
  needed,
  async (t) => {
    const rendered = await renderFile('defaults');
    t.same(
      rendered.objects.map(({ kind }) => kind),
      ['Deployment', 'ClusterRole', 'ClusterRoleBinding', 'ServiceAccount', 'Service'],
    );
    const { spec } = findObject(rendered, 'Deployment')!;
    t.equal(spec.replicas, 1);
    t.equal(spec.template.metadata.annotations, undefined);
    t.equal(containerOf(rendered).image, `plimsoll:${readAppVersion()}`);
    t.same(containerOf(rendered).args, ['serve', '--listen', ':9848']);
    t.equal(podOf(rendered).volumes, undefined);
  },
);

t.test('the role grants what the exporter reads, and nothing else', needed, async (t) => {
  const { rules } = findObject(await renderFile('defaults'), 'ClusterRole')!;
  t.same(permissions(rules), (await neededPermissions()).everywhere);
});

t.test('limited to namespaces, it may read nodes, and pods only there', needed, async (t) => {
  const rendered = await renderFile('namespaces');
  const { ofCluster, inNamespace } = await neededPermissions();
  t.same(permissions(findObject(rendered, 'ClusterRole')!.rules), ofCluster);
  t.same(permissions(findObject(rendered, 'Role')!.rules), inNamespace);
  const inThem = rendered.objects.filter(({ kind }) => kind === 'Role' || kind === 'RoleBinding');
  t.same(
    inThem.map(({ kind, metadata }) => `${kind} in ${metadata.namespace}`),
    ['Role in kube-system', 'RoleBinding in kube-system', 'Role in monitoring', 'RoleBinding in monitoring'],
  );
  t.same(containerOf(rendered).args, ['serve', '--listen', ':9848', '--namespaces', 'kube-system,monitoring']);
});

t.test('where there may be no ClusterRole, there is none', needed, async (t) => {
  const kinds = (await renderFile('no-cluster-role')).objects.map(({ kind }) => kind);
  t.same(kinds, ['Deployment', 'Role', 'RoleBinding', 'ServiceAccount', 'Service']);
});

t.test('without rbac.create there is no role and no binding', needed, async (t) => {
  const kinds = (await renderFile('no-rbac')).objects.map(({ kind }) => kind);
  t.same(kinds, ['Deployment', 'ServiceAccount', 'Service']);
});

t.test('a service account that exists is used, and not made', needed, async (t) => {
  const rendered = await renderFile('service-account-of-their-own');
  t.equal(podOf(rendered).serviceAccountName, '4711');
  t.equal(findObject(rendered, 'ServiceAccount'), undefined);
});

t.test('two replicas are two pods of one Deployment', needed, async (t) => {
  t.equal(findObject(await renderFile('two-replicas'), 'Deployment')!.spec.replicas, 2);
});

t.test('scraped by the ServiceMonitor, the series have the job that the generated rules select', needed, async (t) => {
  const rendered = await renderFile('service-monitor');
  const { metadata, spec } = findObject(rendered, 'ServiceMonitor')!;
  const job = findObject(rendered, 'Service')!.metadata.labels[spec.jobLabel];
  t.equal(`job="${job}"`, defaultRuleSettings.plimsollSelector);
  t.equal(spec.endpoints[0]!.interval, '1m');
  t.match(metadata.labels, { release: 'kube-prometheus-stack', 'app.kubernetes.io/instance': 'kube-prometheus-stack' });
});

t.test('scrape annotations stand beside the pods’ own, which win', needed, async (t) => {
  const { spec } = findObject(await renderFile('scrape-annotations'), 'Deployment')!;
  t.same(spec.template.metadata.annotations, {
    'example.com/team': 'platform',
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '9848',
    'prometheus.io/path': '/federate',
  });
});

t.test('an image of a private registry is pulled with its credentials', needed, async (t) => {
  const rendered = await renderFile('private-registry');
  const { image, imagePullPolicy } = containerOf(rendered);
  t.equal(image, `registry.example:5000/team/plimsoll:0.1.0@sha256:${'0'.repeat(64)}`);
  t.equal(imagePullPolicy, 'Always');
  t.same(podOf(rendered).imagePullSecrets, [{ name: 'registry' }]);
});

t.test('resources and scheduling reach the pod as they are written', needed, async (t) => {
  t.same(containerOf(await renderFile('no-limits')).resources, { requests: { cpu: 0.1, memory: '160Mi' } });
  const { nodeSelector, tolerations, affinity } = podOf(await renderFile('scheduling'));
  const { values } = files.find(({ name }) => name === 'scheduling')!;
  t.same({ nodeSelector, tolerations, affinity }, values);
});

t.test('releases of one name in two namespaces share nothing outside of them', needed, async (t) => {
  const [one, other] = await Promise.all([render({ namespace: 'one' }), render({ namespace: 'other' })]);
  const outside = ({ objects }: Rendered) =>
    objects.filter(({ metadata }) => metadata.namespace === undefined).map(({ metadata }) => metadata.name);
  t.equal(outside(one).length, 2);
  t.notOk(outside(one).some((name) => outside(other).includes(name)));
});

t.test('the notes lead on, and warn while the image is nobody’s', needed, async (t) => {
  const { notes } = await render({ name: 'here', namespace: 'there' });
  t.match(notes, 'kubectl -n there port-forward service/here-plimsoll 9848');
  t.match(notes, 'image.repository is still "plimsoll"');
  t.match(notes, 'Not by this chart');
  t.match(notes, 'plimsoll generate --out plimsoll-rules --namespace there');
  t.match(notes, 'kubectl apply -k plimsoll-rules/prometheusrules/');
  t.notMatch(notes, '--no-service-monitor');
  t.match((await renderFile('service-monitor')).notes, '--no-service-monitor');
  t.notMatch((await renderFile('private-registry')).notes, 'is still');
  t.match((await renderFile('service-monitor')).notes, 'as job="plimsoll"');
  t.match((await renderFile('scrape-annotations')).notes, '--plimsoll-selector');
  t.match((await renderFile('catalogs')).notes, 'Records of team.catalog need rules too');
});
