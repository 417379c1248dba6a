import fc from 'fast-check';
import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import { cutNode, cutPod, cutReplicaSet } from '../../../src/core/inventory/kubernetes-objects.ts';
import { createPodCutter } from '../../../src/core/inventory/pod-cutter.ts';
import { cutWorkload } from '../../../src/core/inventory/workload-objects.ts';
import { everythingWanted } from '../../support/builders.ts';
import { builtInCatalog } from '../../support/built-in.ts';

const { catalog } = await builtInCatalog();
const recogniser = createRecogniser(catalog.components);
const image = `calico/node@sha256:${'1'.repeat(64)}`;

const template = {
  nodeName: 'node-1',
  containers: [
    {
      name: 'calico-node',
      image,
      command: ['sh', '-c', 'run --config x'],
      args: ['--proxy-mode', 'ipvs'],
      env: [
        { name: 'FELIX_XDPENABLED', value: 'true' },
        { name: 'FELIX_XDPENABLED', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      ],
      envFrom: [{ configMapRef: { name: 'x', optional: true } }, { secretRef: { name: 'y' } }],
    },
  ],
  initContainers: [{ name: 'sidecar', image: 'calico/node:latest', restartPolicy: 'Always' }],
};
const metadata = {
  name: 'x',
  namespace: 'n',
  labels: { app: 'x', role: 'y' },
  annotations: { note: 'x', 'k3s.io/node-args': '["server","--token","x"]' },
  ownerReferences: [{ kind: 'DaemonSet', name: 'x', controller: true }],
};
const status = { name: 'calico-node', image: 'calico/node:v3.27.3', imageID: image };

/** Each has all that is read of its kind. */
const whole = {
  pod: {
    metadata,
    spec: template,
    status: { phase: 'Running', containerStatuses: [status], initContainerStatuses: [{ ...status, name: 'sidecar' }] },
  },
  node: {
    metadata,
    spec: { providerID: 'aws:///x' },
    status: {
      nodeInfo: {
        kubeletVersion: 'v1.33.7+k3s3',
        kernelVersion: '6.1.0',
        osImage: 'Debian',
        containerRuntimeVersion: 'containerd://2.1.5',
        architecture: 'amd64',
        swap: { capacity: 0 },
      },
      capacity: { cpu: '8', memory: '1Gi' },
    },
  },
  workload: { metadata, spec: { template: { metadata, spec: template } } },
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Every place in `value`, as the keys that lead there. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner).map((path) => [key, ...path]))];
}

