import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import { cutNode, cutPod } from '../../../src/core/inventory/kubernetes-objects.ts';
import { createPodCutter } from '../../../src/core/inventory/pod-cutter.ts';
import { recordInventory } from '../../../src/core/inventory/record-inventory.ts';
import { builtInCatalog } from '../../support/built-in.ts';

const { catalog } = await builtInCatalog();
const wanted = catalog.wantedFacts;
const recogniser = createRecogniser(catalog.components);
const secret = 'k10b4dc0ffee';
const [wantedVariable = ''] = wanted.environment;

/** Everything that may hold a secret holds one, beside what the catalog asks for. */
const metadata = {
  labels: { [secret]: 'x', owner: secret },
  annotations: {
    'kubectl.kubernetes.io/last-applied-configuration': `{"data":"${secret}"}`,
    'vault.hashicorp.com/agent-inject-token': secret,
    'k3s.io/node-env': `{"K3S_TOKEN":"${secret}"}`,
  },
  managedFields: [{ manager: secret, fieldsV1: { [secret]: {} } }],
  ownerReferences: [{ kind: secret, name: secret, controller: false }],
};

function container(name: string, image: string): object {
  return {
    name,
    image,
    command: ['sh', '-c', `TOKEN=${secret} exec run --token ${secret} --proxy-mode=ipvs`],
    args: [`--password=${secret}`, '--password', secret, secret, '--config=/etc/x', '--bearer-token', secret],
    env: [
      { name: 'TOKEN', value: secret },
      { name: secret, value: 'x' },
      { name: wantedVariable, valueFrom: { secretKeyRef: { name: secret, key: secret } }, value: secret },
    ],
    envFrom: [{ prefix: secret, secretRef: { name: secret } }, { configMapRef: { name: secret } }],
    lifecycle: { preStop: { exec: { command: [secret] } } },
    livenessProbe: { httpGet: { httpHeaders: [{ name: 'Authorization', value: secret }] } },
    volumeMounts: [{ name: secret, mountPath: `/${secret}` }],
  };
}

const rawPod = {
  metadata: { ...metadata, name: 'pod', namespace: 'kube-system' },
  spec: {
    nodeName: 'node',
    containers: [
      container('kube-proxy', 'registry.k8s.io/kube-proxy:v1.34.1'),
      container('pinned', `calico/node@sha256:${'1'.repeat(64)}`),
      container(secret, `registry.example.com/${secret}:${secret}`),
    ],
    initContainers: [{ ...container(secret, `calico/node:${secret}`) }],
    volumes: [{ name: secret, secret: { secretName: secret } }],
    imagePullSecrets: [{ name: secret }],
  },
  status: {
    phase: 'Running',
    message: secret,
    containerStatuses: [
      {
        name: 'pinned',
        image: `registry.example.com/${secret}:${secret}`,
        imageID: `x/${secret}@sha256:${'1'.repeat(64)}`,
      },
      { name: 'kube-proxy', image: secret, lastState: { terminated: { message: secret } } },
    ],
  },
};

const rawNode = {
  metadata: {
    ...metadata,
    name: 'node',
    annotations: {
      ...metadata.annotations,
      'k3s.io/node-args': JSON.stringify([
        'server',
        '--token',
        secret,
        `--agent-token=${secret}`,
        '--etcd-disable-snapshots',
      ]),
      'rke2.io/node-args': `server --token ${secret}`,
    },
  },
  spec: { taints: [{ key: secret }] },
  status: { nodeInfo: { kubeletVersion: 'v1.33.7+k3s3', systemUUID: secret }, addresses: [{ address: secret }] },
};

/** Maps as well, which JSON.stringify leaves empty. */
function everythingIn(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (inner instanceof Map ? [...inner] : inner)) ?? '';
}

t.test('nothing secret is in the objects that are kept', async (t) => {
  const kept = everythingIn([cutNode(rawNode, wanted), createPodCutter(wanted, recogniser)(rawPod)]);
  t.notMatch(kept, secret);
  t.match(kept, 'ipvs', 'what conditions ask for is kept');
  t.match(kept, '--etcd-disable-snapshots');
  t.match(kept, wantedVariable);
});

t.test('nothing secret is in a recording', async (t) => {
  const pod = cutPod(rawPod, wanted);
  const node = cutNode(rawNode, wanted);
  const inventory = buildInventory({ nodes: node ? [node] : [], pods: pod ? [pod] : [], replicaSets: [] }, recogniser);
  t.same(
    inventory.instances.flatMap((instance) => (instance.kind === 'container' ? [instance.container] : [])),
    ['pinned', 'kube-proxy'],
  );
  const text = everythingIn(recordInventory(inventory, wanted));
  t.notMatch(text, secret);
  t.match(text, 'ipvs');
});
