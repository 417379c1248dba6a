import t from 'tap';
import { createRecogniser, type NodeIdentity } from '../../../src/core/components/recognise.ts';
import { builtInCatalog, firstCasesCatalog } from '../../support/built-in.ts';

const catalog = await firstCasesCatalog();
const recogniser = createRecogniser(catalog.components);
const digest = `sha256:${'0'.repeat(64)}`;

/** `component version`, `component (reason)` or nothing. */
function recognised(image: string): string | undefined {
  const found = recogniser.recogniseContainer(image, 'any');
  if (!found) return undefined;
  return `${found.component.id} ${found.version.ok ? found.version.version.text : `(${found.version.reason})`}`;
}

const images: readonly (readonly [image: string, expected: string | undefined, because: string])[] = [
  ['quay.io/calico/node:v3.27.3', 'calico-node v3.27.3', 'its own registry'],
  ['calico/node:v3.27.3', 'calico-node v3.27.3', 'Docker Hub without a host'],
  ['docker.io/rancher/mirrored-calico-node:v3.28.0', 'calico-node v3.28.0', "Rancher's mirror"],
  ['registry.example:5000/any/path/calico/node:v3.27.3', 'calico-node v3.27.3', 'a mirror with a port'],
  ['quay.io/calico/node:v3.27.3-amd64', 'calico-node v3.27.3', 'one architecture of it'],
  [`quay.io/calico/node:v3.27.3@${digest}`, 'calico-node v3.27.3', 'a tag that a digest pins'],
  [`quay.io/calico/node@${digest}`, 'calico-node (digest_only)', 'a digest is no version'],
  ['quay.io/calico/node', 'calico-node (no_tag)', 'latest by default'],
  ['quay.io/calico/node:master', 'calico-node (not_a_version)', 'a branch moves'],
  ['quay.io/calico/node:v3.27', 'calico-node (not_a_version)', 'a minor version moves'],
  ['quay.io/calico/node-driver-registrar:v3.27.3', undefined, 'another program of the same project'],
  ['example.com/mycalico/node:v3.27.3', undefined, 'a path ends at a slash, not inside a name'],
  ['quay.io/calico/kube-controllers:v3.27.3', undefined, 'not in the catalog'],
  ['public.ecr.aws/karpenter/controller:1.3.3', 'karpenter 1.3.3', 'tags without v'],
  ['docker.io/kubeshark/worker:v52.3.0', 'kubeshark-worker v52.3.0', 'its own registry'],
  ['not an image', undefined, 'unreadable'],
];

for (const [image, expected, because] of images) {
  t.test(`${image} is ${expected ?? 'not ours'}: ${because}`, async (t) => t.equal(recognised(image), expected));
}

const server = new Map([['node-role.kubernetes.io/control-plane', 'true']]);
const etcdOnly = new Map([['node-role.kubernetes.io/etcd', 'true']]);
const nodes: readonly (readonly [kubelet: string, labels: ReadonlyMap<string, string>, expected: readonly string[]])[] =
  [
    ['v1.31.6+k3s1', server, ['k3s v1.31.6+k3s1']],
    ['v1.31.6+k3s1', etcdOnly, ['k3s v1.31.6+k3s1']],
    ['v1.31.6+k3s1', new Map(), ['k3s-agent v1.31.6+k3s1']],
    ['v1.34.3+rke2r3', server, ['rke2 v1.34.3+rke2r3']],
    ['v1.34.3+rke2r3', new Map(), ['rke2-agent v1.34.3+rke2r3']],
    ['v1.31.6', server, []],
    ['', server, []],
  ];

for (const [kubeletVersion, labels, expected] of nodes) {
  t.test(
    `a node with kubelet ${kubeletVersion || 'unknown'} and ${labels.size} role labels runs ${expected.join() || 'nothing known'}`,
    async (t) => {
      const node = {
        kubeletVersion,
        labels,
        kernelVersion: undefined,
        osImage: undefined,
        containerRuntime: undefined,
      };
      const found = recogniser.recogniseNode(node);
      t.same(
        found.map(({ component, version }) => `${component.id} ${version.ok ? version.version.text : '?'}`),
        expected,
      );
    },
  );
}

t.test('of programs that share an image the name of the container tells', async (t) => {
  const { catalog: whole } = await builtInCatalog();
  const { recogniseContainer } = createRecogniser(whole.components);
  const image = 'quay.io/argoproj/argocd:v2.12.3';
  t.equal(recogniseContainer(image, 'application-controller')?.component.id, 'argocd-application-controller');
  t.equal(
    recogniseContainer(image, 'argocd-applicationset-controller')?.component.id,
    'argocd-applicationset-controller',
  );
  t.equal(recogniseContainer(image, 'argocd-repo-server'), undefined);
});

t.test('what runs on a node is told by its runtime, its OS and its kubelet', async (t) => {
  const { catalog: whole } = await builtInCatalog();
  const on = (node: Partial<NodeIdentity>) =>
    createRecogniser(whole.components)
      .recogniseNode({
        kubeletVersion: '',
        kernelVersion: undefined,
        osImage: undefined,
        containerRuntime: undefined,
        labels: new Map(),
        ...node,
      })
      .map(({ component, version }) => `${component.id} ${version.ok ? version.version.text : '?'}`);
  t.same(on({ containerRuntime: 'cri-o://1.29.4' }), ['cri-o 1.29.4']);
  t.same(on({ containerRuntime: 'containerd://1.7.20~k3s1' }), ['containerd 1.7.20']);
  t.same(on({ containerRuntime: 'docker://24.0.7' }), []);
  t.same(on({ osImage: 'Bottlerocket OS 1.49.0 (aws-k8s-1.34)' }), ['bottlerocket 1.49.0']);
  t.same(on({ osImage: 'Bottlerocket OS (broken)' }), []);
  t.same(on({ kubeletVersion: 'v1.33.1-eks-1-33-4' }), ['kubelet v1.33.1']);
});

t.test('where roles cannot be seen, a node is taken for neither a server nor an agent', async (t) => {
  const keys = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/etcd'];
  const found = recogniser.recogniseNode({
    kubeletVersion: 'v1.33.7+k3s1',
    kernelVersion: undefined,
    osImage: undefined,
    containerRuntime: undefined,
    labels: new Map(keys.map((key) => [key, undefined])),
  });
  t.same(found, []);
});