/** `value` with something else at `path`; nothing at all where that is undefined. */
function replaced(value: unknown, [key, ...path]: readonly string[], instead: Json | undefined): unknown {
  if (key === undefined) return instead;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([own, inner]): [string, unknown][] => {
    const put = own === key ? replaced(inner, path, instead) : inner;
    return put === undefined ? [] : [[own, put]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

const oddValues: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom<Json | undefined>(undefined, null, '', 0, -1, true, [], {}, [null], [[]], [1, 'x'], { name: 1 }, '{'),
  fc.string(),
  fc.jsonValue() as fc.Arbitrary<Json>, // its type allows -0 and the like, which is all there is between the two
);

/** A whole object of which some places hold something else. */
function spoiled(value: object): fc.Arbitrary<unknown> {
  const slip = fc.tuple(fc.constantFrom(...placesIn(value)), oddValues);
  return fc
    .array(slip, { minLength: 1, maxLength: 4 })
    .map((slips) => slips.reduce<unknown>((spoilt, [path, instead]) => replaced(spoilt, path, instead), value));
}

const runs = { numRuns: 3_000 };

t.test('whatever a pod holds, it is read or left out', async () => {
  const cut = createPodCutter(catalog.wantedFacts, recogniser);
  fc.assert(
    fc.property(spoiled(whole.pod), (raw) => {
      const pods = [cutPod(raw, everythingWanted), cut(raw)].flatMap((pod) => pod ?? []);
      buildInventory({ nodes: [], pods, replicaSets: [] }, recogniser);
      return pods.every(
        ({ name, containers }) => name !== '' && containers.every((container) => container.name !== ''),
      );
    }),
    runs,
  );
});

t.test('whatever a node, a ReplicaSet or a workload holds, it is read or left out', async () => {
  fc.assert(
    fc.property(spoiled(whole.node), spoiled(whole.workload), (node, workload) => {
      const cut = cutNode(node, everythingWanted);
      buildInventory({ nodes: cut ? [cut] : [], pods: [], replicaSets: [] }, recogniser);
      const names = [cut?.name, cutReplicaSet(workload)?.name, cutWorkload(workload)?.name];
      return names.every((name) => name !== '');
    }),
    runs,
  );
});

t.test('what is odd in one container does not hide another, nor what the pod is', async () => {
  const places = placesIn(template.containers[0]).filter(([key]) => key !== undefined);
  const other = { name: 'other', image: 'calico/node:v3.27.3', args: ['--config=/y'] };
  fc.assert(
    fc.property(fc.constantFrom(...places), oddValues, (path, instead) => {
      const odd = replaced(template.containers[0], path, instead);
      const pod = cutPod({ ...whole.pod, spec: { ...template, containers: [odd, other] } }, everythingWanted);
      const read = pod?.containers.find(({ name }) => name === 'other');
      return pod?.controller?.name === 'x' && read?.flags?.get('config')?.[0] === '/y';
    }),
    runs,
  );
});

t.test('each field that is odd is absent, and the others are read', async (t) => {
  for (const instead of [undefined, null, 7, true, [], {}]) {
    const spec = {
      ...template,
      containers: [{ ...template.containers[0], env: [instead, { name: instead }], args: instead }],
    };
    const pod = cutPod(
      { ...whole.pod, metadata: { ...metadata, labels: { app: instead, role: 'y' } }, spec },
      everythingWanted,
    );
    t.match(pod, { name: 'x', labels: new Map(), containers: [{ name: 'sidecar' }, { name: 'calico-node', image }] });
    t.equal(pod?.containers[1]?.flags?.get('config')?.[0], 'x', 'of the command');
    t.equal(pod?.containers[1]?.environment.mayHaveMore, true);
  }
});

/** What the API allows: 253 characters for most names, 63 for labels and containers, with every character once. */
const name253 = `${'a0-b.'.repeat(50)}xyz`;
const name63 = `${'a0-'.repeat(20)}xyz`;
const labelKey = `${name253}/AZaz09-_.x`;
const labelValue = `AZaz09-_.${'x'.repeat(54)}`;

t.test('names and labels at their limits are read whole', async (t) => {
  t.same([name253.length, name63.length, labelValue.length], [253, 63, 63]);
  const wanted = { ...everythingWanted, podLabels: new Set([labelKey]), nodeLabels: new Set([labelKey]) };
  const limits = { name: name253, namespace: name63, labels: { [labelKey]: labelValue, '': '' } };
  const containers = [{ name: name63, image: `${name253}/${'a/'.repeat(100)}calico/node:v3.27.3` }];
  const raw = { metadata: limits, spec: { nodeName: name253, containers } };
  const pod = createPodCutter(wanted, recogniser)(raw);
  t.match(pod, { name: name253, namespace: name63, nodeName: name253, labels: new Map([[labelKey, labelValue]]) });
  const node = cutNode({ metadata: limits }, wanted);
  t.match(node, { name: name253, labels: new Map([[labelKey, labelValue]]) });
  const { instances } = buildInventory(
    { nodes: node ? [node] : [], pods: pod ? [pod] : [], replicaSets: [] },
    recogniser,
  );
  t.match(instances, [{ container: name63, node: { name: name253 }, version: { ok: true } }]);
});

t.test('keys that every object has are no labels', async (t) => {
  const odd = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  const wanted = { ...everythingWanted, podLabels: new Set(odd), nodeLabels: new Set(odd), environment: new Set(odd) };
  t.equal(cutPod(whole.pod, wanted)?.labels.size, 0);
  t.equal(cutNode(whole.node, wanted)?.labels.size, 0);
});

/** What an API server of that version writes of the fields that are read, and of those around them that are younger. */
const releases: readonly (readonly [release: string, pod: object, node: object])[] = [
  ['v1.24.17', {}, { architecture: 'amd64', operatingSystem: 'linux' }],
  ['v1.28.15', { initContainers: [{ name: 'side', image: 'calico/node:v3.26.1', restartPolicy: 'Always' }] }, {}],
  ['v1.31.14', { hostUsers: true, containers: [{ ...template.containers[0], resizePolicy: [] }] }, {}],
  [
    'v1.33.7',
    { initContainers: [{ name: 'side', image: 'calico/node:v3.26.1', restartPolicy: 'Always' }], resources: {} },
    { swap: { capacity: 8_589_934_592 } },
  ],
  [
    'v1.36.0',
    { containers: [{ ...template.containers[0], restartPolicy: 'OnFailure', restartPolicyRules: [] }] },
    { swap: {}, declaredFeatures: ['x'] },
  ],
];

for (const [release, spec, nodeInfo] of releases) {
  t.test(`pods and nodes of Kubernetes ${release} are read`, async (t) => {
    const pod = cutPod({ ...whole.pod, spec: { ...template, initContainers: undefined, ...spec } }, everythingWanted);
    const names = pod?.containers.map(({ name }) => name);
    t.same(names, 'initContainers' in spec ? ['side', 'calico-node'] : ['calico-node']);
    const node = cutNode(
      { ...whole.node, status: { nodeInfo: { ...nodeInfo, kubeletVersion: release } } },
      everythingWanted,
    );
    t.match(node, { name: 'x', kubeletVersion: release });
  });
}
